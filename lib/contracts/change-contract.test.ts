import { and, eq } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { contractTerms } from "@/db/schema";
import { openWorld, type Role, type World } from "@/e2e/world/world";
import { ForbiddenError, NotFoundError } from "../errors";
import { decodeCursor } from "../paging";
import { changeContact } from "./change-contact";
import { changeEndDate } from "./change-end-date";
import { endContract } from "./end-contract";
import { linkOrder } from "./link-order";
import { listLeftOn } from "./linked-orders";
import {
  type Contract,
  countContracts,
  findContract,
  getContractTerms,
  listContracts,
  listOrdersOfContract,
} from "./queries";

afterAll(closePool);

const link = (world: World, role: Role, { id, version }: Contract, orderChoice: string) =>
  world.as(role).write((ctx) => linkOrder(ctx, { contractId: id, version, orderChoice }));
const moveEnd = (world: World, role: Role, { id, version }: Contract, endDate: string | null) =>
  world.as(role).write((ctx) => changeEndDate(ctx, { contractId: id, version, endDate }));
const handOver = (world: World, role: Role, { id, version }: Contract, contactId: string) =>
  world.as(role).write((ctx) => changeContact(ctx, { contractId: id, version, contactId }));
const end = (world: World, role: Role, contractId: string) =>
  world.as(role).write((ctx) => endContract(ctx, { contractId, cause: "Work completed", reason: "Signed off." }));
const figuresOf = async (world: World, orderId: string) => (await world.orderNow(orderId)).figures;

test("a contract starts with its offer's terms and purchase order, and the terms are its own", async () => {
  const world = await openWorld();
  const order = await world.order({ amount: "20,000.00" });
  const contract = await world.contract({ orderChoice: order.id });
  expect(contract).toMatchObject({ orderId: order.id, orderNumber: order.number, orderChoice: "order", version: 1 });
  const terms = await world.as("financeAdmin").read((ctx) => getContractTerms(ctx, contract));
  expect(terms).toMatchObject({
    rateMinor: 95_00n,
    weeklyHours: 20,
    estimatedTotalMinor: 11_400_00n,
    openEnded: false,
  });
  const rows = await world.as("admin").read((ctx) =>
    ctx.db
      .select({ version: contractTerms.version, countsFrom: contractTerms.countsFrom })
      .from(contractTerms)
      .where(and(eq(contractTerms.accountId, ctx.accountId), eq(contractTerms.contractId, contract.id))),
  );
  expect(rows).toEqual([{ version: 1, countsFrom: new Date("2026-05-04T09:00:00Z") }]);
  expect(await figuresOf(world, order.id)).toMatchObject({ committed: 11_400_00n, reserved: 0n, free: 8_600_00n });
  const history = await world.as("admin").read((ctx) => listOrdersOfContract(ctx, contract.id));
  expect(history).toMatchObject([{ version: 1, orderNumber: order.number, linkedByName: "Hana Okafor" }]);
});

test("another purchase order takes over what is committed; the history names who and when", async () => {
  const world = await openWorld();
  const [first, second] = [await world.order({ amount: "20,000.00" }), await world.order({ amount: "15,000.00" })];
  const contract = await world.contract({ orderChoice: first.id });
  world.at("2026-05-06T09:00:00Z");
  expect(await link(world, "financeAdmin", contract, second.id)).toEqual({ ok: true });
  const changed = await world.contractNow(contract.number);
  expect(changed).toMatchObject({ orderId: second.id, version: 2 });
  expect(await figuresOf(world, first.id)).toMatchObject({ committed: 0n, free: 20_000_00n });
  expect(await figuresOf(world, second.id)).toMatchObject({ committed: 11_400_00n, free: 3_600_00n });
  expect(await world.unmoved(() => link(world, "admin", contract, first.id))).toEqual({
    ok: false,
    reason: "changed-meanwhile",
    message: expect.stringMatching(/^\S.* changed this contract on \d+ \w+ \d{4}, .*Nothing of yours was saved/),
  });
  expect(await world.unmoved(() => link(world, "admin", changed, second.id))).toEqual({
    ok: false,
    reason: "nothing-changed",
  });
  expect(await link(world, "hiringManager", changed, "placeholder")).toEqual({ ok: true });
  expect(await figuresOf(world, second.id)).toMatchObject({ committed: 0n, free: 15_000_00n });
  const history = await world.as("admin").read((ctx) => listOrdersOfContract(ctx, contract.id));
  expect(history.map(({ orderNumber, linkedByName }) => [orderNumber, linkedByName])).toEqual([
    [null, "Hana Okafor"],
    [second.number, "Fiona Castell"],
    [first.number, "Hana Okafor"],
  ]);
  expect(await world.events(contract.id)).toEqual([
    "contract.started",
    "contract.order-linked",
    "contract.order-linked",
  ]);
});

test("only finance and who answers for the contract link an order, and only a usable one", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const [order, foreign] = [await world.order(), await other.order()];
  const contract = await world.contract();
  for (const role of ["secondHiringManager", "approver"] as const)
    expect(await world.unmoved(() => link(world, role, contract, order.id))).toBeInstanceOf(NotFoundError);
  expect(await world.unmoved(() => link(world, "freelancer", contract, order.id))).toBeInstanceOf(ForbiddenError);
  expect(await world.unmoved(() => link(other, "admin", contract, foreign.id))).toBeInstanceOf(NotFoundError);
  expect(await world.unmoved(() => link(world, "admin", contract, foreign.id))).toMatchObject({
    fieldErrors: { orderChoice: ["There is no such purchase order. Choose one of the list."] },
  });
});

test("while purchase orders are off none is linked, and the one that is there stays", async () => {
  const world = await openWorld();
  const order = await world.order({ amount: "20,000.00" });
  const contract = await world.contract({ orderChoice: order.id });
  await world.ordersOff();
  expect(await world.unmoved(() => link(world, "admin", contract, "placeholder"))).toMatchObject({
    ok: false,
    reason: "orders-off",
  });
});

test("the end date moves at once, the commitment follows, and the freelancer is told", async () => {
  const world = await openWorld();
  const order = await world.order({ amount: "50,000.00" });
  const contract = await world.contract({ orderChoice: order.id });
  expect(await moveEnd(world, "hiringManager", contract, "2026-07-05")).toEqual({ ok: true });
  const moved = await world.contractNow(contract.number);
  expect(moved).toMatchObject({ endDate: "2026-07-05", estimatedTotalMinor: 13_300_00n, version: 2 });
  expect(await figuresOf(world, order.id)).toMatchObject({ committed: 13_300_00n });
  expect(await world.mailTo("freelancer")).toContainEqual(
    expect.objectContaining({
      kind: "contract-terms-changed",
      props: expect.objectContaining({
        changes: [{ label: "End date", before: "28 Jun 2026", after: "5 Jul 2026", note: null }],
      }),
    }),
  );
  expect(await moveEnd(world, "programOwner", moved, null)).toEqual({ ok: true });
  expect(await world.events(contract.id)).toEqual([
    "contract.started",
    "contract.end-date-changed",
    "contract.end-date-changed",
  ]);
});

test("an end date before the start or before today is refused, and so is anybody without the right", async () => {
  const world = await openWorld();
  const contract = await world.contract();
  const message = async (day: string) => await world.unmoved(() => moveEnd(world, "admin", contract, day));
  expect(await message("2026-05-17")).toMatchObject({
    fieldErrors: { endDate: ["The contract starts on 18 May 2026. Choose that day or a later one."] },
  });
  // Half past midnight of the 27th in Berlin, where it is still the 26th in UTC.
  world.at("2026-06-26T22:30:00Z");
  expect(await message("2026-06-26")).toMatchObject({ fieldErrors: { endDate: ["Choose today or a later day."] } });
  expect(await moveEnd(world, "admin", contract, "2026-06-27")).toEqual({ ok: true });
  expect(await world.unmoved(() => moveEnd(world, "financeAdmin", contract, null))).toBeInstanceOf(ForbiddenError);
  expect(await world.unmoved(() => moveEnd(world, "freelancer", contract, null))).toBeInstanceOf(ForbiddenError);
});

test("the contact person is handed over to a member who may hire in the team; everybody concerned is told", async () => {
  const world = await openWorld();
  const contract = await world.contract();
  const marek = world.as("secondHiringManager").actor.userId;
  expect(await world.unmoved(() => handOver(world, "hiringManager", contract, marek))).toMatchObject({
    fieldErrors: { contactId: ["Choose a member who may hire in Finance operations."] },
  });
  expect(await handOver(world, "hiringManager", contract, world.as("admin").actor.userId)).toEqual({ ok: true });
  const changed = await world.contractNow(contract.number);
  expect(changed).toMatchObject({ contactName: "Dana Whitfield", version: 2 });
  expect(await world.unmoved(() => handOver(world, "hiringManager", changed, marek))).toBeInstanceOf(ForbiddenError);
  expect((await world.mailTo("freelancer")).at(-1)).toMatchObject({
    kind: "contract-terms-changed",
    props: { changes: [{ label: "Contact person", before: "Hana Okafor", after: "Dana Whitfield" }] },
  });
});

test("either side ends it once and for good: what is committed becomes free and both are told why", async () => {
  const world = await openWorld();
  const order = await world.order({ amount: "20,000.00" });
  const contract = await world.contract({ orderChoice: order.id });
  for (const role of ["financeAdmin"] as const)
    expect(await world.unmoved(() => end(world, role, contract.id))).toBeInstanceOf(ForbiddenError);
  expect(await world.unmoved(() => end(world, "secondFreelancer", contract.id))).toBeInstanceOf(NotFoundError);
  expect(await end(world, "freelancer", contract.id)).toEqual({ ok: true });
  expect(await world.unmoved(() => end(world, "hiringManager", contract.id))).toEqual({ ok: true });
  const ended = await world.contractNow(contract.number);
  expect(ended).toMatchObject({ state: "ended", endReason: "Work completed: Signed off." });
  expect(await figuresOf(world, order.id)).toMatchObject({ committed: 0n, free: 20_000_00n });
  for (const role of ["freelancer", "hiringManager"] as const)
    expect((await world.mailTo(role)).at(-1)).toMatchObject({
      kind: "contract-ended",
      props: { endedBy: "Teodor Marsh", reason: "Work completed: Signed off." },
    });
  expect(await world.unmoved(() => link(world, "admin", ended, "placeholder"))).toEqual({ ok: false, reason: "ended" });
  expect(await world.unmoved(() => moveEnd(world, "admin", ended, null))).toEqual({ ok: false, reason: "ended" });
  expect(await world.unmoved(() => handOver(world, "admin", ended, "x"))).toEqual({ ok: false, reason: "ended" });
});

test("the list is filtered by state and found by number or the start of the title; figures only for who may see them", async () => {
  const world = await openWorld();
  const order = await world.order({ permission: "teams", "teamId[]": [world.company.team("Product design")] });
  const [audit, close] = [
    await world.contract({ orderChoice: "placeholder" }),
    await world.contract({ title: "Month-end close" }),
  ];
  await link(world, "financeAdmin", audit, order.id);
  await end(world, "hiringManager", close.id);
  const look = async (role: Role, filter: Partial<Parameters<typeof listContracts>[1]>) =>
    (
      await world.as(role).read((ctx) =>
        listContracts(ctx, {
          state: null,
          kind: null,
          contractType: null,
          search: "",
          cursor: decodeCursor(undefined),
          ...filter,
        }),
      )
    ).rows.map((row) => row.number);
  expect(await look("admin", { state: "active" })).toEqual([audit.number]);
  expect(await look("admin", { state: "ended" })).toEqual([close.number]);
  expect(await look("financeAdmin", { search: "MONTH-END" })).toEqual([close.number]);
  expect(await look("hiringManager", { search: String(audit.number) })).toEqual([audit.number]);
  expect(await look("secondHiringManager", {})).toEqual([]);
  expect(await world.as("admin").read(countContracts)).toMatchObject({ active: 1, ended: 1 });
  const left = async (role: Role) => [
    ...(await world.as(role).read((ctx) => listLeftOn(ctx, [order.id, null]))).values(),
  ];
  // Who answers for a contract sees what is left on its purchase order, whoever may use it.
  expect([await left("financeAdmin"), await left("hiringManager"), await left("approver")]).toEqual([
    [10_000_00n],
    [10_000_00n],
    [],
  ]);
  expect(await world.as("secondHiringManager").read((ctx) => findContract(ctx, String(audit.number)))).toBeNull();
});
