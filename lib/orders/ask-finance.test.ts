import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import type { MemberRole } from "@/e2e/world/people";
import { openWorld, type World } from "@/e2e/world/world";
import { recordEvent } from "../audit/record-event";
import { endContract } from "../contracts/end-contract";
import { linkOrder } from "../contracts/link-order";
import { findCurrentAlerts } from "../digest/preview";
import { ForbiddenError, NotFoundError } from "../errors";
import { archiveOrder } from "./archive-order";
import { askFinance, findFinanceAsk } from "./ask-finance";
import { findOrder, type Order } from "./queries";
import { askFinanceInput } from "./schema";

afterAll(closePool);

const ask = (world: World, role: MemberRole, orderId: string, note?: string) =>
  world.as(role).write((ctx) => askFinance(ctx, askFinanceInput.parse({ orderId, note })));
const asksTo = async (world: World, role: MemberRole) =>
  (await world.mailTo(role)).filter(({ kind }) => kind === "finance-asked");
/** The finance admin of this world loses the role. */
const withoutFinance = (world: World) =>
  world.as("admin").write(async (ctx) => {
    const { userId } = world.as("financeAdmin").actor;
    await ctx.db.execute(
      `update member_roles set revoked_at = '2026-05-04T09:00:00Z', audit_id = '${ctx.auditId}' where account_id = '${world.accountId}' and user_id = '${userId}'`,
    );
    recordEvent(ctx, "member.roles-changed", "member", userId);
  });

test("finance is mailed what is wrong and what is said, and the history keeps it", async () => {
  const world = await openWorld();
  const order = await world.order({ number: "4711", validThrough: "2026-05-10" });
  expect(await ask(world, "hiringManager", order.id, "It runs until June.")).toEqual({ ok: true });
  expect(await asksTo(world, "financeAdmin")).toMatchObject([
    {
      props: {
        askedBy: "Hana Okafor",
        askedByEmail: world.emailOf("hiringManager"),
        number: "4711",
        wrong: "Expires on 10 May 2026, in 6 days",
        left: "$10,000.00",
        note: "It runs until June.",
        orderUrl: expect.stringMatching(new RegExp(`/ab/reports/purchase-orders/${order.id}#extend$`)),
      },
    },
  ]);
  for (const role of ["admin", "programOwner", "hiringManager"] as const) expect(await asksTo(world, role)).toEqual([]);
  expect(await world.events(order.id)).toEqual(["order.created", "order.finance-asked"]);
});

test("where nobody is a finance admin, admins and program owners are asked", async () => {
  const world = await openWorld();
  const order = await world.order({ validThrough: "2026-05-10" });
  await withoutFinance(world);
  expect(await ask(world, "hiringManager", order.id)).toEqual({ ok: true });
  expect(await asksTo(world, "financeAdmin")).toEqual([]);
  expect(await asksTo(world, "admin")).toHaveLength(1);
  expect(await asksTo(world, "programOwner")).toHaveLength(1);
});

test("once a day for each order and person, in the days of the company; a second one at once is told of the first", async () => {
  const world = await openWorld();
  const [order, other] = [await world.order({ validThrough: "2026-05-10" }), await world.order({ number: "Other" })];
  world.at("2026-05-04T21:59:00Z");
  const answers = await Promise.all([1, 2, 3].map(() => ask(world, "hiringManager", order.id)));
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  expect(await world.unmoved(() => ask(world, "hiringManager", order.id))).toEqual({
    ok: false,
    reason: "asked-today",
    message: "You asked finance on 4 May 2026, 23:59 CEST. Once a day is enough.",
  });
  expect(await ask(world, "secondHiringManager", order.id)).toEqual({ ok: true });
  expect(await ask(world, "hiringManager", other.id, "More, please.")).toEqual({ ok: true });
  const stands = () =>
    world
      .as("hiringManager")
      .read((ctx) =>
        findFinanceAsk(ctx, order, { today: "2026-05-05", timeZone: "Europe/Berlin", oneDollarExempt: true }),
      );
  world.at("2026-05-04T22:00:00Z"); // midnight in Berlin
  expect(await stands()).toMatchObject({ lately: null, askedOn: "4 May 2026, 23:59 CEST" });
  expect(await ask(world, "hiringManager", order.id)).toEqual({ ok: true });
  expect(await stands()).toMatchObject({ lately: expect.stringMatching(/^You asked finance on 5 May/) });
  expect(await asksTo(world, "financeAdmin")).toHaveLength(4);
});

test("without anything wrong, the one who asks says what is needed; an archived one can be asked about too", async () => {
  const world = await openWorld();
  const { id } = await world.order();
  expect(await world.unmoved(() => ask(world, "hiringManager", id, "  "))).toMatchObject({
    reason: "invalid",
    fieldErrors: { note: [expect.any(String)] },
  });
  await world.as("financeAdmin").write((ctx) => archiveOrder(ctx, { orderId: id }));
  expect(await ask(world, "hiringManager", id, "Why was it archived?")).toEqual({ ok: true });
  expect((await asksTo(world, "financeAdmin")).at(-1)).toMatchObject({ props: { archived: true, wrong: null } });
});

test("who may change it does so; who does not see it, and another company, ask in vain", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const order = await world.order({ validThrough: "2026-05-10" });
  for (const role of ["financeAdmin", "admin", "programOwner"] as const)
    expect(await world.unmoved(() => ask(world, role, order.id, "Mine"))).toBeInstanceOf(ForbiddenError);
  expect(await world.unmoved(() => ask(world, "approver", order.id, "Mine"))).toBeInstanceOf(NotFoundError);
  expect(await world.unmoved(() => ask(other, "hiringManager", order.id, "Mine"))).toBeInstanceOf(NotFoundError);
  expect(await world.unmoved(() => ask(world, "hiringManager", "nothing", "Mine"))).toBeInstanceOf(NotFoundError);
});

test("the contact person sees the order that the contract runs on while it runs, and asks about it; others do not", async () => {
  const world = await openWorld();
  const contract = await world.contract();
  const people = { permission: "people" as const, "userId[]": [world.as("secondHiringManager").actor.userId] };
  const order = await world.order({ ...people, validThrough: "2026-05-10" });
  const seen = (role: MemberRole, { id }: Order = order) => world.as(role).read((ctx) => findOrder(ctx, id));
  expect(await seen("hiringManager")).toBeNull();
  await world
    .as("financeAdmin")
    .write((ctx) => linkOrder(ctx, { contractId: contract.id, version: contract.version, orderChoice: order.id }));
  expect(await seen("hiringManager")).toMatchObject({ id: order.id });
  expect(await seen("approver")).toBeNull();
  expect(await seen("hiringManager", await world.order({ ...people, number: "Not linked" }))).toBeNull();

  const current = (role: MemberRole) =>
    world.as(role).read((ctx) => findCurrentAlerts(ctx, world.as(role).actor.userId));
  const page = `/ab/reports/purchase-orders/${order.id}`;
  expect((await current("hiringManager"))?.lines).toMatchObject([{ mend: "Ask finance", href: `${page}#ask-finance` }]);
  expect((await current("admin"))?.lines).toMatchObject([{ mend: "Extend PO", href: `${page}#extend` }]);
  expect(await ask(world, "hiringManager", order.id)).toEqual({ ok: true });

  const now = await world.contractNow(contract.number);
  await world
    .as("admin")
    .write((ctx) => endContract(ctx, { contractId: now.id, cause: "Work completed", reason: null }));
  expect(await seen("hiringManager")).toBeNull();
});
