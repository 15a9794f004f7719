import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { type EscrowWorld, openEscrowWorld } from "@/e2e/world/escrow";
import { getWorkspace } from "../accounts/workspace";
import { readAs } from "../ctx";
import { newId } from "../ids";
import { fundMilestone } from "../milestones/fund-milestone";
import { releaseMilestone } from "../milestones/release-milestone";
import { acceptOffer } from "../offers/accept-offer";
import { sendOffer } from "../offers/send-offer";
import { withdrawOffer } from "../offers/withdraw-offer";
import { companyFigures } from "./company-money";
import { findPastDue, listInvoices } from "./list-invoices";
import { confirmMove, recordWire } from "./money-moves";
import { listSuspensions, suspendCompany } from "./suspend-company";

afterAll(closePool);

const look = async (world: EscrowWorld, iso: string) => (world.at(iso) && (await world.tick()))["debts.aged"];
const notices = async (world: EscrowWorld, role: "financeAdmin" | "admin" | "hiringManager" = "financeAdmin") =>
  (await world.mailTo(role))
    .filter(({ kind }) => kind === "past-due-notice")
    .map(({ props }) => [props.is, props.amount]);
const suspensions = (world: EscrowWorld) => readAs(world.payments, listSuspensions);
const workspace = (world: EscrowWorld, role: "financeAdmin" | "admin" | "hiringManager" | "approver") =>
  world.as(role).read(getWorkspace);

/** A company whose invoice of $1,000.00 was issued for May and is due on 30 June. */
async function invoiced(spec: Parameters<typeof openEscrowWorld>[0] = { amounts: [1000] }): Promise<EscrowWorld> {
  const world = await openEscrowWorld(spec);
  world.at("2026-06-01T00:05:00Z");
  await world.tick();
  return world;
}

const pay = async (world: EscrowWorld, amountMinor: bigint, reference: string) => {
  const key = newId();
  const wire = {
    key,
    amountMinor,
    currency: "USD",
    reference,
    receivedOn: (world.now ?? new Date()).toISOString().slice(0, 10),
    fileName: null,
    note: "Seen.",
  };
  await world.asStaff(world.payments, (ctx) => recordWire(ctx, wire));
  await world.asStaff(world.secondPayments, (ctx) => confirmMove(ctx, { moveId: key }));
};

const film = (world: EscrowWorld, title: string, amount: string) =>
  world.offerInput({
    title,
    contractType: "fixed_price",
    rate: "",
    weeklyHours: "",
    "milestoneTitle[]": ["Sketch"],
    "milestoneAmount[]": [amount],
    "milestoneDue[]": [""],
  });

test("finance is told on days 1, 7 and 14 UTC, once each, and day 15 suspends the account", async () => {
  const world = await invoiced();
  expect(await look(world, "2026-06-30T23:59:59Z")).toBe(0);
  world.at("2026-07-01T00:00:00Z");
  const runs = await Promise.all(Array.from({ length: 4 }, () => world.tick()));
  expect(runs.reduce((sum, ran) => sum + (ran["debts.aged"] ?? 0), 0)).toBe(1);
  expect(await look(world, "2026-07-06T23:59:59Z")).toBe(0);
  expect(await look(world, "2026-07-07T00:00:00Z")).toBe(1);
  expect(await look(world, "2026-07-13T23:59:59Z")).toBe(0);
  expect(await look(world, "2026-07-14T00:00:00Z")).toBe(1);
  expect(await look(world, "2026-07-14T23:59:59Z")).toBe(0);
  expect(await suspensions(world)).toEqual([]);
  expect(await look(world, "2026-07-15T00:00:00Z")).toBe(1);
  expect(await look(world, "2026-07-29T00:00:00Z")).toBe(0);
  const all = ["1", "7", "14"].map((day) => [day, "$1,000.00"]);
  expect([await notices(world), await notices(world, "admin"), await notices(world, "hiringManager")]).toEqual([
    all,
    all,
    [],
  ]);
  const [first] = (await world.mailTo("financeAdmin")).filter(({ kind }) => kind === "past-due-notice");
  expect(first?.props).toMatchObject({ title: "30 Jun 2026", next: ["Suspended on", "15 Jul 2026, 00:00 UTC"] });
  expect(await suspensions(world)).toMatchObject([{ startedBy: null, reason: null, endedAt: null }]);
  expect((await world.mailTo("hiringManager")).filter(({ kind }) => kind === "account-suspended")).toHaveLength(1);
  expect(await world.events(world.accountId)).toEqual(
    expect.arrayContaining(["account.past-due", "account.suspended"]),
  );
  expect(await workspace(world, "hiringManager"), "whom to ask").toMatchObject({
    askToPay: [expect.stringContaining(world.emailOf("financeAdmin"))],
  });
  expect(await workspace(world, "financeAdmin")).toMatchObject({ askToPay: [] });
  const refused = await world.unmoved(() =>
    world.as("hiringManager").write((ctx) => sendOffer(ctx, film(world, "Next", "700"))),
  );
  expect(refused).toMatchObject({ reason: "suspended" });
});

test("late ticks send the latest notice alone, and nobody is suspended who was not told the day before", async () => {
  const late = await invoiced();
  expect(await look(late, "2026-07-10T12:00:00Z")).toBe(1);
  expect(await look(late, "2026-07-13T23:59:59Z")).toBe(0);
  expect(await look(late, "2026-07-15T08:00:00Z"), "the notice of day 14 was missed, and this is day 15").toBe(1);
  expect((await notices(late)).map(([day]) => day)).toEqual(["7"]);
  expect(await suspensions(late)).toHaveLength(1);

  const out = await invoiced();
  expect(await look(out, "2026-07-25T12:00:00Z")).toBe(1);
  expect((await notices(out)).map(([day]) => day)).toEqual(["14"]);
  expect(await suspensions(out)).toEqual([]);
  const [only] = (await out.mailTo("financeAdmin")).filter(({ kind }) => kind === "past-due-notice");
  expect(only?.props.next).toEqual(["Suspended on", "26 Jul 2026, 00:00 UTC"]);
  expect(await look(out, "2026-07-25T23:59:59Z")).toBe(0);
  expect(await look(out, "2026-07-26T00:00:00Z")).toBe(1);
  expect(await suspensions(out)).toHaveLength(1);
});

test("payment on day 14 stops it; a part of it shortens the next notice and stops nothing", async () => {
  const world = await invoiced();
  await look(world, "2026-07-01T00:00:00Z");
  await look(world, "2026-07-07T00:00:00Z");
  world.at("2026-07-10T09:00:00Z");
  await pay(world, 40_000n, "FT-1");
  await look(world, "2026-07-14T00:00:00Z");
  expect(await notices(world)).toEqual([
    ["1", "$1,000.00"],
    ["7", "$1,000.00"],
    ["14", "$600.00"],
  ]);
  world.at("2026-07-14T22:00:00Z");
  await pay(world, 60_000n, "FT-2");
  expect(await workspace(world, "financeAdmin")).toMatchObject({ pastDue: null });
  expect(await look(world, "2026-07-15T00:00:00Z"), "looked at, and paid").toBe(1);
  expect(await look(world, "2026-09-15T00:00:00Z")).toBe(0);
  expect(await suspensions(world)).toEqual([]);

  const part = await invoiced();
  await look(part, "2026-07-14T00:00:00Z");
  await pay(part, 99_999n, "FT-3");
  await look(part, "2026-07-15T00:00:00Z");
  expect(await suspensions(part)).toHaveLength(1);
  expect(await workspace(part, "financeAdmin")).toMatchObject({ suspendedOwing: "1", pastDue: null });
  await pay(part, 1n, "FT-4");
  await part.tick();
  expect(await workspace(part, "financeAdmin")).toMatchObject({ suspendedOwing: null, pastDue: null });
});

test("the next invoice has days of its own; what staff suspended is told nothing more", async () => {
  const world = await invoiced({ amounts: [1000, 2000] });
  const [, second] = await world.list();
  world.at("2026-06-10T09:00:00Z");
  await world.as("hiringManager").write((ctx) => sendOffer(ctx, film(world, "June", "500")));
  expect(second?.state).toBe("agreed");
  const offer = film(world, "June again", "500");
  await world.as("hiringManager").write((ctx) => sendOffer(ctx, offer));
  await world.as("freelancer").write((ctx) => acceptOffer(ctx, { offerId: offer.id, version: 1 }));
  await look(world, "2026-07-01T00:05:00Z");
  world.at("2026-07-03T09:00:00Z");
  await pay(world, 100_000n, "FT-5");
  for (const day of ["07-07", "07-14", "07-15", "07-30"]) await look(world, `2026-${day}T00:05:00Z`);
  expect(await notices(world)).toEqual([["1", "$1,000.00"]]);
  expect(await look(world, "2026-07-31T00:00:00Z")).toBe(1);
  expect(await notices(world)).toEqual([
    ["1", "$1,000.00"],
    ["1", "$500.00"],
  ]);
  await world.asStaff(world.payments, (ctx) => suspendCompany(ctx, { reason: "No answer." }));
  for (const day of ["08-06", "08-13", "08-14", "08-31"]) await look(world, `2026-${day}T00:05:00Z`);
  expect(await notices(world)).toHaveLength(2);
  expect(await suspensions(world)).toHaveLength(1);
});

test("the banner is for who pays, from the first notice until the money is there", async () => {
  const world = await invoiced();
  expect(await workspace(world, "financeAdmin")).toMatchObject({ pastDue: null });
  await look(world, "2026-07-01T00:00:00Z");
  for (const role of ["financeAdmin", "admin"] as const)
    expect(await workspace(world, role)).toMatchObject({ pastDue: { owing: "100000", since: "2026-06-30" } });
  for (const role of ["hiringManager", "approver"] as const)
    expect(await workspace(world, role)).toMatchObject({ pastDue: null });
  const seen = await readAs(world.payments, findPastDue, { now: world.now ?? undefined });
  expect(seen?.invoices).toMatchObject([{ state: "past due", unpaidMinor: 100_000n }]);
  await pay(world, 100_000n, "FT-6");
  expect(await workspace(world, "financeAdmin")).toMatchObject({ pastDue: null });
});

test("what an open offer holds, of the balance or of the credit line, is no debt and moves no invoice when it ends", async () => {
  const world = await openEscrowWorld({ amounts: [1000, 1000] });
  const [first, second] = await world.list();
  await pay(world, 150_000n, "FT-7");
  const held = film(world, "Held of the balance", "500");
  expect(await world.as("hiringManager").write((ctx) => sendOffer(ctx, held))).toMatchObject({ ok: true });
  expect(await world.as("financeAdmin").read(companyFigures)).toEqual({ balanceMinor: 0n, owedMinor: 0n });
  await world
    .as("hiringManager")
    .write((ctx) =>
      releaseMilestone(ctx, { milestoneId: first?.id ?? "", key: newId(), amountMinor: null, note: null }),
    );
  expect(
    await world.as("hiringManager").write((ctx) => fundMilestone(ctx, { milestoneId: second?.id ?? "", key: newId() })),
  ).toMatchObject({ ok: true });
  world.at("2026-06-01T00:05:00Z");
  await world.tick();
  // Spent $2,000.00, paid $1,500.00: so $500.00 of the invoice is open, whatever is held besides.
  const unpaid = async () =>
    (await world.as("financeAdmin").read((ctx) => listInvoices(ctx, null))).rows.map((row) => row.unpaidMinor);
  expect(await unpaid()).toEqual([50_000n]);
  const drawn = film(world, "Held of the credit line", "700");
  expect(await world.as("hiringManager").write((ctx) => sendOffer(ctx, drawn))).toMatchObject({ ok: true });
  expect(await unpaid()).toEqual([50_000n]);
  await world.as("hiringManager").write((ctx) => withdrawOffer(ctx, { offerId: held.id, reason: null }));
  expect(await unpaid()).toEqual([50_000n]);
  await world.as("freelancer").write((ctx) => acceptOffer(ctx, { offerId: drawn.id, version: 1 }));
  expect(await unpaid()).toEqual([50_000n]);
  await look(world, "2026-07-01T00:05:00Z");
  expect(await notices(world)).toEqual([["1", "$500.00"]]);
});

test("a payment counts on the purchase order it pays for, however much open offers hold", async () => {
  const world = await invoiced({ amounts: [1000], ordered: true });
  expect(await world.as("hiringManager").write((ctx) => sendOffer(ctx, film(world, "Held", "700")))).toMatchObject({
    ok: true,
  });
  expect(await world.pots()).toMatchObject({ "order invoiced": 100_000n });
  await pay(world, 100_000n, "FT-8");
  expect(await world.pots()).toMatchObject({ "order invoiced": 0n, "order paid": 100_000n });
});
