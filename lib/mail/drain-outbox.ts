import "server-only";
import { and, eq, sql } from "drizzle-orm";
import {
  mailOutbox,
  mailSuppressions,
  memberRoles,
  memberships,
  notificationSettings,
  talentNotificationSettings,
  users,
} from "@/db/schema";
import type { MailCategory, MailKind, MailProps } from "@/emails";
import type { RenderedMail } from "@/emails/render";
import { platformAccountId, type SystemActor, type Via } from "../actor";
import { wallNow } from "../clock";
import { type Ctx, type DoorOptions, writeAs } from "../ctx";
import { recheckDigest, recordHeldBack } from "../digest/recheck";
import { env } from "../env";
import { newId } from "../ids";
import { type HoldBack, holdBack, isForSeat, type Standing } from "../notifications/rules";
import { seal, shortKey, unseal } from "./seal";
import { type DeliveryResult, type OutgoingMail, type Transport, transportFromEnv } from "./transports";

const leaseMs = 60_000;
const deliveryMs = 15_000;
const giveUpMs = 20 * 3_600_000;

export type DrainReport = { sent: number; retried: number; unknown: number; dead: number; dropped: number };

export type DrainOptions = {
  transport?: Transport;
  /** mails claimed per turn */
  batch?: number;
  /** wall clock, for tests of leases and of the 20-hour stop */
  wall?: () => Date;
  via?: Via;
  /** the domain's instant of a tick that brings its own, and the doors it goes through; the clock's when left out */
  door?: DoorOptions;
};

/**
 * Hands over the ready mails of one company: claim with a lease, render and freeze, deliver outside any transaction,
 * finish only while the lease is still ours (reliability.md §4.9). Any number of workers may run it at once.
 */
export async function drainOutbox(accountId: string, options: DrainOptions = {}): Promise<DrainReport> {
  const report: DrainReport = { sent: 0, retried: 0, unknown: 0, dead: 0, dropped: 0 };
  const wall = options.wall ?? wallNow;
  const transport = options.transport ?? transportFromEnv(env);
  const actor: SystemActor = {
    kind: "system",
    accountId,
    userId: null,
    job: "drain-outbox",
    via: options.via ?? "cron",
  };
  for (;;) {
    const claimed = await claim(actor, options.batch ?? 10, wall());
    for (const row of claimed) report[await handOver(actor, row, transport, wall, options.door ?? {})] += 1;
    if (claimed.length === 0) return report;
  }
}

type Claimed = typeof mailOutbox.$inferSelect;

/** The materialised CTE matters: as a plain sub-select the planner may run it again and claim more than asked for. */
async function claim(actor: SystemActor, batch: number, at: Date): Promise<Claimed[]> {
  const wallText = at.toISOString();
  const token = newId();
  return writeAs(actor, async ({ db, accountId }) => {
    const due = db.$with("due").as(
      db
        .select({ dueId: sql<string>`${mailOutbox.id}`.as("due_id") })
        .from(mailOutbox)
        .where(
          and(
            eq(mailOutbox.accountId, accountId),
            sql`${mailOutbox.state} in ('ready', 'leased') and ${mailOutbox.runAfter} <= ${wallText}::timestamptz`,
            sql`(${mailOutbox.state} = 'ready' or ${mailOutbox.leaseUntil} < ${wallText}::timestamptz)`,
          ),
        )
        .orderBy(mailOutbox.runAfter, mailOutbox.id)
        .limit(batch)
        .for("update", { skipLocked: true }),
    );
    const claimed = await db
      .with(due)
      .update(mailOutbox)
      .set({ state: "leased", leaseToken: token, leaseUntil: new Date(at.getTime() + leaseMs) })
      .from(due)
      .where(and(eq(mailOutbox.accountId, accountId), sql`${mailOutbox.id} = ${due.dueId}`))
      .returning();
    // An update returns its rows in the order of its plan; mails leave in the order in which they were queued.
    return claimed.toSorted((a, b) => a.runAfter.getTime() - b.runAfter.getTime() || (a.id < b.id ? -1 : 1));
  });
}

type Fate = keyof DrainReport;

async function handOver(
  actor: SystemActor,
  row: Claimed,
  transport: Transport,
  wall: () => Date,
  door: DoorOptions,
): Promise<Fate> {
  const firstAttemptAt = row.firstAttemptAt ?? wall();
  if (wall().getTime() - firstAttemptAt.getTime() > giveUpMs)
    return finish(actor, row, { state: "unknown", lastError: "No clear answer within 20 hours." });
  const digest = row.kind === "spend-alerts" && !row.sealedMail ? await lookAgain(actor, row, door) : null;
  if (digest && "because" in digest) return drop(actor, row, digest.because);
  let frozen: FrozenMail;
  let about: About;
  try {
    about = await describe(row);
    frozen = row.sealedMail
      ? (unseal(row.sealedMail) as FrozenMail)
      : { ...(await render(row, digest?.props ?? unseal(row.sealedProps))), from: env.MAIL_FROM };
  } catch (error) {
    // A mail that cannot be rendered must not hold up those behind it; as dead it is seen, and kept.
    return finish(actor, row, { state: "dead", lastError: messageOf(error) });
  }
  const kept = await freeze(actor, row, frozen, { firstAttemptAt, at: wall() });
  if (!kept) return "retried";
  const { mail, standing } = kept;
  const because = holdBack(about, standing);
  if (because) return drop(actor, row, because);
  let result: DeliveryResult;
  try {
    result = await transport.deliver(mail, { signal: AbortSignal.timeout(deliveryMs) });
  } catch (error) {
    result = { status: "unknown", error: messageOf(error) };
  }
  if (result.status === "sent")
    return finish(actor, row, { state: "sent", sentAt: wall(), providerId: result.providerId });
  if (result.status === "rejected") return finish(actor, row, { state: "dead", lastError: result.error });
  const waitMs =
    "after" in result && result.after !== undefined
      ? result.after * 1000
      : Math.min(2 ** row.attempts, 600) * 1000 * (0.5 + Math.random());
  return finish(actor, row, { state: "ready", runAfter: new Date(wall().getTime() + waitMs), lastError: result.error });
}

/** What a mail says and who says it, the same in every attempt: a provider refuses a known key with another body. */
type FrozenMail = RenderedMail & { from: string; headers?: Record<string, string> };

/**
 * Subject, texts, sender, recipient and headers are fixed before the first attempt, so every retry says the same thing.
 * The lease starts anew with each attempt: the last mail of a slow batch is still ours when its turn comes. The same
 * statement tells how the reader stands now, as near to the hand-over as can be.
 * @returns null when the lease went to somebody else.
 */
async function freeze(
  actor: SystemActor,
  row: Claimed,
  frozen: FrozenMail,
  { firstAttemptAt, at }: { firstAttemptAt: Date; at: Date },
): Promise<{ mail: OutgoingMail; standing: Standing } | null> {
  const [kept] = await writeAs(actor, ({ db, accountId }) =>
    db
      .update(mailOutbox)
      .set({
        attempts: row.attempts + 1,
        firstAttemptAt,
        sealedMail: row.sealedMail ?? seal(frozen),
        leaseUntil: new Date(at.getTime() + leaseMs),
      })
      .where(
        and(
          eq(mailOutbox.accountId, accountId),
          eq(mailOutbox.id, row.id),
          eq(mailOutbox.leaseToken, row.leaseToken ?? ""),
        ),
      )
      .returning({ standing: standingNow }),
  );
  if (!kept) return null;
  const { headers, ...written } = frozen;
  const mail = {
    ...written,
    id: row.id,
    accountId: row.accountId,
    idempotencyKey: shortKey(`${row.accountId}/${row.dedupeKey}`),
    kind: row.kind,
    to: row.toAddress,
    headers: {
      ...headers,
      "Auto-Submitted": "auto-generated",
      "X-Countersign-Kind": row.kind,
      "X-Entity-Ref-ID": row.id,
    },
    at: row.queuedAt.toISOString(),
  };
  return { mail, standing: kept.standing };
}

/**
 * Five look-ups by unique keys; without a person, a seat or a choice their parts are empty. The outbox's columns are named
 * by hand: the query builder leaves the table out, and a bare `account_id` would be that of the inner table.
 */
const standingNow = sql<Standing>`(
  select jsonb_build_object(
    'suppressed', exists (select from ${mailSuppressions} x where x.address = mail_outbox.to_address),
    'seat', m.state,
    'spends', exists (
      select from ${memberRoles} r where r.account_id = mail_outbox.account_id and r.user_id = u.id
        and r.revoked_at is null and r.role in ('hiring_manager', 'admin', 'program_owner')),
    'off', coalesce((
      select jsonb_agg(s.category) from ${notificationSettings} s
      where s.account_id = mail_outbox.account_id and s.user_id = u.id and s.channel = 'mail' and s.value = 'off'), '[]'),
    'offAsTalent', coalesce((
      select jsonb_agg(s.category) from ${talentNotificationSettings} s
      where s.account_id = ${platformAccountId} and s.user_id = u.id and s.channel = 'mail' and s.value = 'off'), '[]'))
  from (select 1) one
    left join ${users} u on u.email = mail_outbox.to_address
    left join ${memberships} m on m.account_id = mail_outbox.account_id and m.user_id = u.id)`;

type About = { category: MailCategory; forSeat: boolean };

/** What decides whether a mail may be held back. */
async function describe({ kind, sealedProps }: Claimed): Promise<About> {
  const { isMailKind, mails } = await import("@/emails");
  if (!isMailKind(kind)) throw new Error(`Unknown kind of mail: ${kind}`);
  const { category } = mails[kind];
  return { category, forSeat: isForSeat(kind, unseal(sealedProps) as { to?: unknown }) };
}

/** The templates are loaded with the first mail, not with every process that only queues. */
async function render(row: Claimed, props: unknown): Promise<Omit<FrozenMail, "from">> {
  const { renderMail } = await import("@/emails/render");
  const mail = await renderMail(row.kind as MailKind, props as MailProps<MailKind>);
  if (!row.sealedHeaders) return mail;
  return { ...mail, headers: unseal(row.sealedHeaders) as Record<string, string> };
}

/** A weekly digest is read anew before its first attempt: its lines, its reader, whether it is wanted (product.md §5). */
const lookAgain = (actor: SystemActor, row: Claimed, door: DoorOptions) =>
  writeAs(actor, (ctx) => recheckDigest(ctx, row.id), door);

/** Ends a mail that must not leave. The attempt that found it out was none; a digest's person and week get that outcome. */
function drop(actor: SystemActor, row: Claimed, because: HoldBack): Promise<Fate> {
  const { attempts, firstAttemptAt } = row;
  const lastError = because.replaceAll("_", " ");
  return finish(actor, row, { state: "dropped", lastError, attempts, firstAttemptAt }, async (ctx) => {
    if (row.kind === "spend-alerts") await recordHeldBack(ctx, row.id, because);
  });
}

/** Ends the attempt, and does `also` with it, if the lease is still ours; otherwise the new holder decides. Sent and dropped mails keep no content. */
async function finish(
  actor: SystemActor,
  row: Claimed,
  set: {
    state: "sent" | "ready" | "dead" | "unknown" | "dropped";
    attempts?: number;
    firstAttemptAt?: Date | null;
    sentAt?: Date;
    providerId?: string | null;
    runAfter?: Date;
    lastError?: string;
  },
  also?: (ctx: Ctx) => Promise<void>,
): Promise<Fate> {
  const ended = await writeAs(actor, async (ctx) => {
    const { db, accountId } = ctx;
    const ours = await db
      .update(mailOutbox)
      .set({
        ...set,
        ...(set.state === "sent" || set.state === "dropped" ? { sealedMail: null } : {}),
        leaseToken: null,
        leaseUntil: null,
      })
      .where(
        and(
          eq(mailOutbox.accountId, accountId),
          eq(mailOutbox.id, row.id),
          eq(mailOutbox.leaseToken, row.leaseToken ?? ""),
        ),
      )
      .returning({ id: mailOutbox.id });
    if (ours.length > 0) await also?.(ctx);
    return ours.length > 0;
  });
  return !ended || set.state === "ready" ? "retried" : set.state;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : "The transport failed.").slice(0, 500);
