import "server-only";
import { getAccountSettings } from "../accounts/queries";
import type { Ctx } from "../ctx";
import { formatInstant } from "../dates";
import { env } from "../env";
import { queueMail } from "../mail/queue-mail";
import { settingsUrlFor } from "../notifications/settings-url";
import { daysText } from "../words";
import type { Post } from "./queries";
import { postPriceText } from "./rules";

/** To the owner: the post ends soon, and how to keep it open. */
export async function mailPostExpiring(ctx: Ctx, post: Post, openUntil: Date): Promise<void> {
  await queueMail(ctx, {
    kind: "post-expiring",
    to: post.ownerEmail,
    key: `${post.id}/${openUntil.toISOString()}`,
    props: {
      ...(await factsOf(ctx, post)),
      openUntil: formatInstant(openUntil, post.ownerZone),
      editUrl: `${postUrl(post)}/edit`,
    },
  });
}

/** To the owner: the post is over. */
export async function mailPostExpired(ctx: Ctx, post: Post, openUntil: Date): Promise<void> {
  await queueMail(ctx, {
    kind: "post-expired",
    to: post.ownerEmail,
    key: `${post.id}/${openUntil.toISOString()}`,
    props: { ...(await factsOf(ctx, post)), endedAt: formatInstant(openUntil, post.ownerZone), postUrl: postUrl(post) },
  });
}

async function factsOf(ctx: Ctx, post: Post) {
  const { name, postLifeDays } = await getAccountSettings(ctx);
  return {
    companyName: name,
    askWhom: `${post.ownerName} (${post.ownerEmail})`,
    settingsUrl: settingsUrlFor("client"),
    title: post.title,
    team: post.teamName,
    terms: postPriceText(post),
    life: daysText(postLifeDays),
  };
}

const postUrl = (post: Post) => `${env.APP_ORIGIN}/ab/jobs/posts/${post.id}`;
