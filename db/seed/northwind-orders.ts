import type { z } from "zod";
import { changeOrderSettings, getOrderSettings } from "@/lib/accounts/change-order-settings";
import { linkOrder } from "@/lib/contracts/link-order";
import { getContractForChange } from "@/lib/contracts/queries";
import { recordCharge } from "@/lib/contracts/record-charge";
import { recordChargeInput } from "@/lib/contracts/schema";
import { type Ctx, type ReadCtx, readAs, writeAs } from "@/lib/ctx";
import { newId } from "@/lib/ids";
import { findContractOfOffer } from "@/lib/offers/queries";
import { addFunds } from "@/lib/orders/add-funds";
import { archiveOrder } from "@/lib/orders/archive-order";
import { createInlineOrder, createOrder } from "@/lib/orders/create-order";
import { addFundsInput, createOrderInput } from "@/lib/orders/schema";
import type { Company } from "./company";
import type { StoryTime } from "./story-time";

const dana = "dana@northwind.example";
const fiona = "fiona@northwind.example";
const marek = "marek@northwind.example";

export type NorthwindOrders = { audit: string; design: string; expired: string; dollar: string };

/**
 * Northwind works with purchase orders: one in good order, one nearly used, one expired under a running contract, one
 * that stands for a number to come, one archived, one added by a hiring manager; and what was charged on three contracts.
 *
 * @param offers from which those contracts came
 */
export async function tellNorthwindOrders(
  company: Company,
  { before, day }: StoryTime,
  offers: { audit: string; checkout: string; handbook: string },
): Promise<NorthwindOrders> {
  const finance = company.member(fiona);
  await writeAs(
    company.member(dana),
    async (ctx) => {
      const { token } = await getOrderSettings(ctx);
      const switches = {
        requiredOnPosts: true,
        requiredOnOffers: false,
        oneDollarExempt: true,
        inline: true,
        includeFees: true,
      };
      return done(await changeOrderSettings(ctx, { token, ordersOn: true, ...switches }));
    },
    { now: before(45, 8) },
  );
  const create = async (at: Date, form: Partial<z.input<ReturnType<typeof createOrderInput>>>) => {
    const input = createOrderInput("USD").parse({
      id: newId(),
      permission: "everybody",
      "threshold[]": ["50", "75", "90"],
      ...form,
    });
    await writeAs(finance, async (ctx) => done(await createOrder(ctx, input)), { now: at });
    return input.id;
  };
  const audit = await create(before(45, 8.5), {
    number: "4500-1182",
    amount: "30,000.00",
    description: "Finance operations, outside help, this half-year",
    validThrough: day(140),
  });
  const design = await create(before(44, 8.5), {
    number: "4500-1207",
    amount: "10,500.00",
    description: "Product design, checkout",
    validThrough: day(60),
    permission: "teams",
    "teamId[]": [company.team("Product design")],
    "ownThreshold[]": ["95"],
  });
  const expired = await create(before(44, 8.7), {
    number: "4500-0990",
    amount: "15,000.00",
    description: "Vendor management, last fiscal year",
    validThrough: day(-3),
  });
  const dollar = await create(before(12, 10), {
    number: "TBD-7",
    amount: "1.00",
    description: "Stands for the number of the depot project",
  });
  const old = await create(before(43, 9), {
    number: "4500-0871",
    amount: "8,000.00",
    description: "Trade fair, spring",
  });
  await writeAs(finance, async (ctx) => done(await archiveOrder(ctx, { orderId: old })), { now: before(20, 15) });
  const inline = { number: "PD-2207", amountMinor: 2_600_00n, validThrough: day(45) };
  await writeAs(
    company.member(marek),
    async (ctx) => done(await createInlineOrder(ctx, inline, company.team("Product design"))),
    { now: before(6, 9.8) },
  );

  const contracts = await readAs(finance, async (ctx) => ({
    audit: await contractOf(ctx, offers.audit),
    checkout: await contractOf(ctx, offers.checkout),
    handbook: await contractOf(ctx, offers.handbook),
  }));
  const link = async (at: Date, contractId: string, orderChoice: string) => {
    const deed = async (ctx: Ctx) => {
      const { version } = await getContractForChange(ctx, contractId);
      return done(await linkOrder(ctx, { contractId, version, orderChoice }));
    };
    await writeAs(finance, deed, { now: at });
  };
  await link(before(42, 12), contracts.audit, audit);
  await link(before(40, 17), contracts.checkout, design);
  await link(before(20, 13), contracts.handbook, expired);

  const charge = async (days: number, contractId: string, amount: string, note: string) => {
    const input = recordChargeInput("USD").parse({ id: newId(), contractId, amount, chargedOn: day(-days), note });
    await writeAs(finance, async (ctx) => done(await recordCharge(ctx, input)), { now: before(days, 16) });
  };
  await charge(21, contracts.audit, "5,200.00", "First entity");
  await charge(10, contracts.audit, "3,600.00", "Second entity, first half");
  for (const [days, amount] of [
    [33, "1,128.00"],
    [26, "1,880.00"],
    [19, "1,692.00"],
    [12, "1,880.00"],
    [5, "1,786.00"],
  ] as const)
    await charge(days, contracts.checkout, amount, "Hours of the week");
  await charge(8, contracts.handbook, "1,500.00", "Outline");
  const more = addFundsInput("USD").parse({
    id: newId(),
    orderId: audit,
    amount: "6,000.00",
    date: day(-15),
    note: "Moved over from the travel budget",
  });
  await writeAs(finance, async (ctx) => done(await addFunds(ctx, more)), { now: before(15, 11) });
  return { audit, design, expired, dollar };
}

async function contractOf(ctx: ReadCtx, offerId: string): Promise<string> {
  const contract = await findContractOfOffer(ctx, offerId);
  if (!contract) throw new Error(`No contract came of offer ${offerId}.`);
  return contract.id;
}

function done<R extends { ok: boolean }>(result: R): R {
  if (!result.ok) throw new Error(`The story was refused: ${JSON.stringify(result)}`);
  return result;
}
