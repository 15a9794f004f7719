import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { mailOutbox } from "@/db/schema";
import type { MailKind, MailProps } from "@/emails";
import type { RenderedMail } from "@/emails/render";
import type { SystemActor, Via } from "../actor";
import { wallNow } from "../clock";
import { writeAs } from "../ctx";
import { env } from "../env";
import { newId } from "../ids";
import { seal, shortKey, unseal } from "./seal";
import { type DeliveryResult, type OutgoingMail, type Transport, transportFromEnv } from "./transports";

const leaseMs = 60_000;
const deliveryMs = 15_000;
const giveUpMs = 20 * 3_600_000;

export type DrainReport = { sent: number; retried: number; unknown: number; dead: number };

export type DrainOptions = {
  transport?: Transport;
  /** mails claimed per turn */
  batch?: number;
  /** wall clock, for tests of leases and of the 20-hour stop */
  wall?: () => Date;
  via?: Via;
};

/**
 * Hands over the ready mails of one company: claim with a lease, render and freeze, deliver outside any transaction,
 * finish only while the lease is still ours (reliability.md §4.9). Any number of workers may run it at once.
 */
export async function drainOutbox(accountId: string, options: DrainOptions = {}): Promise<DrainReport> {
  const report: DrainReport = { sent: 0, retried: 0, unknown: 0, dead: 0 };
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
    for (const row of claimed) report[await handOver(actor, row, transport, wall)] += 1;
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
    return db
      .with(due)
      .update(mailOutbox)
      .set({ state: "leased", leaseToken: token, leaseUntil: new Date(at.getTime() + leaseMs) })
      .from(due)
      .where(and(eq(mailOutbox.accountId, accountId), sql`${mailOutbox.id} = ${due.dueId}`))
      .returning();
  });
}

type Fate = keyof DrainReport;

async function handOver(actor: SystemActor, row: Claimed, transport: Transport, wall: () => Date): Promise<Fate> {
  const firstAttemptAt = row.firstAttemptAt ?? wall();
  if (wall().getTime() - firstAttemptAt.getTime() > giveUpMs)
    return finish(actor, row, { state: "unknown", lastError: "No clear answer within 20 hours." });
  let frozen: FrozenMail;
  try {
    frozen = row.sealedMail ? (unseal(row.sealedMail) as FrozenMail) : { ...(await render(row)), from: env.MAIL_FROM };
  } catch (error) {
    // A mail that cannot be rendered must not hold up those behind it; as dead it is seen, and kept.
    return finish(actor, row, { state: "dead", lastError: messageOf(error) });
  }
  const mail = await freeze(actor, row, frozen, { firstAttemptAt, at: wall() });
  if (!mail) return "retried";
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
type FrozenMail = RenderedMail & { from: string };

/**
 * Subject, texts, sender, recipient and headers are fixed before the first attempt, so every retry says the same thing.
 * The lease starts anew with each attempt: the last mail of a slow batch is still ours when its turn comes.
 * @returns null when the lease went to somebody else.
 */
async function freeze(
  actor: SystemActor,
  row: Claimed,
  frozen: FrozenMail,
  { firstAttemptAt, at }: { firstAttemptAt: Date; at: Date },
): Promise<OutgoingMail | null> {
  const kept = await writeAs(actor, ({ db, accountId }) =>
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
      .returning({ id: mailOutbox.id }),
  );
  if (kept.length === 0) return null;
  return {
    ...frozen,
    id: row.id,
    idempotencyKey: shortKey(`${row.accountId}/${row.dedupeKey}`),
    kind: row.kind,
    to: row.toAddress,
    headers: { "Auto-Submitted": "auto-generated", "X-Countersign-Kind": row.kind, "X-Entity-Ref-ID": row.id },
    at: row.queuedAt.toISOString(),
  };
}

/** The templates are loaded with the first mail, not with every process that only queues. */
async function render(row: Claimed): Promise<RenderedMail> {
  const [{ isMailKind }, { renderMail }] = await Promise.all([import("@/emails"), import("@/emails/render")]);
  if (!isMailKind(row.kind)) throw new Error(`Unknown kind of mail: ${row.kind}`);
  return renderMail(row.kind, unseal(row.sealedProps) as MailProps<MailKind>);
}

/** Ends the attempt if the lease is still ours; otherwise the new holder decides. Sent mails keep no content. */
async function finish(
  actor: SystemActor,
  row: Claimed,
  set: {
    state: "sent" | "ready" | "dead" | "unknown";
    sentAt?: Date;
    providerId?: string | null;
    runAfter?: Date;
    lastError?: string;
  },
): Promise<Fate> {
  const ended = await writeAs(actor, ({ db, accountId }) =>
    db
      .update(mailOutbox)
      .set({ ...set, ...(set.state === "sent" ? { sealedMail: null } : {}), leaseToken: null, leaseUntil: null })
      .where(
        and(
          eq(mailOutbox.accountId, accountId),
          eq(mailOutbox.id, row.id),
          eq(mailOutbox.leaseToken, row.leaseToken ?? ""),
        ),
      )
      .returning({ id: mailOutbox.id }),
  );
  return ended.length === 0 || set.state === "ready" ? "retried" : set.state;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : "The transport failed.").slice(0, 500);
