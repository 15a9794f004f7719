import fc from "fast-check";
import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import type { MemberRole } from "@/e2e/world/people";
import { runSeed } from "@/e2e/world/seed";
import { openWorld, type World } from "@/e2e/world/world";
import { writeAs } from "../ctx";
import { sendOffer } from "../offers/send-offer";
import { approveRequest } from "./approve-request";
import { declineRequest } from "./decline-request";
import { expireRequest } from "./expire-request";
import { filterOf, readAddress } from "./list-address";
import { countRequests, listRequests } from "./list-requests";
import { replaceApprover } from "./replace-approver";
import { requestApproval } from "./request-approval";
import { withdrawRequest } from "./withdraw-request";

// Every order, filter and search that the address of the list can ask for, over a company drawn at random and full of
// ties, page by page: exactly the rows, exactly in the order, that plain SQL and a few lines of JavaScript give.

const seed = runSeed();
const sql = postgres(process.env.ADMIN_DATABASE_URL ?? "", { max: 2, onnotice: () => {} });
afterAll(async () => {
  await sql.end({ timeout: 5 });
  await closePool();
});

const hirers = ["hiringManager", "secondHiringManager"] as const;
/** One who signs, one who asks, one who does both, and one who sees everything. */
const readers = ["approver", "hiringManager", "secondHiringManager", "admin"] as const;

const fates = ["pending", "first", "approved", "declined", "withdrawn", "expired", "used", "handed over"] as const;

/** Few values each, so that most rows are equal to another in what they are ordered by. */
const drawn = fc.record({
  by: fc.constantFrom(...hirers),
  title: fc.constantFrom("Audit", "Audits of März", "Menü & Straße", "audit-trail 2026", "Payroll", "قائمة الطعام"),
  talentName: fc.constantFrom("Teodor Marsh", "Ines Duarte", "Zoë O’Neil"),
  offerKind: fc.constantFrom("direct" as const, "byo" as const),
  rate: fc.constantFrom("40.00", "95.00", "95.01"),
  hour: fc.constantFrom(9, 10, 11),
  day: fc.integer({ min: 4, max: 7 }),
  neededBy: fc.constantFrom("", "2026-06-01", "2026-06-02"),
  order: fc.constantFrom(null, 0, 1),
  fate: fc.constantFrom(...fates),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

type Row = {
  id: string;
  title: string;
  state: string;
  kind: string;
  total: string;
  at: string;
  requester: string;
  requester_name: string;
  talent_name: string | null;
  team: string;
  order_number: string | null;
  slots: { approver: string; state: string; needed_by: string; opened_at: string | null }[];
};

test("every order, filter and search shows exactly its rows, through all pages, there and back", async () => {
  const world = await openWorld({
    policy: { steps: [["approver", "secondHiringManager"], ["secondApprover"]], declineReasonRequired: false },
  });
  const orders = [await world.order({ number: "Ops-4711/B" }), await world.order({ number: "ops-4712" })];
  await fill(
    world,
    orders.map(({ id }) => id),
  );
  const rows = await readRows(world.accountId);
  expect(new Set(rows.map(({ state }) => state)), `seed ${seed}`).toEqual(
    new Set(["pending", "approved", "consumed", "declined", "withdrawn", "expired"]),
  );

  const person = (role: MemberRole) => world.as(role).actor.userId;
  const filters: Record<string, string>[] = [
    ...[
      "audit",
      "AUDITS",
      "märz",
      "marz",
      "strasse",
      "men",
      "teodor aud",
      "zoe",
      "okafor",
      "4711",
      "ops 47",
      "قائمة",
      "2026 audit",
      "udit",
    ].map((q) => ({ q })),
    ...hirers.map((role) => ({ requester: person(role) })),
    ...(["approver", "secondHiringManager", "secondApprover", "fourthApprover"] as const).map((role) => ({
      approver: person(role),
    })),
    ...["Finance operations", "Product design"].map((team) => ({ team: world.company.team(team) })),
    ...["direct", "byo"].map((kind) => ({ kind })),
    ...["OPS-4711/b", "ops-4712", "4711"].map((po) => ({ po })),
  ];
  const tabs = ["pending", "approved", "declined", "expired", "all"];
  const sorts = ["newest", "oldest", "largest", "smallest"];
  const plain = tabs.flatMap((tab) => sorts.map((sort) => ({ tab, sort })));
  const some = fc.sample(
    fc.record({
      tab: fc.constantFrom(...tabs),
      sort: fc.constantFrom(...sorts),
      ...{ one: fc.constantFrom(...filters), other: fc.constantFrom({}, ...filters) },
      waiting: fc.constantFrom("", "", "me"),
    }),
    { seed, numRuns: 24 },
  );
  const asked: Record<string, string>[] = [
    {},
    ...plain,
    { tab: "pending", waiting: "me" },
    ...filters.map((filter, index) => ({ ...plain[(seed + index * 7) % plain.length], ...filter })),
    ...some.map(({ one, other, waiting, ...order }) => ({ ...order, ...one, ...other, ...(waiting && { waiting }) })),
  ];
  const faults: string[] = [];
  for (const [turn, reader] of readers.entries()) {
    const seen = rows.filter((row) => mayBeSeen(row, reader, person(reader)));
    // Unfiltered lists are walked by everybody, the others by every other reader.
    for (const params of asked.filter((_, index) => index <= plain.length + 1 || index % 2 === turn % 2)) {
      const shown = await walk(world, reader, params);
      const wanted = wantedOf(seen, params, reader, person(reader));
      if (shown !== wanted) faults.push(`seed ${seed}: ${reader} ${JSON.stringify(params)}:\n${shown}\nnot\n${wanted}`);
    }
    const counts = await world.as(reader).read(countRequests);
    for (const tab of tabs)
      expect(counts[tab as "all"], `${reader} ${tab}, seed ${seed}`).toBe(
        Math.min(100, seen.filter((row) => inTab(row, tab)).length),
      );
  }
  expect(faults.slice(0, 3)).toEqual([]);
});

/** Some 200 requests and what became of them. */
async function fill(world: World, orders: string[]): Promise<void> {
  const all = fc.sample(drawn, { seed, numRuns: 200 }).toSorted((a, b) => a.day - b.day || a.hour - b.hour);
  const made: { id: string; fate: Drawn["fate"]; by: Drawn["by"]; kind: "direct" | "byo" }[] = [];
  for (const { by, day, hour, order, fate, ...form } of all) {
    world.at(`2026-05-0${day}T${String(hour).padStart(2, "0")}:00:00Z`);
    const input = world.requestInput({
      ...form,
      teamId: world.company.team(by === "hiringManager" ? "Finance operations" : "Product design"),
      ...(order !== null && { orderChoice: orders[order] ?? "" }),
    });
    ok(await world.as(by).write((ctx) => requestApproval(ctx, input)));
    made.push({ id: input.id, fate, by, kind: form.offerKind });
  }
  world.at("2026-05-08T09:00:00Z");
  for (const each of made) await meet(world, each);
}

async function meet(
  world: World,
  { id, fate, by, kind }: { id: string; fate: Drawn["fate"]; by: Drawn["by"]; kind: string },
) {
  const requestId = id;
  const approve = async (role: MemberRole) => {
    const form = await world.decision(requestId);
    return world.as(role).write((ctx) => approveRequest(ctx, form));
  };
  const signers: MemberRole[] = by === "secondHiringManager" ? ["approver"] : ["approver", "secondHiringManager"];
  switch (fate) {
    case "pending":
      return;
    case "first":
      return ok(await approve("approver"));
    case "declined": {
      const form = await world.decision(requestId);
      return ok(await world.as("approver").write((ctx) => declineRequest(ctx, form)));
    }
    case "withdrawn":
      return ok(await world.as(by).write((ctx) => withdrawRequest(ctx, { requestId })));
    case "handed over": {
      const input = {
        requestId,
        step: 1,
        approverId: world.as("approver").actor.userId,
        replacementId: world.as("fourthApprover").actor.userId,
      };
      return ok(await world.as("admin").write((ctx) => replaceApprover(ctx, input)));
    }
    case "expired": {
      const before = world.now?.toISOString() ?? "";
      world.at("2026-07-01T09:00:00Z");
      const { system, now } = world;
      await writeAs(system, (ctx) => expireRequest(ctx, requestId), now ? { now } : {});
      world.at(before);
      return;
    }
    default:
      for (const role of [...signers, "secondApprover" as const]) ok(await approve(role));
      if (fate === "approved" || kind === "byo") return;
      ok(
        await world.as(by).write((ctx) =>
          sendOffer(
            ctx,
            world.offerInput({
              requestId,
              teamId: world.company.team(by === "hiringManager" ? "Finance operations" : "Product design"),
            }),
          ),
        ),
      );
  }
}

function ok(result: { ok: boolean }): void {
  if (!result.ok) throw new Error(`The premise was refused: ${JSON.stringify(result)}`);
}

/** Instants as text of one length, so that the order of the text is the order in time. */
const readRows = (accountId: string) => sql<Row[]>`
  select r.id, r.title, r.state, r.offer_kind as kind, r.estimated_total_minor::text as total, r.requested_at::text as at,
    r.requester_id as requester, u.name as requester_name, r.talent_name, r.team_id as team, o.number as order_number,
    (select json_agg(json_build_object('approver', s.approver_id, 'state', s.state, 'needed_by', coalesce(r.needed_by::text, '9999-12-31'), 'opened_at', s.opened_at::text))
      from approval_slots s where s.account_id = ${accountId} and s.request_id = r.id) as slots
  from approval_requests r join users u on u.id = r.requester_id
  left join purchase_orders o on o.account_id = ${accountId} and o.id = r.order_id
  where r.account_id = ${accountId}`;

const signs = (row: Row, userId: string) =>
  row.slots.some((slot) => slot.approver === userId && slot.state !== "replaced");

const mayBeSeen = (row: Row, reader: MemberRole, userId: string) =>
  reader === "admin" || row.requester === userId || signs(row, userId);

const inTab = ({ state }: Row, tab: string) =>
  tab === "all" || state === tab || (tab === "approved" && state === "consumed");

/** Whoever signs and asks for nothing opens on what waits for them. */
const saidBy = (reader: MemberRole, params: Record<string, string>): Record<string, string> =>
  Object.keys(params).length === 0 && isSigner(reader) ? { tab: "pending", waiting: "me" } : params;

/** What the list has to show: the titles and the ends of the ids, in their order. */
function wantedOf(seen: Row[], params: Record<string, string>, reader: MemberRole, userId: string): string {
  const asked = saidBy(reader, params);
  const { tab = "pending", q = "", po, kind, team, requester, approver, sort = "newest" } = asked;
  const waiting = tab === "pending" && "waiting" in asked;
  const open = (row: Row) => row.slots.find((slot) => slot.approver === userId && slot.state === "open");
  const rows = seen.filter(
    (row) =>
      inTab(row, tab) &&
      (!waiting || open(row)) &&
      (!kind || row.kind === kind) &&
      (!team || row.team === team) &&
      (!requester || row.requester === requester) &&
      (!approver || signs(row, approver)) &&
      (!po || row.order_number?.toLowerCase() === po.toLowerCase()) &&
      wordsOf(q).every((word) =>
        wordsOf(`${row.title} ${row.talent_name} ${row.requester_name} ${row.order_number ?? ""}`).some((own) =>
          own.startsWith(word),
        ),
      ),
  );
  const byTotal = sort === "largest" || sort === "smallest";
  const place = (row: Row): (string | bigint)[] => {
    if (waiting) return [open(row)?.needed_by ?? "", open(row)?.opened_at ?? "", row.id];
    return [byTotal ? BigInt(row.total) : row.at, row.id];
  };
  const falling = !waiting && (sort === "newest" || sort === "largest");
  const ordered = rows.toSorted((one, other) => compare(place(one), place(other)));
  return named(falling ? ordered.reverse() : ordered);
}

const isSigner = (reader: MemberRole) => reader === "approver" || reader === "secondHiringManager";

function compare(one: (string | bigint)[], other: (string | bigint)[]): number {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at === -1 ? 0 : (one[at] ?? "") < (other[at] ?? "") ? -1 : 1;
}

const wordsOf = (text: string) =>
  text
    .normalize("NFD")
    .replaceAll(/[\u0300-\u036f\u0610-\u061a\u064b-\u065f]/g, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

const named = (rows: { id: string; title: string }[]) =>
  rows.map(({ id, title }) => `${title} ${id.slice(-6)}`).join("\n");

/** The list as somebody pages through it by its addresses: to its end, and one page back at every step. */
async function walk(world: World, reader: MemberRole, params: Record<string, string>): Promise<string> {
  const size = 7 + (Object.values(params).join("").length % 24);
  const page = (more: Record<string, string>) => {
    const said = readAddress(
      more.after || more.before ? { ...saidBy(reader, params), ...more } : params,
      isSigner(reader),
    );
    return world.as(reader).read((ctx) => listRequests(ctx, filterOf(said), size));
  };
  let now = await page({});
  const shown = [...now.rows];
  while (now.next) {
    const before = now;
    now = await page({ after: now.next });
    shown.push(...now.rows);
    if (Object.keys(params).length > 2) continue; // the way back is the same whatever narrows the list
    const back = await page({ before: now.previous ?? "" });
    if (named(back.rows) !== named(before.rows))
      return `another page before: ${named(back.rows)}\nnot ${named(before.rows)}`;
  }
  return named(shown);
}
