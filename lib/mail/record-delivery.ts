import "server-only";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { mailOutbox, mailSuppressions, memberRoles, memberships, users, webhookEvents } from "@/db/schema";
import { type PlanActor, platformAccountId, type SystemActor } from "../actor";
import { wallNow } from "../clock";
import { type Ctx, readAs, writeAs } from "../ctx";
import { emailOrNull } from "../email-address";
import { isId } from "../ids";
import { notify } from "../notifications/notify";

/** The provider gives tags as a record; the transport sent them as a list, and both are read. */
const tags = z.union([
  z.record(z.string(), z.string()),
  z
    .array(z.object({ name: z.string(), value: z.string() }))
    .transform((list) => Object.fromEntries(list.map(({ name, value }) => [name, value]))),
]);

/** One event of Resend's webhooks, as far as it concerns us; further fields are its own affair. */
export const deliveryEvent = z.object({
  type: z.string().max(100),
  created_at: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  data: z.object({
    to: z.array(z.string()).optional(),
    tags: tags.optional(),
    bounce: z.object({ type: z.string().optional() }).optional(),
  }),
});
export type DeliveryEvent = z.output<typeof deliveryEvent>;

/** `known`: this event was recorded before. `ignored`: of another kind, or about a mail that is none of ours. */
export type Recorded = "recorded" | "known" | "ignored";

const planner: PlanActor = { kind: "plan", accountId: null, userId: null, via: "cron" };

/**
 * Records what the provider tells about a mail that it took. Events come signed, at least once and in any order: each is
 * taken once by its id, and writes an instant of its own, so no order matters. A hard bounce or a complaint suppresses the
 * address for every company and is told to admins and program owners of those where its reader has a seat (I32, product.md §6).
 */
export async function recordDelivery(eventId: string, event: DeliveryEvent): Promise<Recorded> {
  const { account_id: accountId = "", outbox_id: mailId = "" } = event.data.tags ?? {};
  const kind = kindOf(event);
  if (!kind || !isId(accountId) || !isId(mailId)) return "ignored";
  const mail = { accountId, mailId };
  const reason = stops(kind, event);
  if (reason) {
    // First, and each company by itself: a repeat after a crash finds the notices written and goes on.
    const address = await addressOf(mail, event);
    if (address) await tellAdmins(address, reason, accountId);
    return writeAs(actorOf(accountId), (ctx) =>
      record(ctx, eventId, mail, kind, event, address ? { address, reason } : null),
    );
  }
  return writeAs(actorOf(accountId), (ctx) => record(ctx, eventId, mail, kind, event, null));
}

type Kind = "sent" | "delivered" | "bounced" | "complained";
type Reason = "bounced" | "complained";
type Mail = { accountId: string; mailId: string };

function kindOf({ type }: DeliveryEvent): Kind | null {
  const kind = /^email\.(sent|delivered|bounced|complained)$/.exec(type)?.[1];
  return (kind as Kind | undefined) ?? null;
}

/** Does this event end all mail to the address? A bounce does when it is permanent; a full mailbox is not. */
function stops(kind: Kind, { data }: DeliveryEvent): Reason | null {
  if (kind === "complained") return "complained";
  const hard = data.bounce?.type === undefined || data.bounce.type === "Permanent";
  return kind === "bounced" && hard ? "bounced" : null;
}

async function record(
  { db, accountId }: Ctx,
  eventId: string,
  { mailId }: Mail,
  kind: Kind,
  { created_at: at }: DeliveryEvent,
  suppression: { address: string; reason: Reason } | null,
): Promise<Recorded> {
  const fresh = await db
    .insert(webhookEvents)
    .values({ id: eventId, receivedAt: wallNow() })
    .onConflictDoNothing()
    .returning({ id: webhookEvents.id });
  if (fresh.length === 0) return "known";
  const atText = at.toISOString();
  await db
    .update(mailOutbox)
    .set({
      ...(kind === "delivered" ? { deliveredAt: sql`least(${mailOutbox.deliveredAt}, ${atText}::timestamptz)` } : {}),
      ...(kind === "bounced" ? { bouncedAt: sql`least(${mailOutbox.bouncedAt}, ${atText}::timestamptz)` } : {}),
      ...(kind === "complained"
        ? { complainedAt: sql`least(${mailOutbox.complainedAt}, ${atText}::timestamptz)` }
        : {}),
      // Whatever became of it afterwards: the provider had taken a mail of which no clear answer had come.
      state: sql`case when ${mailOutbox.state} = 'unknown' then 'sent' else ${mailOutbox.state} end`,
      sentAt: sql`case when ${mailOutbox.state} = 'unknown' then ${atText}::timestamptz else ${mailOutbox.sentAt} end`,
    })
    .where(and(eq(mailOutbox.accountId, accountId), eq(mailOutbox.id, mailId)));
  if (suppression) {
    await db
      .insert(mailSuppressions)
      .values({ ...suppression, since: at })
      .onConflictDoUpdate({
        target: mailSuppressions.address,
        set: {
          since: sql`least(${mailSuppressions.since}, excluded.since)`,
          reason: sql`case when 'complained' in (${mailSuppressions.reason}, excluded.reason) then 'complained' else 'bounced' end`,
        },
      });
  }
  return "recorded";
}

/** Whom the mail was for: by our own row, or by the event once the row is gone. */
async function addressOf({ accountId, mailId }: Mail, { data }: DeliveryEvent): Promise<string | null> {
  const [row] = await readAs(actorOf(accountId), ({ db }) =>
    db
      .select({ to: mailOutbox.toAddress })
      .from(mailOutbox)
      .where(and(eq(mailOutbox.accountId, accountId), eq(mailOutbox.id, mailId))),
  );
  return row?.to ?? emailOrNull(data.to?.[0] ?? "");
}

/** A line for the admins and program owners of every company in which the address has a seat, and of the one whose mail it was. */
async function tellAdmins(address: string, reason: Reason, sender: string): Promise<void> {
  const seats = await readAs(planner, ({ db }) =>
    db
      .select({ accountId: memberships.accountId })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(and(eq(users.email, address), eq(memberships.state, "active"))),
  );
  const companies = new Set([...seats.map((seat) => seat.accountId), sender]);
  companies.delete(platformAccountId);
  for (const accountId of companies) {
    await writeAs(actorOf(accountId), async (ctx) => {
      const admins = await ctx.db
        .selectDistinct({ userId: memberRoles.userId })
        .from(memberRoles)
        .where(
          and(
            eq(memberRoles.accountId, accountId),
            inArray(memberRoles.role, ["admin", "program_owner"]),
            isNull(memberRoles.revokedAt),
          ),
        );
      await notify(
        ctx,
        admins.map(({ userId }) => ({
          userId,
          kind: "mail-stopped",
          category: "security" as const,
          key: `${address}/${reason}`,
          title:
            reason === "bounced"
              ? `Mail to ${address} came back, so nothing more is sent there. Ask for another address.`
              : `${address} reported our mail as spam, so nothing more is sent there.`,
          href: "/ab/notifications",
        })),
      );
    });
  }
}

const actorOf = (accountId: string): SystemActor => ({
  kind: "system",
  accountId,
  userId: null,
  job: "record-delivery",
  via: "link",
});
