import "server-only";
import { and, asc, eq, lte, or, sql } from "drizzle-orm";
import { accounts, approvalRequests, mailOutbox, offers } from "@/db/schema";
import { type PlanActor, platformAccountId, type SystemActor } from "./actor";
import { expireRequest } from "./approvals/expire-request";
import { sweepPlumbing } from "./auth/sweep";
import { wallNow } from "./clock";
import { type Ctx, type DoorOptions, type ReadCtx, readAs, writeAs } from "./ctx";
import { drainOutbox } from "./mail/drain-outbox";
import { expireOffer } from "./offers/expire-offer";

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
  };
  ran["mails.sent"] = await drainAll(options.accountId);
  if (!options.accountId) ran["plumbing.removed"] = await sweepPlumbing(wallNow());
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

/** Companies with mail that is ready now, each drained; no company starves another for longer than its own batch. */
async function drainAll(accountId?: string): Promise<number> {
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
  for (const account of companies) sent += (await drainOutbox(account.accountId)).sent;
  return sent;
}
