import { afterAll, expect, test } from "vitest";
import { closePool, openPool } from "@/db/client";
import { openWorld, type Role, type World } from "@/e2e/world/world";
import { type RequestFilter, requestSorts, listRequests as requests, requestTabs } from "./approvals/list-requests";
import { listAvailableRequests } from "./approvals/queries";
import { listPayouts, listWaitingPayouts } from "./billing/list-payouts";
import { listCharges } from "./contracts/charges";
import { listForTalent as contractsOfTalent, listContracts } from "./contracts/queries";
import { type ReadCtx, readAs } from "./ctx";
import { listInvitations } from "./members/invitations";
import { listMemberPage } from "./members/queries";
import { listNotices } from "./notifications/queries";
import { listDrafts, listOffers, listForTalent as offersOfTalent } from "./offers/queries";
import { listLinked, listOrders } from "./orders/list-orders";
import { listPostings } from "./orders/list-postings";
import { listUsableOrders } from "./orders/queries";
import { type Cursor, encodeCursor } from "./paging";
import { listPostOptions, listPosts } from "./posts/queries";
import { listAsks, listRefunds } from "./refunds/queries";
import { listCandidates, listTeamMembers, listTeamPage } from "./teams/queries";

afterAll(closePool);

const id = "01a1ff00-0000-7000-8000-000000000001";
const instant: Cursor = { value: "2026-05-04T09:00:00.000Z", id };
const first: RequestFilter = {
  tab: "pending",
  waitingForMe: false,
  search: "",
  requesterId: null,
  approverId: null,
  teamId: null,
  kind: null,
  orderNumber: null,
  sort: "newest",
  cursor: null,
};

const anyContract = { state: null, kind: null, contractType: null, search: "" };

/** A list in its order: who asks, what they ask, and the index it has to be read off. `cursor` null: it has one page. */
type List = {
  as: Role;
  index: RegExp;
  cursor: Cursor | null;
  ask: (ctx: ReadCtx, cursor: Cursor | null) => Promise<unknown>;
};

const lists: Record<string, List> = {
  "offers of the company": {
    as: "admin",
    index: /offers_by_state/,
    cursor: instant,
    ask: (ctx, cursor) => listOffers(ctx, { state: "pending", cursor }),
  },
  "own offers": {
    as: "hiringManager",
    index: /offers_by_(state|sender)/,
    cursor: instant,
    ask: (ctx, cursor) => listOffers(ctx, { state: "pending", cursor }),
  },
  "a freelancer's offers": {
    as: "freelancer",
    index: /offers_by_talent/,
    cursor: instant,
    ask: (ctx, cursor) => offersOfTalent(ctx, { open: false, cursor }),
  },
  drafts: { as: "hiringManager", index: /offer_drafts_by_owner/, cursor: null, ask: (ctx) => listDrafts(ctx) },
  "requests to choose from": {
    as: "hiringManager",
    index: /approval_requests_own/,
    cursor: null,
    ask: (ctx) => listAvailableRequests(ctx),
  },
  contracts: {
    as: "admin",
    index: /contracts_newest/,
    cursor: instant,
    ask: (ctx, cursor) => listContracts(ctx, { ...anyContract, cursor }),
  },
  "contracts in a state": {
    as: "admin",
    index: /contracts_by_state/,
    cursor: instant,
    ask: (ctx, cursor) => listContracts(ctx, { ...anyContract, state: "active", cursor }),
  },
  "a freelancer's contracts": {
    as: "freelancer",
    index: /contracts_by_talent/,
    cursor: instant,
    ask: (ctx, cursor) => contractsOfTalent(ctx, { ...anyContract, cursor }),
  },
  "requests for a refund": {
    as: "hiringManager",
    index: /refund_asks_by_contract/,
    cursor: null,
    ask: (ctx) => listAsks(ctx, id),
  },
  "refunds of payments": {
    as: "hiringManager",
    index: /refunds_by_contract/,
    cursor: null,
    ask: (ctx) => listRefunds(ctx, id),
  },
  charges: {
    as: "admin",
    index: /contract_charges_newest/,
    cursor: { value: "2026-05-04", id },
    ask: (ctx, cursor) => listCharges(ctx, id, { cursor }),
  },
  notices: {
    as: "approver",
    index: /notices_newest/,
    cursor: instant,
    ask: (ctx, cursor) => listNotices(ctx, cursor ? encodeCursor(cursor) : undefined),
  },
  "what a freelancer asked for and was paid": {
    as: "freelancer",
    index: /money_moves_to_talent[\s\S]*payout_requests_by_talent/,
    cursor: { value: "id", id },
    ask: (ctx, cursor) => listPayouts(ctx, cursor),
  },
  "who waits for a payout": {
    as: "admin",
    index: /payout_requests_waiting/,
    cursor: instant,
    ask: (ctx, cursor) => listWaitingPayouts(ctx, cursor),
  },
  "job posts": {
    as: "admin",
    index: /job_posts_by_state/,
    cursor: instant,
    ask: (ctx, cursor) => listPosts(ctx, { state: "open", search: "", cursor }),
  },
  "job posts to choose from": {
    as: "hiringManager",
    index: /job_posts_by_(state|owner)/,
    cursor: null,
    ask: (ctx) => listPostOptions(ctx),
  },
  "purchase orders, newest first": {
    as: "admin",
    index: /purchase_orders_newest/,
    cursor: instant,
    ask: (ctx, cursor) => listOrders(ctx, { tab: "all", search: "", sort: "newest", cursor }),
  },
  "purchase orders by number": {
    as: "admin",
    index: /purchase_orders_number_once/,
    cursor: { value: "m", id },
    ask: (ctx, cursor) => listOrders(ctx, { tab: "all", search: "a", sort: "number", cursor }),
  },
  "purchase orders by last day": {
    as: "admin",
    index: /purchase_orders_by_date/,
    cursor: { value: "2026-05-04", id },
    ask: (ctx, cursor) => listOrders(ctx, { tab: "all", search: "", sort: "expiry", cursor }),
  },
  "purchase orders to choose from": {
    as: "admin",
    index: /purchase_orders_newest/,
    cursor: null,
    ask: (ctx) => listUsableOrders(ctx),
  },
  "postings of a purchase order": {
    as: "admin",
    index: /ledger_transfers_by_order/,
    cursor: instant,
    ask: (ctx, cursor) => listPostings(ctx, id, cursor),
  },
  "teams by name": {
    as: "admin",
    index: /teams_name_once/,
    cursor: { value: "m", id },
    ask: (ctx, cursor) => listTeamPage(ctx, { search: "", cursor }),
  },
  "teams by the beginning of a name": {
    as: "admin",
    index: /teams_name_once/,
    cursor: { value: "f", id },
    ask: (ctx, cursor) => listTeamPage(ctx, { search: "f", cursor }),
  },
  "members of a team": {
    as: "admin",
    index: /member_roles_of_team/,
    cursor: instant,
    ask: (ctx, cursor) => listTeamMembers(ctx, id, cursor),
  },
  "members to add to a team": {
    as: "admin",
    index: /memberships_newest/,
    cursor: null,
    ask: (ctx) => listCandidates(ctx, id, "a"),
  },
  members: {
    as: "admin",
    index: /memberships_newest/,
    cursor: instant,
    ask: (ctx, cursor) => listMemberPage(ctx, { state: "active", role: null, search: "a", cursor }),
  },
  invitations: {
    as: "admin",
    index: /member_invitations_newest/,
    cursor: instant,
    ask: (ctx, cursor) => listInvitations(ctx, { search: "a", cursor }),
  },
  "members who hire": {
    as: "admin",
    index: /memberships_newest/,
    cursor: instant,
    ask: (ctx, cursor) => listMemberPage(ctx, { state: "active", role: "hiring_manager", search: "", cursor }),
  },
  "what waits for the approver": {
    as: "approver",
    index: /approval_slots_queue/,
    cursor: { value: "2026-05-04 ~ 2026-05-04 09:00:00+00", id },
    ask: (ctx, cursor) => requests(ctx, { ...first, waitingForMe: true, sort: "queue", cursor }),
  },
};

lists["what names a purchase order"] = {
  as: "admin",
  index: /job_posts_by_order|contracts_of_order/,
  cursor: null,
  ask: (ctx) => listLinked(ctx, id),
};
for (const tab of requestTabs) {
  for (const sort of requestSorts) {
    const byTotal = sort === "largest" || sort === "smallest";
    const cursor = byTotal ? { value: "100000", id } : instant;
    if (sort === "queue") continue;
    for (const backwards of [false, true]) {
      const ask: List["ask"] = (ctx, cursor) => requests(ctx, { ...first, tab, sort, cursor, backwards });
      const name = `${tab} requests, ${sort} first${backwards ? ", backwards" : ""}`;
      lists[name] = { as: "admin", index: /approval_requests_(newest|by_state|by_total|state_total)/, cursor, ask };
      // Slots carry no total, so an approver's largest ones are sorted out of everything assigned to them.
      if (!byTotal)
        lists[`${name}, assigned or own`] = {
          as: "approver",
          index:
            /approval_slots_assigned[\s\S]*approval_requests_own|approval_requests_own[\s\S]*approval_slots_assigned/,
          cursor,
          ask,
        };
    }
  }
}

type Node = { "Node Type": string; "Index Name"?: string; "Index Cond"?: string; Plans?: Node[] };

/** The plans of the ordered statements that this list sends, with sorting as the planner's last resort. */
async function plansOf(world: World, list: List, cursor: Cursor | null): Promise<Node[]> {
  const sent: { text: string; params: unknown[] }[] = [];
  const sql = openPool(process.env.DATABASE_URL ?? "", {
    max: 1,
    debug: (_connection, text, params) => sent.push({ text, params: [...params] }),
  });
  try {
    await readAs(world.as(list.as).actor, (ctx) => list.ask(ctx, cursor), { sql, now: world.now ?? new Date(0) });
    const entered = sent.find(({ text }) => text.includes("app.enter"));
    const ordered = sent.filter(({ text }) => /order by[\s\S]*limit/i.test(text));
    if (!entered || ordered.length === 0) throw new Error("The list sent nothing in an order.");
    return await sql.begin("read only", async (tx) => {
      await tx.unsafe(entered.text, entered.params as never[]);
      await tx.unsafe("set local enable_seqscan = off; set local enable_sort = off; set local enable_bitmapscan = off");
      const plans: Node[] = [];
      for (const { text, params } of ordered) {
        const [row] = await tx.unsafe(`explain (format json) ${text}`, params as never[]);
        plans.push(row?.["QUERY PLAN"][0].Plan);
      }
      return plans;
    });
  } finally {
    await sql.end();
  }
}

const nodes = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodes)];

/** Everything beneath a node that no limit stops: what a sort has to read to its end. */
const unstopped = (node: Node): Node[] =>
  (node.Plans ?? []).flatMap((child) => (child["Node Type"] === "Limit" ? [] : [child, ...unstopped(child)]));

test("every list is read off an index in its order, the first page and any later one", async () => {
  const world = await openWorld();
  const faults: string[] = [];
  for (const [name, list] of Object.entries(lists)) {
    for (const cursor of list.cursor ? [null, list.cursor] : [null]) {
      const plans = await plansOf(world, list, cursor);
      const where = `${name}, ${cursor ? "a later page" : "the first page"}: ${JSON.stringify(plans, ["Node Type", "Index Name", "Index Cond", "Sort Key", "Plans"])}`;
      const all = plans.flatMap(nodes);
      const sorted = all.some(
        (node) =>
          /Sort/.test(node["Node Type"]) &&
          unstopped(node).some((each) => /Scan/.test(each["Node Type"]) && !/Subquery/.test(each["Node Type"])),
      );
      const used = all.map((node) => node["Index Name"]).join();
      if (sorted) faults.push(`sorted: ${where}`);
      if (!list.index.test(used)) faults.push(`another index: ${where}`);
      if (cursor && !all.some((node) => /ROW\(|(number|name)_key >|\(id < /.test(node["Index Cond"] ?? "")))
        faults.push(`read from the start: ${where}`);
    }
  }
  expect(faults).toEqual([]);
});

/** What stands in cursors of ours, but out of range or in another's place; then what stands in none. */
const strange = [
  "2026-02-31 10:00:00.123+00",
  "2026-06-31T10:00:00Z",
  "2026-05-04 24:00:00+00",
  "2026-05-04 10:00:00+19",
  "2026-05-04 10:00:00-16:00",
  "2026-02-30",
  "9999-12-31",
  "2026-02-30 ~ 2026-05-04 09:00:00+00",
  "2026-05-04 ~ 2026-02-31 09:00:00+00",
  "9999-12-31 ~ ",
  "2026-05-04 09:00:00+00 #999999",
  "9223372036854775808",
  "-1",
  "1e9",
  "NaN",
  "infinity",
  "id",
  "a\0b",
  "\ud800",
  "\u202e💣",
  "x".repeat(300),
];

test("a cursor that nobody was given is a place in the list or its beginning, and never a fault", async () => {
  const world = await openWorld();
  const faults: string[] = [];
  for (const [name, list] of Object.entries(lists)) {
    for (const value of list.cursor ? strange : []) {
      const asked = world.as(list.as).read((ctx) => list.ask(ctx, { value, id }));
      await asked.catch((error: Error) =>
        faults.push(`${name} with ${JSON.stringify(value.slice(0, 60))}: ${error.cause ?? error}`),
      );
    }
  }
  expect(faults).toEqual([]);
});
