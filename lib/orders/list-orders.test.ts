import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { openWorld, type World } from "@/e2e/world/world";
import type { ReadCtx } from "../ctx";
import { decodeCursor } from "../paging";
import { addFunds } from "./add-funds";
import { archiveOrder } from "./archive-order";
import { correctFunds } from "./correct-funds";
import { exportOrders } from "./export-orders";
import { filterOf, readAddress } from "./list-address";
import { listLinked, listOrders, type OrderFilter, type OrderSort } from "./list-orders";
import { listBurndown, listPostings } from "./list-postings";
import { findOrder } from "./queries";
import { addFundsInput, correctFundsInput } from "./schema";

afterAll(closePool);

const all: OrderFilter = { tab: "all", search: "", sort: "newest", cursor: null };
const numbers = async (
  world: World,
  role: "admin" | "hiringManager" | "approver" | "financeAdmin",
  filter: Partial<OrderFilter>,
) => (await world.as(role).read((ctx) => listOrders(ctx, { ...all, ...filter }))).rows.map((row) => row.number);

/** Every page in turn, two rows at a time. */
async function paged(world: World, sort: OrderSort): Promise<string[][]> {
  const pages: string[][] = [];
  for (let cursor: OrderFilter["cursor"] = null, more = true; more; ) {
    const page = await world.as("admin").read((ctx: ReadCtx) => listOrders(ctx, { ...all, sort, cursor }, 2));
    pages.push(page.rows.map((row) => row.number));
    cursor = decodeCursor(page.next ?? undefined);
    more = cursor !== null;
  }
  return pages;
}

test("rows say where each order stands, with its figures, thresholds and contracts", async () => {
  const world = await openWorld();
  const { id } = await world.order({ number: "A", validThrough: "2026-12-31" });
  const [row] = (await world.as("financeAdmin").read((ctx) => listOrders(ctx, all))).rows;
  expect(row).toEqual({
    id,
    number: "A",
    description: "Audit and payroll work, second half",
    currency: "USD",
    validThrough: "2026-12-31",
    state: "active",
    inline: false,
    figures: expect.objectContaining({ funds: 10_000_00n, left: 10_000_00n }),
    status: "active",
    thresholds: [50, 75, 90],
    linked: 0,
  });
});

test("the tabs are questions; a search is a prefix in any spelling", async () => {
  const world = await openWorld();
  await world.order({ number: "Active-1" });
  await world.order({ number: "Dollar", amount: "1.00" });
  await world.order({ number: "Ends", validThrough: "2026-05-04" });
  const gone = await world.order({ number: "archived-1" });
  await world.as("admin").write((ctx) => archiveOrder(ctx, { orderId: gone.id }));
  world.at("2026-05-05T09:00:00Z");
  const sorted = async (filter: Partial<OrderFilter>) => (await numbers(world, "admin", filter)).toSorted();
  expect(await sorted({ tab: "open" })).toEqual(["Active-1", "Dollar", "Ends"]);
  expect(await sorted({ tab: "expired" })).toEqual(["Ends"]);
  expect(await sorted({ tab: "one_dollar" })).toEqual(["Dollar"]);
  expect(await sorted({ tab: "archived" })).toEqual(["archived-1"]);
  expect(await sorted({ tab: "out_of_funds" })).toEqual([]);
  expect(await sorted({ search: "A" })).toEqual(["Active-1", "archived-1"]);
  expect(await sorted({ search: " ARCHIVED-" })).toEqual(["archived-1"]);
  expect(await sorted({ search: "ctive" })).toEqual([]);
  expect(await sorted({ search: "\u0000%_'" })).toEqual([]);
});

test("whoever has not the right sees what they may use, or were asked to sign", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  await other.order({ number: "Theirs" });
  await world.order({ number: "All" });
  await world.order({ number: "Mine", permission: "people", "userId[]": [world.as("hiringManager").actor.userId] });
  const design = await world.order({
    number: "Design",
    permission: "teams",
    "teamId[]": [world.company.team("Product design")],
  });
  expect((await numbers(world, "admin", {})).toSorted()).toEqual(["All", "Design", "Mine"]);
  expect((await numbers(world, "hiringManager", {})).toSorted()).toEqual(["All", "Mine"]);
  expect(await numbers(world, "approver", {})).toEqual([]);
  await world.pendingRequest({
    by: "secondHiringManager",
    teamId: world.company.team("Product design"),
    orderChoice: design.id,
  });
  expect(await numbers(world, "approver", {})).toEqual(["Design"]);
  expect(await world.as("approver").read((ctx) => findOrder(ctx, design.id))).toMatchObject({ used: true });
  expect(await world.as("hiringManager").read((ctx) => findOrder(ctx, design.id))).toBeNull();
});

test("pages follow each other without gap or repetition, also where everything ties", async () => {
  const world = await openWorld();
  const days = ["2026-06-01", "", "2026-06-01", "2026-05-20", "", "2026-06-01", ""];
  for (const [index, validThrough] of days.entries()) await world.order({ number: `n-${index}`, validThrough });
  const gone = await world.order({ number: "N-9 | 🚀" });
  await world.as("admin").write((ctx) => archiveOrder(ctx, { orderId: gone.id }));
  // All of one instant: newest first is then the id's order.
  expect((await paged(world, "newest")).map((page) => page.length)).toEqual([2, 2, 2, 2]);
  expect((await paged(world, "newest")).flat()).toEqual(["N-9 | 🚀", "n-6", "n-5", "n-4", "n-3", "n-2", "n-1", "n-0"]);
  expect((await paged(world, "number")).flat()).toEqual(["n-0", "n-1", "n-2", "n-3", "n-4", "n-5", "n-6", "N-9 | 🚀"]);
  expect((await paged(world, "expiry")).flat()).toEqual(["n-3", "n-0", "n-2", "n-5", "n-1", "n-4", "n-6", "N-9 | 🚀"]);
});

test("an address that is none of ours shows the first page", async () => {
  const world = await openWorld();
  await world.order({ number: "A" });
  for (const address of [
    { tab: "some", sort: "left", q: "", after: "x" },
    { sort: "number", after: Buffer.from("a\u0000|01a1ff00-0000-7000-8000-000000000001").toString("base64url") },
    { sort: "expiry", after: Buffer.from("2026-02-30|01a1ff00-0000-7000-8000-000000000001").toString("base64url") },
    { sort: "newest", after: Buffer.from("yesterday|01a1ff00-0000-7000-8000-000000000001").toString("base64url") },
  ]) {
    expect(await numbers(world, "admin", { ...filterOf(readAddress(address)), tab: "all" })).toEqual(["A"]);
  }
});

test("postings by page, and the burndown from today's figures backwards", async () => {
  const world = await openWorld();
  const order = await world.order();
  world.at("2026-05-20T22:30:00Z"); // 21 May in Berlin
  const formId = (n: number) => `01a1ff00-0000-7000-8000-${String(n).padStart(12, "0")}`;
  const add = addFundsInput("USD").parse({
    id: formId(1),
    orderId: order.id,
    amount: "500",
    date: "2026-05-10",
    note: "Round two",
  });
  await world.as("financeAdmin").write((ctx) => addFunds(ctx, add));
  const take = correctFundsInput("USD").parse({
    id: formId(2),
    orderId: order.id,
    direction: "take",
    amount: "100",
    reason: "Typo",
  });
  await world.as("admin").write((ctx) => correctFunds(ctx, take));
  const { rows, next } = await world.as("admin").read((ctx) => listPostings(ctx, order.id, null));
  expect(next).toBeNull();
  expect(rows.map(({ kind, amount, from, to, note, byName }) => [kind, amount, from, to, note, byName])).toEqual([
    ["order_corrected", 100_00n, "free", "funds", "Typo", "Dana Whitfield"],
    ["order_funded", 500_00n, "funds", "free", "Round two", "Fiona Castell"],
    ["order_funded", 10_000_00n, "funds", "free", null, "Fiona Castell"],
  ]);
  const days = await world.as("admin").read(async (ctx) => {
    const now = await findOrder(ctx, order.id);
    if (!now) throw new Error("gone");
    return listBurndown(ctx, now, { today: "2026-05-21", timeZone: "Europe/Berlin" });
  });
  expect(days.map(({ day, left }) => [day, left])).toEqual([
    ["2026-05-04", 10_000_00n],
    ["2026-05-10", 10_500_00n],
    ["2026-05-21", 10_400_00n],
  ]);
  expect(await world.as("admin").read((ctx) => listLinked(ctx, order.id))).toEqual({ posts: [], contracts: [] });
});

test("the export has every row of the list, disarmed, in decimal amounts, and nobody else's", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  await other.order({ number: "Theirs" });
  await world.order({ number: "=1+2", description: 'Two, "three"', validThrough: "2026-12-31" });
  const csv = await new Response(exportOrders(world.as("financeAdmin").actor, all, "USD")).text();
  const [head, row, ...rest] = csv.replace("\uFEFF", "").trim().split("\n");
  expect(head).toMatch(/^number,description,status,currency,funds,spent,/);
  expect(row).toMatch(/^'=1\+2,"Two, ""three""",active,USD,10000\.00,0\.00,/);
  expect(rest).toEqual([]);
  expect(await new Response(exportOrders(world.as("approver").actor, all, "USD")).text()).not.toContain("1+2");
});
