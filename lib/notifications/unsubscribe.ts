import "server-only";
import { and, eq } from "drizzle-orm";
import { memberships } from "@/db/schema";
import { getAccountSettings } from "../accounts/queries";
import type { SystemActor } from "../actor";
import { type Ctx, readAs, writeAs } from "../ctx";
import { setNotification } from "./change-notification-setting";
import { isMailWanted } from "./queries";
import { type Subscription, subscriptionOf } from "./unsubscribe-link";

/** What the page behind a link says; null for links that are none of ours, or whose seat is not there. */
export type OpenedSubscription = { companyName: string; on: boolean };

const actorOf = ({ accountId }: Subscription): SystemActor => ({
  kind: "system",
  accountId,
  userId: null,
  job: "unsubscribe",
  via: "link",
});

/** Looks at what a link stands for. Changes nothing, whoever or whatever opens it. */
export async function openUnsubscribeLink(token: string): Promise<OpenedSubscription | null> {
  const subscription = subscriptionOf(token);
  if (!subscription) return null;
  return readAs(actorOf(subscription), async (ctx) => {
    if (!(await hasSeat(ctx, subscription.userId))) return null;
    const { name } = await getAccountSettings(ctx);
    return { companyName: name, on: await isMailWanted(ctx, subscription.userId, "spend_alerts") };
  });
}

/**
 * Switches the mail of the weekly spend alerts off for whoever the link was mailed to. The token is the right; no session
 * is asked for (RFC 8058). Twice is once.
 * @returns false for links that are none of ours.
 */
export async function unsubscribe(token: string): Promise<boolean> {
  const subscription = subscriptionOf(token);
  if (!subscription) return false;
  return writeAs(actorOf(subscription), async (ctx) => {
    if (!(await hasSeat(ctx, subscription.userId))) return false;
    const result = await setNotification(ctx, subscription.userId, {
      category: "spend_alerts",
      channel: "mail",
      value: "off",
    });
    return result.ok;
  });
}

async function hasSeat(ctx: Pick<Ctx, "db" | "accountId">, userId: string): Promise<boolean> {
  const [seat] = await ctx.db
    .select({ userId: memberships.userId })
    .from(memberships)
    .where(and(eq(memberships.accountId, ctx.accountId), eq(memberships.userId, userId)));
  return seat !== undefined;
}
