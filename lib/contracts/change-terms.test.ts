import { and, asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { auditEntries, contractTerms, offers } from "@/db/schema";
import { openEscrowWorld } from "@/e2e/world/escrow";
import { openWorld, type Role, type World } from "@/e2e/world/world";
import { findRequestCase } from "../approvals/request-case";
import { suspendCompany } from "../billing/suspend-company";
import { type Ctx, writeAs } from "../ctx";
import { ForbiddenError, NotFoundError } from "../errors";
import { changeEndDate } from "./change-end-date";
import { changeManualTime, changeRate, changeWeeklyLimit, nextMonday } from "./change-terms";
import { endContract } from "./end-contract";
import { getContractTerms, listHourlyTerms } from "./queries";

type Target = { world: World; contractId: string; number: number };

const changes = {
  rate: (contractId: string, rateMinor: bigint) => (ctx: Ctx) => changeRate(ctx, { contractId, rateMinor }),
  limit: (contractId: string, weeklyHours: number | null) => (ctx: Ctx) =>
    changeWeeklyLimit(ctx, { contractId, weeklyHours }),
  manual: (contractId: string, allowed: boolean) => (ctx: Ctx) => changeManualTime(ctx, { contractId, allowed }),
};
const all = (contractId: string) => [
  changes.rate(contractId, 120_00n),
  changes.limit(contractId, 30),
  changes.manual(contractId, false),
];

/** An hourly contract at $95.00 for 20 hours a week, six weeks long: an estimate of $11,400.00. */
async function hourly(order?: string): Promise<Target> {
  const world = await openWorld();
  const { id, number } = await world.contract({
    manualTime: "on",
    orderChoice: order === undefined ? "placeholder" : (await world.order({ amount: order })).id,
  });
  return { world, contractId: id, number };
}

const by =
  ({ world, contractId }: Target, role: Role) =>
  <T, R>(change: (contractId: string, to: T) => (ctx: Ctx) => Promise<R>, to: T) =>
    world.as(role).write(change(contractId, to));

/** What counts at an instant: rate, weekly hours, manual time. */
const inForce = async ({ world, number }: Target, iso: string) => {
  const then = world.now;
  world.at(iso);
  const contract = await world.contractNow(number);
  const { rateMinor, weeklyHours, manualTime } = await world.as("admin").read((ctx) => getContractTerms(ctx, contract));
  const listed = await world.as("admin").read((ctx) => listHourlyTerms(ctx, [contract.id]));
  expect(listed.get(contract.id), "as the list shows them").toEqual({ rateMinor, weeklyHours });
  world.now = then;
  return [rateMinor, weeklyHours, manualTime];
};

const versions = ({ world, contractId }: Target) =>
  world.as("admin").read((ctx) =>
    ctx.db
      .select()
      .from(contractTerms)
      .where(and(eq(contractTerms.accountId, ctx.accountId), eq(contractTerms.contractId, contractId)))
      .orderBy(asc(contractTerms.version)),
  );

const estimate = async ({ world, number }: Target) => (await world.contractNow(number)).estimatedTotalMinor;

test("next Monday is 00:00 UTC of the next one, never today", () => {
  for (const [now, monday] of [
    ["2026-05-04T00:00:00.000Z", "2026-05-11"],
    ["2026-05-10T23:59:59.999Z", "2026-05-11"],
    ["2026-05-11T00:00:00.000Z", "2026-05-18"],
    ["2026-12-31T12:00:00.000Z", "2027-01-04"],
  ])
    expect(nextMonday(new Date(now ?? "")), now).toEqual(new Date(`${monday}T00:00:00.000Z`));
});

test("a raise above what was approved is not refused: request and approvers see it, the event too", async () => {
  const target = await hourly();
  const { world, contractId } = target;
  const [request] = await world
    .as("approver")
    .read(({ db, accountId }) =>
      db.select({ id: offers.requestId }).from(offers).where(eq(offers.accountId, accountId)),
    );
  const seen = async () =>
    (await world.as("approver").read((ctx) => findRequestCase(ctx, request?.id ?? "")))?.offers[0]?.changed;
  expect(await seen(), "as offered").toBeNull();
  world.at("2026-05-20T10:00:00Z");
  expect(await by(target, "admin")(changes.rate, 114_00n)).toEqual({ ok: true });
  expect(await seen()).toMatchObject({
    contractNumber: target.number,
    differences: [
      { label: "Rate", before: "$95.00", after: "$114.00", note: "+20 %" },
      { label: "Estimated total", note: "+20 %" },
    ],
  });
  const [event] = await world.as("admin").read(({ db, accountId }) =>
    db
      .select({ data: auditEntries.data })
      .from(auditEntries)
      .where(
        and(
          eq(auditEntries.accountId, accountId),
          eq(auditEntries.subjectId, contractId),
          eq(auditEntries.action, "contract.terms-changed"),
        ),
      ),
  );
  expect(event?.data).toMatchObject({ rate: "11400", approvedRate: "9500" });
});

test("a raised rate counts from its instant and not a moment before; what stood before is never rewritten", async () => {
  const target = await hourly();
  const { world, contractId } = target;
  const [first] = await versions(target);
  world.at("2026-05-20T10:00:00Z");
  expect(await by(target, "hiringManager")(changes.rate, 120_00n)).toEqual({ ok: true });
  expect(await inForce(target, "2026-05-20T09:59:59.999Z")).toEqual([95_00n, 20, true]);
  expect(await inForce(target, "2026-05-20T10:00:00Z")).toEqual([120_00n, 20, true]);
  world.at("2026-05-21T10:00:00Z");
  expect(await by(target, "freelancer")(changes.rate, 110_00n)).toEqual({ ok: true });
  expect(await inForce(target, "2026-05-21T09:59:59.999Z")).toEqual([120_00n, 20, true]);
  expect(await inForce(target, "2026-05-21T10:00:00Z")).toEqual([110_00n, 20, true]);
  const rows = await versions(target);
  expect(rows[0]).toEqual(first);
  expect(rows.map(({ version, rateMinor, madeBy, countsFrom }) => [version, rateMinor, madeBy, countsFrom])).toEqual([
    [1, 95_00n, first?.madeBy, new Date("2026-05-04T09:00:00Z")],
    [2, 120_00n, world.as("hiringManager").actor.userId, new Date("2026-05-20T10:00:00Z")],
    [3, 110_00n, world.as("freelancer").actor.userId, new Date("2026-05-21T10:00:00Z")],
  ]);
  expect(await world.events(contractId)).toEqual([
    "contract.started",
    "contract.terms-changed",
    "contract.terms-changed",
  ]);
  // The freelancer is told what the client did; what they lowered themselves is no news.
  const told = (await world.mailTo("freelancer")).filter((mail) => mail.kind === "contract-terms-changed");
  expect(told.map((mail) => mail.props.changes)).toEqual([
    [{ label: "Rate", before: "$95.00 an hour", after: "$120.00 an hour", note: null }],
  ]);
});

test("only the client raises and only the freelancer lowers, to no less than the minimum; the same again is nothing", async () => {
  const target = await hourly();
  const { world } = target;
  const change = (role: Role, minor: bigint) => by(target, role)(changes.rate, minor);
  const tries: [Role, bigint, string, string][] = [
    ["hiringManager", 94_99n, "wrong-way", "Only the freelancer lowers the rate."],
    ["freelancer", 95_01n, "wrong-way", "Only the client raises the rate."],
    ["freelancer", 2_99n, "below-minimum", "Enter at least $3.00 an hour."],
    ["freelancer", 0n, "below-minimum", "Enter at least $3.00 an hour."],
    ["hiringManager", -1n, "below-minimum", "Enter at least $3.00 an hour."],
    ["hiringManager", 95_00n, "nothing-changed", "That is the rate already."],
    ["freelancer", 95_00n, "nothing-changed", "That is the rate already."],
  ];
  const deeds = tries.map((each) => () => change(each[0], each[1]));
  expect(await world.allUnmoved(deeds)).toEqual(tries.map(([, , reason, message]) => ({ ok: false, reason, message })));
  expect(await change("freelancer", 3_00n)).toEqual({ ok: true });
  expect(await world.unmoved(() => change("freelancer", 3_00n)), "sent again").toMatchObject({
    reason: "nothing-changed",
  });
});

test("a raised limit counts at once, a lowered one from Monday 00:00 UTC; no limit is the highest", async () => {
  const target = await hourly();
  const { world } = target;
  world.at("2026-05-20T10:00:00Z"); // a Wednesday
  expect(await by(target, "hiringManager")(changes.limit, 30)).toEqual({ ok: true });
  expect(await inForce(target, "2026-05-20T10:00:00Z")).toEqual([95_00n, 30, true]);
  expect(await by(target, "admin")(changes.limit, null)).toEqual({ ok: true });
  expect(await inForce(target, "2026-05-20T10:00:00Z")).toEqual([95_00n, null, true]);
  expect(await by(target, "programOwner")(changes.limit, 10)).toEqual({ ok: true });
  expect(await inForce(target, "2026-05-24T23:59:59.999Z")).toEqual([95_00n, null, true]);
  expect(await inForce(target, "2026-05-25T00:00:00Z")).toEqual([95_00n, 10, true]);
  const told = (await world.mailTo("freelancer")).filter((mail) => mail.kind === "contract-terms-changed");
  expect(told.flatMap((mail) => mail.props.changes)).toEqual([
    { label: "Weekly limit", before: "20 h a week", after: "30 h a week", note: null },
    { label: "Weekly limit", before: "30 h a week", after: "No limit", note: null },
    { label: "Weekly limit", before: "No limit", after: "10 h a week", note: "from 25 May 2026, 00:00 UTC" },
  ]);
});

test("a lowering that has not begun is kept by other changes, replaced by a later one, and taken back by a raise", async () => {
  const target = await hourly("20,000.00");
  const { world, contractId, number } = target;
  const client = by(target, "hiringManager");
  world.at("2026-05-20T10:00:00Z");
  expect(await client(changes.limit, 10)).toEqual({ ok: true });
  expect(await world.unmoved(() => client(changes.limit, 10)), "sent again").toMatchObject({
    reason: "nothing-changed",
  });
  expect(await estimate(target)).toBe(5_700_00n);
  world.at("2026-05-20T11:00:00Z");
  expect(await client(changes.manual, false)).toEqual({ ok: true });
  expect(await estimate(target), "a switch is no money").toBe(5_700_00n);
  expect(await client(changes.rate, 100_00n)).toEqual({ ok: true });
  expect(await estimate(target)).toBe(6_000_00n);
  const { version } = await world.contractNow(number);
  const oneWeekMore = { contractId, version, endDate: "2026-07-05" };
  expect(await world.as("admin").write((ctx) => changeEndDate(ctx, oneWeekMore))).toEqual({ ok: true });
  expect(await estimate(target)).toBe(7_000_00n);
  expect(await inForce(target, "2026-05-24T23:59:59.999Z")).toEqual([100_00n, 20, false]);
  expect(await inForce(target, "2026-05-25T00:00:00Z")).toEqual([100_00n, 10, false]);

  expect(await client(changes.limit, 15), "another lowering").toEqual({ ok: true });
  expect(await inForce(target, "2026-05-24T23:59:59.999Z")).toEqual([100_00n, 20, false]);
  expect(await inForce(target, "2026-05-25T00:00:00Z")).toEqual([100_00n, 15, false]);

  expect(await client(changes.limit, 20), "as it is now").toEqual({ ok: true });
  expect(await inForce(target, "2026-05-25T00:00:00Z")).toEqual([100_00n, 20, false]);
  expect(await estimate(target)).toBe(14_000_00n);
  expect(await world.unmoved(() => client(changes.limit, 20))).toMatchObject({ reason: "nothing-changed" });
  world.at("2026-05-26T10:00:00Z");
  expect(await client(changes.manual, true)).toEqual({ ok: true });
  expect(await inForce(target, "2026-06-01T00:00:00Z"), "what was taken back stays away").toEqual([100_00n, 20, true]);
});

test("what is committed on the purchase order follows the terms", async () => {
  const target = await hourly("20,000.00");
  const { world, number } = target;
  const committed = async () =>
    (await world.orderNow((await world.contractNow(number)).orderId ?? "")).figures.committed;
  expect(await committed()).toBe(11_400_00n);
  await by(target, "hiringManager")(changes.rate, 100_00n);
  expect(await committed()).toBe(12_000_00n);
  await by(target, "freelancer")(changes.rate, 80_00n);
  expect(await committed()).toBe(9_600_00n);
  await by(target, "hiringManager")(changes.limit, 10);
  expect(await committed()).toBe(4_800_00n);
  await by(target, "hiringManager")(changes.manual, false);
  expect(await committed()).toBe(4_800_00n);
});

test("manual time is switched at once by the client, and pressed again it is nothing", async () => {
  const target = await hourly();
  const { world } = target;
  world.at("2026-05-20T10:00:00Z");
  expect(await world.unmoved(() => by(target, "hiringManager")(changes.manual, true))).toMatchObject({
    reason: "nothing-changed",
  });
  expect(await by(target, "hiringManager")(changes.manual, false)).toEqual({ ok: true });
  expect(await world.unmoved(() => by(target, "hiringManager")(changes.manual, false))).toMatchObject({
    reason: "nothing-changed",
  });
  expect(await inForce(target, "2026-05-20T09:59:59.999Z")).toEqual([95_00n, 20, true]);
  expect(await inForce(target, "2026-05-20T10:00:00Z")).toEqual([95_00n, 20, false]);
  expect((await world.mailTo("freelancer")).at(-1)?.props.changes).toEqual([
    { label: "Manual time", before: "Allowed", after: "Not allowed", note: null },
  ]);
});

test("nobody else changes terms: other roles, the freelancer, staff, another company, another freelancer", async () => {
  const world = await openEscrowWorld({ contractType: "hourly" });
  const elsewhere = await openWorld();
  const { contractId } = world;
  const [rate, limit, manual] = all(contractId);
  if (!rate || !limit || !manual) throw new Error("no changes");
  const verbs = [rate, limit, manual];
  const away = ["nonsense", "0199a000-0000-7000-8000-000000000000"];
  const forbidden = await world.allUnmoved([
    ...verbs.map((verb) => () => world.as("financeAdmin").write(verb)),
    ...verbs.map((verb) => () => world.asStaff(world.payments, verb)),
    ...[limit, manual].map((verb) => () => world.as("freelancer").write(verb)),
  ]);
  for (const refused of forbidden) expect(refused).toBeInstanceOf(ForbiddenError);
  const unfound = await world.allUnmoved([
    ...(["secondHiringManager", "approver", "secondFreelancer"] as const).flatMap((role) =>
      verbs.map((verb) => () => world.as(role).write(verb)),
    ),
    ...(["hiringManager", "freelancer", "admin"] as const).flatMap((role) =>
      verbs.map((verb) => () => elsewhere.as(role).write(verb)),
    ),
    ...verbs.map((verb) => () => world.asStaff(world.mediator, verb)),
    ...away.flatMap(all).map((verb) => () => world.as("admin").write(verb)),
  ]);
  for (const refused of unfound) expect(refused).toBeInstanceOf(NotFoundError);
  expect([forbidden.length, unfound.length]).toEqual([8, 27]);
});

test("suspended, the client raises nothing, but lowers, and the freelancer lowers; ended or fixed, nothing changes", async () => {
  const target = await hourly();
  const { world, contractId } = target;
  await writeAs(world.system, (ctx) => suspendCompany(ctx), { now: world.now ?? new Date(0) });
  const { write } = world.as("hiringManager");
  const raises = [changes.rate(contractId, 120_00n), changes.limit(contractId, 30), changes.limit(contractId, null)];
  const message = "Your company's account is suspended; a raise is not possible.";
  expect(await world.allUnmoved(raises.map((verb) => () => write(verb)))).toEqual(
    raises.map(() => ({ ok: false, reason: "suspended", message })),
  );
  expect(await by(target, "hiringManager")(changes.limit, 10)).toEqual({ ok: true });
  expect(await by(target, "hiringManager")(changes.manual, false)).toEqual({ ok: true });
  expect(await by(target, "freelancer")(changes.rate, 90_00n)).toEqual({ ok: true });

  const end = { contractId, cause: "Other" as const, reason: null };
  expect(await world.as("hiringManager").write((ctx) => endContract(ctx, end))).toEqual({ ok: true });
  const late = await world.allUnmoved([
    ...[...all(contractId), changes.limit(contractId, 5)].map((verb) => () => write(verb)),
    () => by(target, "freelancer")(changes.rate, 80_00n),
  ]);
  for (const refused of late) expect(refused).toMatchObject({ reason: "ended" });

  const fixed = await openEscrowWorld({ amounts: [900] });
  const client = fixed.as("hiringManager");
  for (const refused of await fixed.allUnmoved(all(fixed.contractId).map((verb) => () => client.write(verb))))
    expect(refused).toMatchObject({ reason: "only-hourly", message: "This contract has a fixed price." });
});

test("changes made at once follow one another: every version once, the last one counts, nobody's is lost", async () => {
  const target = await hourly();
  const { world, contractId } = target;
  const told = await Promise.all([
    world.as("hiringManager").write(changes.rate(contractId, 120_00n)),
    world.as("admin").write(changes.rate(contractId, 120_00n)),
    world.as("programOwner").write(changes.limit(contractId, 10)),
    world.as("hiringManager").write(changes.manual(contractId, false)),
    world.as("admin").write(changes.manual(contractId, false)),
  ]);
  expect(told.filter((each) => each.ok)).toHaveLength(3);
  expect(told.filter((each) => !each.ok).map((each) => "reason" in each && each.reason)).toEqual([
    "nothing-changed",
    "nothing-changed",
  ]);
  const rows = await versions(target);
  expect(rows.map((row) => row.version)).toEqual(rows.map((_, index) => index + 1));
  expect(await inForce(target, "2026-05-10T23:59:59.999Z")).toEqual([120_00n, 20, false]);
  expect(await inForce(target, "2026-05-11T00:00:00Z")).toEqual([120_00n, 10, false]);
  expect(await estimate(target)).toBe(7_200_00n);
  expect((await world.mailTo("freelancer")).filter((mail) => mail.kind === "contract-terms-changed")).toHaveLength(3);

  // A raise and the end of the contract: the end stands either way, and a raise after it is refused.
  const [raise, ended] = await Promise.all([
    world.as("admin").write(changes.rate(contractId, 130_00n)),
    world.as("freelancer").write((ctx) => endContract(ctx, { contractId, cause: "Other" as const, reason: null })),
  ]);
  expect(ended).toEqual({ ok: true });
  expect(raise.ok || raise.reason === "ended").toBe(true);
  expect((await world.contractNow(target.number)).state).toBe("ended");
});
