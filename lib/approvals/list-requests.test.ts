import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { openWorld, type Role, type World } from "@/e2e/world/world";
import type { MemberActor } from "../actor";
import { decodeCursor } from "../paging";
import { exportRequests } from "./export-requests";
import { addressOf, filterOf, readAddress } from "./list-address";
import { listRequests, type RequestFilter } from "./list-requests";

afterAll(closePool);

const said = (params: Record<string, string>) => filterOf(readAddress({ tab: "all", ...params }, false));

const rows = async (world: World, role: Role, params: Record<string, string> = {}) =>
  (await world.as(role).read((ctx) => listRequests(ctx, said(params)))).rows;

const titles = async (world: World, role: Role, params: Record<string, string>) =>
  (await rows(world, role, params)).map((row) => row.title);

/** The lines of the export. */
async function csv(world: World, role: "hiringManager" | "approver" | "admin", params: Record<string, string> = {}) {
  const text = await new Response(exportRequests(world.as(role).actor as MemberActor, said(params))).text();
  return text.trim().split("\n");
}

test("a row names its PO; what is left of it is for those who sign or see everything", async () => {
  const world = await openWorld();
  const order = await world.order({ number: "4500-77", validThrough: "2026-12-31" });
  await world.pendingRequest({ title: "With", orderChoice: order.id });
  await world.pendingRequest({ title: "Without" });
  const shown = async (role: Role) =>
    (await rows(world, role)).map(({ title, orderChoice, orderNumber, orderLeft, orderValidThrough }) => [
      title,
      orderChoice,
      orderNumber,
      orderLeft,
      orderValidThrough,
    ]);
  const without = ["Without", "placeholder", null, null, null];
  const full = [without, ["With", "order", "4500-77", 10_000_00n, "2026-12-31"]];
  expect(await shown("approver")).toEqual(full);
  expect(await shown("admin")).toEqual(full);
  expect(await shown("hiringManager")).toEqual([without, ["With", "order", "4500-77", null, "2026-12-31"]]);
  expect(await shown("secondApprover")).toEqual([]);
});

test("a PO is a filter and words to search for, in any spelling", async () => {
  const world = await openWorld();
  const order = await world.order({ number: "Ops-4711/B" });
  await world.pendingRequest({ title: "With", orderChoice: order.id });
  await world.pendingRequest({ title: "Without" });
  const found: Record<string, string>[] = [{ po: "ops-4711/b" }, { q: "4711" }, { q: "OPS" }, { q: "ops-4711/b" }];
  for (const params of found) expect(await titles(world, "admin", params), JSON.stringify(params)).toEqual(["With"]);
  const missed: Record<string, string>[] = [{ po: "4711" }, { po: "\u0000%" }, { q: "7114711" }];
  for (const params of missed) expect(await titles(world, "admin", params), JSON.stringify(params)).toEqual([]);
  expect(await titles(world, "approver", { po: "Ops-4711/B", tab: "pending", waiting: "me" })).toEqual(["With"]);
});

test("another company's PO of the same number finds nothing of theirs", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const theirs = await other.order({ number: "Same" });
  await other.pendingRequest({ title: "Theirs", orderChoice: theirs.id });
  await world.order({ number: "Same" });
  expect(await titles(world, "admin", { po: "Same" })).toEqual([]);
});

test("the address keeps every filter, and leads to the export with the same ones", () => {
  const params = { tab: "approved", q: "audit", kind: "byo", po: "45 00", sort: "largest" };
  const address = readAddress({ ...params, after: "x" }, false);
  expect(Object.fromEntries(new URLSearchParams(addressOf(address).split("?")[1]))).toEqual(params);
  expect(addressOf(address, { po: undefined }, "/api/approvals/export")).toBe(
    "/api/approvals/export?tab=approved&q=audit&kind=byo&sort=largest",
  );
});

test("the export is the list: own, assigned or all rows, with its filters and in its order", async () => {
  const world = await openWorld();
  const order = await world.order({ number: "4500-77", validThrough: "2026-12-31" });
  await world.pendingRequest({ title: '=1+2, "three"', orderChoice: order.id, neededBy: "2026-06-01" });
  world.at("2026-05-05T09:00:00Z");
  await world.approvedRequest({
    title: "Poles",
    contractType: "fixed_price",
    budget: "1,200.50",
    by: "secondHiringManager",
    teamId: world.company.team("Product design"),
  });
  const [head, poles, formula, ...rest] = await csv(world, "admin");
  expect(head).toMatch(/^title,status,requester,talent,team,kind,type,currency,rate,/);
  expect(poles).toBe(
    "Poles,approved,Marek Novak,Teodor Marsh,Product design,direct,fixed_price,USD,,,1200.50,no,,,,2026-05-05T09:00:00.000Z,,,,Bo Lindqvist,2026-05-05T09:00:00.000Z,,,2026-06-04T09:00:00.000Z",
  );
  expect(formula).toBe(
    `"'=1+2, ""three""",pending,Hana Okafor,Teodor Marsh,Finance operations,direct,hourly,USD,95.00,20,11400.00,no,4500-77,10000.00,2026-12-31,2026-05-04T09:00:00.000Z,2026-06-01,Bo Lindqvist,2026-05-04T09:00:00.000Z,,,,,2026-06-03T09:00:00.000Z`,
  );
  expect(rest).toEqual([]);
  expect((await csv(world, "admin", { kind: "byo" })).length).toBe(1);
  const [, own, ...others] = await csv(world, "hiringManager");
  expect(own).toContain(",4500-77,,,2026-05-04");
  expect(others).toEqual([]);
  expect((await csv(world, "approver")).slice(1).map((line) => line.split(",").at(-3))).toEqual(["approved", "open"]);
});

test("pages of any size follow on without a gap, forwards and back", async () => {
  const world = await openWorld();
  for (const title of ["a", "b", "c", "d", "e"]) {
    world.at(`2026-05-0${"abcde".indexOf(title) + 4}T09:00:00Z`);
    await world.pendingRequest({ title });
  }
  const page = (filter: Partial<RequestFilter>) =>
    world.as("admin").read((ctx) => listRequests(ctx, { ...said({}), ...filter }, 2));
  const first = await page({});
  const second = await page({ cursor: decodeCursor(first.next ?? undefined) });
  const third = await page({ cursor: decodeCursor(second.next ?? undefined) });
  const back = await page({ cursor: decodeCursor(third.previous ?? undefined), backwards: true });
  expect([first, second, third, back].map(({ rows }) => rows.map(({ title }) => title).join(""))).toEqual([
    "ed",
    "cb",
    "a",
    "cb",
  ]);
  expect(third.next).toBe(null);
});
