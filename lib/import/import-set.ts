import "server-only";
import { sql } from "drizzle-orm";
import {
  accountCounters,
  contractOrders,
  contracts,
  contractTerms,
  jobPosts,
  memberRoles,
  memberships,
  orderGrants,
  orderThresholds,
  purchaseOrders,
  teams,
  users,
} from "@/db/schema";
import { type AccountSettings, getAccountSettings, listMembers, listTeams } from "../accounts/queries";
import { estimatedTotal, isAdmin } from "../approvals/rules";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { localDateOf } from "../dates";
import { ForbiddenError } from "../errors";
import { newId } from "../ids";
import { countsAt } from "../orders/funding";
import { postNew } from "../orders/stages";
import { openUntilAfter, postUnwarned } from "../posts/rules";
import type { ContractLine, MemberLine, OrderLine, PostLine } from "./formats";
import { insertMany } from "./insert-many";
import type { Mapping } from "./mapping";
import { type ImportReport, type Plan, planSet } from "./plan-set";
import { type ImportFile, readSet } from "./read-set";

/** Called after every chunk with the lines written so far and of how many. */
export type Progress = (done: number, of: number) => void;

export type ImportSetInput = {
  files: readonly ImportFile[];
  mapping?: Mapping | null;
  /** look only: every check is made and nothing is written */
  dry?: boolean;
  progress?: Progress;
};

export type ImportSetResult = { ok: true; report: ImportReport } | { ok: false; reason: "dirty"; report: ImportReport };

/**
 * Brings members, purchase orders, job posts and contracts into the company, all of them or nothing: one bad line refuses
 * the whole set, unless a mapping says that dirty lines are only reported. What is known by its natural key is left as it
 * is, so a second import of the same files adds nothing (design.md §7).
 * @throws ForbiddenError for people who are neither admin nor program owner.
 */
export async function importSet(ctx: Ctx, input: ImportSetInput): Promise<ImportSetResult> {
  const { files, mapping = null, dry = false, progress = () => {} } = input;
  if (!isAdmin(ctx.actor) && ctx.actor.kind !== "system") throw new ForbiddenError("import into this company");
  await prepareForBulk(ctx);
  const settings = await getAccountSettings(ctx);
  const today = localDateOf(ctx.now, settings.timeZone);
  const set = readSet(files, { currency: settings.currency, today }, mapping);
  const plan = await planSet(ctx, set);
  const refused = plan.report.problems.some((problem) => !set.skipDirty || problem.line === null);
  if (refused) return { ok: false, reason: "dirty", report: plan.report };
  if (!dry) await write(ctx, plan, settings, progress);
  return { ok: true, report: { ...plan.report, written: !dry } };
}

/**
 * A thousand rows with all their keys take longer than any click may (reliability.md §4.2), and reading the files longer
 * than a transaction may stand idle. Keys are looked up by a hash, not each against all others, which the planner thinks
 * cheaper because it expects a hundred of them. And the plans by which a
 * session checks foreign keys were made when the tables were as small as they were before: reading a table from end to
 * end for each row would make the import quadratic, so they are made anew, on indexes.
 */
async function prepareForBulk({ db }: Ctx): Promise<void> {
  await db.execute(sql`set local statement_timeout = '60s'`);
  await db.execute(sql`set local idle_in_transaction_session_timeout = '5min'`);
  await db.execute(sql`set local enable_seqscan = off`);
  await db.execute(sql`set local enable_nestloop = off`);
  await db.execute(sql`discard plans`);
}

/** Rows a statement writes at a time: far below the protocol's limit of parameters. */
const perStatement = 1_000;

async function write(ctx: Ctx, plan: Plan, settings: AccountSettings, progress: Progress): Promise<void> {
  const { fresh, lower } = plan;
  const of = Object.values(fresh).reduce((sum, lines) => sum + lines.length, 0);
  if (of === 0) return;
  let done = 0;
  const inChunks = async <T>(lines: readonly T[], step: (chunk: T[]) => Promise<void>) => {
    for (let from = 0; from < lines.length; from += perStatement) {
      const chunk = lines.slice(from, from + perStatement);
      await step(chunk);
      done += chunk.length;
      progress(done, of);
    }
  };
  await addTeams(ctx, plan.teams);
  const companyTeams = await listTeams(ctx);
  const teamIds = new Map(companyTeams.map((team) => [lower(team.name), team.id]));
  const parentId = companyTeams.find((team) => team.parent)?.id ?? "";
  const teamOf = (name: string | null) => (name ? teamIds.get(lower(name)) : null) ?? parentId;
  await inChunks(fresh.members, (chunk) => addMembers(ctx, chunk, teamOf));
  const people = new Map((await listMembers(ctx)).map((member) => [member.email, member.userId]));
  await inChunks(fresh["purchase-orders"], (chunk) => addOrders(ctx, chunk, settings, teamOf));
  const orderOf = await ordersByNumber(ctx, [...fresh["job-posts"], ...fresh.contracts], lower);
  const around = { settings, teamOf, people, orderOf, contactId: plan.contactId };
  await inChunks(fresh["job-posts"], (chunk) => addPosts(ctx, chunk, around));
  await inChunks(fresh.contracts, (chunk) => addContracts(ctx, chunk, around));
  recordEvent(ctx, "import.applied", "account", ctx.accountId, {
    members: String(fresh.members.length),
    orders: String(fresh["purchase-orders"].length),
    posts: String(fresh["job-posts"].length),
    contracts: String(fresh.contracts.length),
  });
}

type Around = {
  settings: AccountSettings;
  teamOf: (name: string | null) => string;
  people: ReadonlyMap<string, string>;
  orderOf: (number: string | null) => string | null;
  contactId: string | null;
};

async function addTeams(ctx: Ctx, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const { accountId, auditId } = ctx;
  await insertMany(
    ctx,
    teams,
    names.map((name) => ({ accountId, id: newId(), name, parent: false, auditId })),
  );
  for (const name of names) recordEvent(ctx, "team.added", "account", accountId, { name });
}

/** People known by their address keep their identity; the others are made known, and sign in with that very address. */
async function findOrInviteUsers(
  ctx: Ctx,
  people: readonly { email: string; name: string; timeZone?: string | null }[],
): Promise<Map<string, string>> {
  const wanted = new Map(people.map((person) => [person.email, person]));
  await insertMany(
    ctx,
    users,
    [...wanted.values()].map(({ email, name, timeZone }) => ({
      id: newId(),
      email,
      name,
      timeZone: timeZone ?? "UTC",
      createdAt: ctx.now,
    })),
    sql`on conflict do nothing`,
  );
  const rows = await ctx.db
    .select({ id: users.id, email: users.email })
    .from(users)
    .where(
      sql`${users.email} in (select value from json_array_elements_text(${JSON.stringify([...wanted.keys()])}::json))`,
    );
  return new Map(rows.map((row) => [row.email, row.id]));
}

async function addMembers(ctx: Ctx, lines: readonly MemberLine[], teamOf: Around["teamOf"]): Promise<void> {
  const { accountId, auditId, now } = ctx;
  const ids = await findOrInviteUsers(ctx, lines);
  const idOf = (email: string) => ids.get(email) ?? "";
  await insertMany(
    ctx,
    memberships,
    lines.map(({ email }) => ({ accountId, userId: idOf(email), state: "active" as const, joinedAt: now, auditId })),
    sql`on conflict (account_id, user_id) do update set state = excluded.state, removed_at = null, joined_at = excluded.joined_at, audit_id = excluded.audit_id`,
  );
  const held = lines.flatMap(({ email, roles, team }) =>
    roles.map((role) => ({
      accountId,
      id: newId(),
      userId: idOf(email),
      role,
      teamId: role === "hiring_manager" ? teamOf(team) : teamOf(null),
      givenAt: now,
      auditId,
    })),
  );
  await insertMany(ctx, memberRoles, held, sql`on conflict do nothing`);
  for (const { email, name, roles } of lines)
    recordEvent(ctx, "member.joined", "member", idOf(email), { name, roles: roles.join(" ") });
}

async function addOrders(
  ctx: Ctx,
  lines: readonly OrderLine[],
  { currency }: AccountSettings,
  teamOf: Around["teamOf"],
): Promise<void> {
  const { accountId, auditId, now } = ctx;
  const made = lines.map((line) => ({ ...line, id: newId() }));
  await insertMany(
    ctx,
    purchaseOrders,
    made.map(({ id, number, description, validThrough, teams: named }) => ({
      accountId,
      id,
      number,
      description,
      currency,
      validThrough,
      state: "active" as const,
      permission: named.length > 0 ? ("teams" as const) : ("everybody" as const),
      inline: false,
      createdBy: ctx.actor.userId,
      createdAt: now,
      version: 1,
      auditId,
    })),
  );
  const thresholds = made.flatMap(({ id, thresholds: percents }) =>
    percents.map((percent) => ({ accountId, orderId: id, percent, active: true, arming: 1, crossedAt: null, auditId })),
  );
  await insertMany(ctx, orderThresholds, thresholds);
  const grants = made.flatMap(({ id, teams: named }) =>
    [...new Set(named.map(teamOf))].map((teamId) => ({
      accountId,
      id: newId(),
      orderId: id,
      teamId,
      userId: null,
      givenAt: now,
      revokedAt: null,
      auditId,
    })),
  );
  await insertMany(ctx, orderGrants, grants);
  await postNew(ctx, { orders: made.map(({ id, amountMinor }) => ({ id, currency, amount: amountMinor })) });
  for (const { id, number, amountMinor, validThrough } of made)
    recordEvent(ctx, "order.created", "order", id, {
      number,
      funds: amountMinor.toString(),
      currency,
      validThrough,
    });
}

/** The purchase orders that lines name, of this import or from before. */
async function ordersByNumber(
  ctx: Ctx,
  lines: readonly { orderNumber: string | null }[],
  lower: Plan["lower"],
): Promise<Around["orderOf"]> {
  const keys = [...new Set(lines.flatMap(({ orderNumber }) => (orderNumber ? lower(orderNumber) : [])))];
  const rows = await ctx.db.execute<{ key: string; id: string }>(sql`
    select o.number_key as key, o.id from json_array_elements_text(${JSON.stringify(keys)}::json) k(key)
    join purchase_orders o on o.account_id = ${ctx.accountId} and o.number_key = k.key`);
  const ids = new Map(rows.map((row) => [row.key, row.id]));
  return (number) => {
    if (!number) return null;
    const id = ids.get(lower(number));
    if (!id) throw new Error("A line names a purchase order that was neither found nor written.");
    return id;
  };
}

/** An imported post is open from today on; one without a purchase order says "I don't have one yet". */
async function addPosts(ctx: Ctx, lines: readonly PostLine[], around: Around): Promise<void> {
  const { accountId, auditId, now } = ctx;
  const openUntil = openUntilAfter(now, around.settings.postLifeDays);
  const made = lines.map((line) => ({ ...line, id: newId(), orderId: around.orderOf(line.orderNumber) }));
  await insertMany(
    ctx,
    jobPosts,
    made.map(({ id, ref, title, description, team, ownerEmail, orderId, contractType, ...price }) => ({
      accountId,
      id,
      title,
      description,
      teamId: around.teamOf(team),
      ownerId: around.people.get(ownerEmail) ?? "",
      authorId: ctx.actor.userId,
      contractType,
      currency: around.settings.currency,
      rateFromMinor: price.rateFromMinor,
      rateToMinor: price.rateToMinor,
      budgetMinor: price.budgetMinor,
      orderChoice: orderId ? ("order" as const) : ("placeholder" as const),
      orderId,
      state: "open" as const,
      openedAt: now,
      openUntil,
      warnedFor: postUnwarned(now, openUntil),
      filled: false,
      externalRef: ref,
      createdAt: now,
      version: 1,
      auditId,
    })),
  );
  for (const { id, ref } of made) recordEvent(ctx, "post.opened", "post", id, { until: openUntil.toISOString(), ref });
}

/** Work that was agreed elsewhere. It counts from its first day; ended work commits nothing. */
async function addContracts(ctx: Ctx, lines: readonly ContractLine[], around: Around): Promise<void> {
  const { accountId, auditId, now } = ctx;
  const { currency, timeZone, name: companyName } = around.settings;
  const talents = await findOrInviteUsers(
    ctx,
    lines.map(({ talentEmail, talentName }) => ({ email: talentEmail, name: talentName })),
  );
  const first = (await nextNumbers(ctx, lines.length)) - lines.length + 1;
  const atDay = (day: string) => {
    const instant = countsAt(day, timeZone, now);
    return instant < now ? instant : now;
  };
  const made = lines.map((line, at) => {
    const { contractType, rateMinor, weeklyHours, budgetMinor, startDate, endDate } = line;
    const terms = { contractType, rateMinor, weeklyHours, budgetMinor, startDate, endDate };
    return {
      ...line,
      id: newId(),
      number: first + at,
      orderId: around.orderOf(line.orderNumber),
      startedAt: atDay(startDate),
      endedAt: line.endedOn ? atDay(line.endedOn) : null,
      estimatedTotalMinor: estimatedTotal(terms).minor,
    };
  });
  await insertMany(
    ctx,
    contracts,
    made.map((line) => ({
      accountId,
      id: line.id,
      number: line.number,
      origin: "import" as const,
      externalRef: line.ref,
      state: line.endedAt ? ("ended" as const) : ("active" as const),
      kind: "direct" as const,
      contractType: line.contractType,
      title: line.title,
      teamId: around.teamOf(line.team),
      contactId: (line.contactEmail ? around.people.get(line.contactEmail) : around.contactId) ?? "",
      talentUserId: talents.get(line.talentEmail) ?? "",
      talentName: line.talentName,
      companyName,
      currency,
      estimatedTotalMinor: line.estimatedTotalMinor,
      startDate: line.startDate,
      endDate: line.endDate,
      orderId: line.orderId,
      orderChoice: line.orderId ? ("order" as const) : ("placeholder" as const),
      startedAt: line.startedAt,
      endedAt: line.endedAt,
      // What was worked before is not recorded here, so silence begins with the import.
      activeAt: now,
      auditId,
    })),
  );
  await insertMany(
    ctx,
    contractTerms,
    made.map((line) => ({
      accountId,
      contractId: line.id,
      version: 1,
      countsFrom: line.startedAt,
      description: line.description,
      rateMinor: line.rateMinor,
      weeklyHours: line.weeklyHours,
      manualTime: line.contractType === "hourly",
      workDiary: false,
      budgetMinor: line.budgetMinor,
      madeBy: ctx.actor.userId,
      madeAt: now,
      auditId,
    })),
  );
  const linked = made.filter((line) => line.orderId);
  if (linked.length > 0) {
    await insertMany(
      ctx,
      contractOrders,
      linked.map(({ id, orderId }) => ({
        accountId,
        contractId: id,
        version: 1,
        orderId,
        linkedBy: ctx.actor.userId,
        linkedAt: now,
        auditId,
      })),
    );
  }
  await postNew(ctx, {
    contracts: linked.map(({ id, orderId, estimatedTotalMinor, endedAt }) => ({
      id,
      orderId,
      currency,
      estimatedTotalMinor,
      // What was agreed elsewhere is charged elsewhere, without our fee.
      orderFeeMinor: 0n,
      state: endedAt ? "ended" : "active",
    })),
  });
  for (const { id, number, ref } of made)
    recordEvent(ctx, "contract.started", "contract", id, { number: String(number), ref });
}

/** Takes so many contract numbers at once. @returns the last of them. */
async function nextNumbers(ctx: Ctx, count: number): Promise<number> {
  const [counter] = await ctx.db
    .insert(accountCounters)
    .values({ accountId: ctx.accountId, noun: "contract", last: 1000 + count })
    .onConflictDoUpdate({
      target: [accountCounters.accountId, accountCounters.noun],
      set: { last: sql`${accountCounters.last} + ${count}` },
    })
    .returning({ last: accountCounters.last });
  if (!counter) throw new Error("No numbers were given for contracts.");
  return counter.last;
}
