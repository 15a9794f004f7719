import "server-only";
import { and, asc, eq, gt, gte, lte, or, sql } from "drizzle-orm";
import { accounts, approvalRequests, approvalSlots, contracts, files, jobPosts, mailOutbox, offers } from "@/db/schema";
import { type PlanActor, platformAccountId, type SystemActor } from "./actor";
import { expireRequest } from "./approvals/expire-request";
import { remindApprovers } from "./approvals/remind-approvers";
import { warningDays } from "./approvals/rules";
import { tellOfMissingApprover } from "./approvals/tell-of-missing-approver";
import { warnOfExpiry } from "./approvals/warn-of-expiry";
import { sweepPlumbing } from "./auth/sweep";
import { moneySweeps } from "./billing/sweeps";
import { wallNow } from "./clock";
import { remindOfTasks } from "./contracts/remind-of-tasks";
import { endWarningDays, idleDays } from "./contracts/rules";
import { tellOfSilence } from "./contracts/tell-of-silence";
import { warnOfContractEnd } from "./contracts/warn-of-contract-end";
import { type Ctx, type DoorOptions, type ReadCtx, readAs, writeAs } from "./ctx";
import { addLocalDays, afterDays, localDateOf } from "./dates";
import { buildDigests } from "./digest/build";
import { planDigests } from "./digest/plan";
import { sweepFile } from "./files/remove-file";
import { looseHours } from "./files/rules";
import { drainOutbox } from "./mail/drain-outbox";
import { expireOffer } from "./offers/expire-offer";
import { warnOfEnd } from "./offers/warn-of-end";
import { expirePost } from "./posts/expire-post";
import { postWarningDays } from "./posts/rules";
import { warnOfPostEnd } from "./posts/warn-of-post-end";

export type TickOptions = {
  /** the as-of instant; the clock's when left out */
  now?: Date;
  /** only this company: for replays, which bring their own clock */
  accountId?: string;
};

type Due = { accountId: string; id: string };

const planner: PlanActor = { kind: "plan", accountId: null, userId: null, via: "cron" };
const perTurn = 500;

/**
 * Applies everything that is due: each effect in its own company's transaction, by the same verbs that people use.
 * Late, twice, in parallel or killed half-way give the same result, because every verb asks its row again.
 * @returns how often each sweep had an effect.
 */
export async function runTick(options: TickOptions = {}): Promise<Record<string, number>> {
  const door: DoorOptions = options.now ? { now: options.now } : {};
  const ran: Record<string, number> = {
    "offers.expired": await sweep((ctx) => listDueOffers(ctx, options.accountId), expireOffer, "expire-offers", door),
    "requests.expired": await sweep(
      (ctx) => listDueRequests(ctx, options.accountId),
      expireRequest,
      "expire-requests",
      door,
    ),
    "posts.expired": await sweep((ctx) => listDuePosts(ctx, options.accountId), expirePost, "expire-posts", door),
    // After what ends: nobody is reminded of what is over, however late the tick comes.
    "offers.warned": await sweep((ctx) => listOffersNearEnd(ctx, options.accountId), warnOfEnd, "warn-of-offers", door),
    // Before reminders: whoever has left is reminded of nothing.
    "approvers.missing": await sweep(
      (ctx) => listUnheldSlots(ctx, options.accountId),
      tellOfMissingApprover,
      "tell-of-missing-approvers",
      door,
    ),
    "requests.warned": await sweep(
      (ctx) => listRequestsNearEnd(ctx, options.accountId),
      warnOfExpiry,
      "warn-of-requests",
      door,
    ),
    "posts.warned": await sweep(
      (ctx) => listPostsNearEnd(ctx, options.accountId),
      warnOfPostEnd,
      "warn-of-posts",
      door,
    ),
    "contracts.warned": await sweep(
      (ctx) => listContractsNearEnd(ctx, options.accountId),
      warnOfContractEnd,
      "warn-of-contracts",
      door,
    ),
    "contracts.tasks-reminded": await sweep(
      (ctx) => listContractsToRemind(ctx, options.accountId),
      remindOfTasks,
      "remind-of-tasks",
      door,
    ),
    "contracts.inactive": await sweep(
      (ctx) => listQuietContracts(ctx, options.accountId),
      tellOfSilence,
      "tell-of-silence",
      door,
    ),
    "requests.reminded": await sweep(
      (ctx) => listDueReminders(ctx, options.accountId),
      remindApprovers,
      "remind-approvers",
      door,
    ),
    ...(await sweepMoney(options, door)),
    "files.removed": await sweep((ctx) => listLooseFiles(ctx, options.accountId), sweepFile, "remove-files", door),
  };
  // After what ends: a contract or post that is over today raises no alert.
  Object.assign(ran, await sweepDigests(options, door));
  ran["mails.sent"] = await drainAll(options.accountId, door);
  if (!options.accountId) ran["plumbing.removed"] = await sweepPlumbing(wallNow());
  return ran;
}

/**
 * The weekly spend alerts alone: plan what is due, settle what is planned, hand over. For the digest's own route, which
 * stops between two companies after `forMs` of wall time; the next call goes on from there.
 */
export async function runDigests(forMs: number, options: TickOptions = {}): Promise<Record<string, number>> {
  const door: DoorOptions = options.now ? { now: options.now } : {};
  const end = wallNow().getTime() + forMs;
  const ran = await sweepDigests(options, door, () => wallNow().getTime() > end);
  ran["mails.sent"] = await drainAll(options.accountId, door, () => wallNow().getTime() > end);
  return ran;
}

async function sweepDigests(
  { accountId }: TickOptions,
  door: DoorOptions,
  enough?: () => boolean,
): Promise<Record<string, number>> {
  const digests = { door, accountId, ...(enough ? { enough } : {}) };
  return {
    "digests.planned": await planDigests(digests),
    "digests.settled": (await buildDigests(digests)).settled,
  };
}

/** Work and money: everything that waits for the clock (part two, §17). */
async function sweepMoney({ accountId }: TickOptions, door: DoorOptions): Promise<Record<string, number>> {
  const ran: Record<string, number> = {};
  for (const { name, list, verb } of moneySweeps)
    ran[name] = await sweep((ctx) => list(ctx, swept(accountId), perTurn), verb, name, door);
  return ran;
}

/** Lists what is due across companies, then applies each item by itself, until nothing more is due. */
async function sweep(
  list: (ctx: ReadCtx) => Promise<Due[]>,
  verb: (ctx: Ctx, id: string) => Promise<boolean>,
  job: string,
  door: DoorOptions,
): Promise<number> {
  let effects = 0;
  for (;;) {
    const due = await readAs(planner, list, door);
    let moved = 0;
    for (const { accountId, id } of due) {
      const actor: SystemActor = { kind: "system", accountId, userId: null, job, via: "cron" };
      if (await writeAs(actor, (ctx) => verb(ctx, id), door)) moved += 1;
    }
    effects += moved;
    if (due.length < perTurn || moved === 0) return effects;
  }
}

/** One company, or all that are open. An internal one (being filled by a replay, on a clock of its own) is left alone. */
const swept = (accountId?: string) => (accountId ? eq(accounts.id, accountId) : eq(accounts.state, "active"));

function listDueRequests({ db, now }: ReadCtx, accountId?: string): Promise<Due[]> {
  return db
    .select({ accountId: approvalRequests.accountId, id: approvalRequests.id })
    .from(approvalRequests)
    .innerJoin(accounts, eq(accounts.id, approvalRequests.accountId))
    .where(
      and(
        sql`${approvalRequests.state} in ('pending', 'approved')`,
        lte(approvalRequests.expiresAt, now),
        swept(accountId),
      ),
    )
    .orderBy(asc(approvalRequests.expiresAt))
    .limit(perTurn);
}

function listDueOffers({ db, now }: ReadCtx, accountId?: string): Promise<Due[]> {
  return db
    .select({ accountId: offers.accountId, id: offers.id })
    .from(offers)
    .innerJoin(accounts, eq(accounts.id, offers.accountId))
    .where(and(sql`${offers.state} = 'pending'`, lte(offers.validUntil, now), swept(accountId)))
    .orderBy(asc(offers.validUntil))
    .limit(perTurn);
}

function listRequestsNearEnd({ db, now }: ReadCtx, accountId?: string): Promise<Due[]> {
  return db
    .select({ accountId: approvalRequests.accountId, id: approvalRequests.id })
    .from(approvalRequests)
    .innerJoin(accounts, eq(accounts.id, approvalRequests.accountId))
    .where(
      and(
        sql`${approvalRequests.state} in ('pending', 'approved')`,
        sql`${approvalRequests.warnedFor} is distinct from ${approvalRequests.expiresAt}`,
        lte(approvalRequests.expiresAt, afterDays(now, warningDays)),
        gt(approvalRequests.expiresAt, now),
        swept(accountId),
      ),
    )
    .orderBy(asc(approvalRequests.expiresAt))
    .limit(perTurn);
}

function listOffersNearEnd({ db, now }: ReadCtx, accountId?: string): Promise<Due[]> {
  return db
    .select({ accountId: offers.accountId, id: offers.id })
    .from(offers)
    .innerJoin(accounts, eq(accounts.id, offers.accountId))
    .where(
      and(
        sql`${offers.state} = 'pending'`,
        sql`${offers.warnedFor} is distinct from ${offers.validUntil}`,
        lte(offers.validUntil, afterDays(now, warningDays)),
        gt(offers.validUntil, now),
        swept(accountId),
      ),
    )
    .orderBy(asc(offers.validUntil))
    .limit(perTurn);
}

function listDuePosts({ db, now }: ReadCtx, accountId?: string): Promise<Due[]> {
  return db
    .select({ accountId: jobPosts.accountId, id: jobPosts.id })
    .from(jobPosts)
    .innerJoin(accounts, eq(accounts.id, jobPosts.accountId))
    .where(and(sql`${jobPosts.state} = 'open'`, lte(jobPosts.openUntil, now), swept(accountId)))
    .orderBy(asc(jobPosts.openUntil))
    .limit(perTurn);
}

function listPostsNearEnd({ db, now }: ReadCtx, accountId?: string): Promise<Due[]> {
  return db
    .select({ accountId: jobPosts.accountId, id: jobPosts.id })
    .from(jobPosts)
    .innerJoin(accounts, eq(accounts.id, jobPosts.accountId))
    .where(
      and(
        sql`${jobPosts.state} = 'open'`,
        sql`${jobPosts.warnedFor} is distinct from ${jobPosts.openUntil}`,
        lte(jobPosts.openUntil, afterDays(now, postWarningDays)),
        gt(jobPosts.openUntil, now),
        swept(accountId),
      ),
    )
    .orderBy(asc(jobPosts.openUntil))
    .limit(perTurn);
}

/** A day wider than the rule, which asks for the day in the company's zone. */
function listContractsNearEnd({ db, now }: ReadCtx, accountId?: string): Promise<Due[]> {
  const today = localDateOf(now, "UTC");
  return db
    .select({ accountId: contracts.accountId, id: contracts.id })
    .from(contracts)
    .innerJoin(accounts, eq(accounts.id, contracts.accountId))
    .where(
      and(
        sql`${contracts.state} <> 'ended'`,
        sql`${contracts.endWarnedFor} is distinct from ${contracts.endDate}`,
        gte(contracts.endDate, addLocalDays(today, -1)),
        lte(contracts.endDate, addLocalDays(today, endWarningDays + 1)),
        sql`(${contracts.startedAt} at time zone 'UTC')::date < ${contracts.endDate} - ${endWarningDays}::int`,
        swept(accountId),
      ),
    )
    .orderBy(asc(contracts.endDate))
    .limit(perTurn);
}

/** Contracts whose onboarding plan is not done after three days, and after seven. */
function listContractsToRemind({ db, now }: ReadCtx, accountId?: string): Promise<Due[]> {
  return db
    .select({ accountId: contracts.accountId, id: contracts.id })
    .from(contracts)
    .innerJoin(accounts, eq(accounts.id, contracts.accountId))
    .where(and(lte(contracts.remindAt, now), swept(accountId)))
    .orderBy(asc(contracts.remindAt))
    .limit(perTurn);
}

/** Hourly contracts on which nothing was recorded or told for thirty days; a day wider than the rule about their first day. */
function listQuietContracts({ db, now }: ReadCtx, accountId?: string): Promise<Due[]> {
  const { startedAt, activeAt, idleToldAt, startDate } = contracts;
  const quietSince = sql`greatest(${startedAt}, ${activeAt}, ${idleToldAt})`;
  return db
    .select({ accountId: contracts.accountId, id: contracts.id })
    .from(contracts)
    .innerJoin(accounts, eq(accounts.id, contracts.accountId))
    .where(
      and(
        sql`${contracts.contractType} = 'hourly' and ${contracts.state} = 'active'`,
        sql`${quietSince} <= ${afterDays(now, -idleDays).toISOString()}::timestamptz`,
        lte(startDate, addLocalDays(localDateOf(now, "UTC"), 1 - idleDays)),
        swept(accountId),
      ),
    )
    .orderBy(quietSince)
    .limit(perTurn);
}

/** Requests by their slots; two approvers of one step make one deed, and the second row finds it done. */
function listDueReminders({ db, now }: ReadCtx, accountId?: string): Promise<Due[]> {
  return db
    .select({ accountId: approvalSlots.accountId, id: approvalSlots.requestId })
    .from(approvalSlots)
    .innerJoin(accounts, eq(accounts.id, approvalSlots.accountId))
    .where(and(sql`${approvalSlots.state} = 'open'`, lte(approvalSlots.remindAt, now), swept(accountId)))
    .orderBy(asc(approvalSlots.remindAt))
    .limit(perTurn);
}

/** Requests that wait for somebody who has left, which nobody was told yet. What is over is left to its expiry. */
function listUnheldSlots({ db, now }: ReadCtx, accountId?: string): Promise<Due[]> {
  return db
    .select({ accountId: approvalSlots.accountId, id: approvalSlots.requestId })
    .from(approvalSlots)
    .innerJoin(accounts, eq(accounts.id, approvalSlots.accountId))
    .where(
      and(
        sql`${approvalSlots.state} = 'open' and ${approvalSlots.seatState} = 'removed' and ${approvalSlots.missingSince} is null`,
        lte(approvalSlots.openedAt, now),
        swept(accountId),
      ),
    )
    .orderBy(asc(approvalSlots.openedAt))
    .limit(perTurn);
}

function listLooseFiles({ db, now }: ReadCtx, accountId?: string): Promise<Due[]> {
  return db
    .select({ accountId: files.accountId, id: files.id })
    .from(files)
    .innerJoin(accounts, eq(accounts.id, files.accountId))
    .where(
      and(sql`${files.state} <> 'attached'`, lte(files.uploadedAt, afterDays(now, -looseHours / 24)), swept(accountId)),
    )
    .orderBy(asc(files.uploadedAt))
    .limit(perTurn);
}

/** Companies with mail that is ready now, each drained; no company starves another for longer than its own batch. */
async function drainAll(
  accountId: string | undefined,
  door: DoorOptions,
  enough: () => boolean = () => false,
): Promise<number> {
  const companies = accountId
    ? [{ accountId }]
    : await readAs(planner, ({ db }) =>
        db
          .selectDistinct({ accountId: mailOutbox.accountId })
          .from(mailOutbox)
          .innerJoin(accounts, eq(accounts.id, mailOutbox.accountId))
          .where(
            and(
              or(swept(), eq(accounts.id, platformAccountId)),
              sql`${mailOutbox.state} in ('ready', 'leased')`,
              lte(mailOutbox.runAfter, wallNow()),
            ),
          )
          .limit(perTurn),
      );
  let sent = 0;
  for (const account of companies) {
    if (enough()) break;
    sent += (await drainOutbox(account.accountId, { door })).sent;
  }
  return sent;
}
