import { eq } from "drizzle-orm";
import { companyBilling } from "@/db/schema";
import { recordEvent } from "@/lib/audit/record-event";
import { type Ctx, readAs, writeAs } from "@/lib/ctx";
import { newId } from "@/lib/ids";
import { createOrder } from "@/lib/orders/create-order";
import { orderFigures } from "@/lib/orders/figures";
import type { Figures } from "@/lib/orders/rules";
import type { World } from "./world";

const at = (world: World) => (world.now ? { now: world.now } : {});

/** A deed of the company itself: whatever it posts stands under one event. */
export const companyDeed = <T>(world: World, verb: (ctx: Ctx) => Promise<T>): Promise<T> =>
  writeAs(
    world.system,
    async (ctx) => {
      const result = await verb(ctx);
      recordEvent(ctx, "account.tested", "account", world.accountId);
      return result;
    },
    at(world),
  );

/** A purchase order that everybody may use, with these funds in minor units. @returns its id */
export async function openOrder(
  world: World,
  amountMinor: bigint,
  thresholds: readonly number[] = [],
): Promise<string> {
  const id = newId();
  const made = await writeAs(
    world.system,
    (ctx) =>
      createOrder(ctx, {
        id,
        number: `PO-${id.slice(-8)}`,
        amountMinor,
        description: "Payroll support, 2026",
        validThrough: "2026-12-31",
        thresholds,
        permission: "everybody",
        teamIds: [],
        userIds: [],
      }),
    at(world),
  );
  if (!made.ok) throw new Error(`The premise was refused: ${JSON.stringify(made)}`);
  return id;
}

/** The figures of one purchase order as they stand now. */
export async function figuresNow(world: World, orderId: string): Promise<Figures> {
  const figures = (await readAs(world.system, (ctx) => orderFigures(ctx, [orderId]))).get(orderId);
  if (!figures) throw new Error("The purchase order is gone.");
  return figures;
}

/** Sets what billing the company has, as the operator does. */
export const setBilling = (world: World, change: Partial<typeof companyBilling.$inferInsert>): Promise<void> =>
  companyDeed(world, async ({ db, accountId, auditId }) => {
    await db
      .update(companyBilling)
      .set({ ...change, auditId })
      .where(eq(companyBilling.accountId, accountId));
  });
