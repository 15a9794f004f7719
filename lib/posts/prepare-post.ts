import "server-only";
import {
  type AccountSettings,
  getAccountSettings,
  hiresIn,
  listHirers,
  mayHireNow,
  takesWork,
} from "../accounts/queries";
import { isSuspended } from "../billing/company-money";
import type { Ctx } from "../ctx";
import { ForbiddenError } from "../errors";
import { chooseOrder } from "../orders/choose-order";
import type { Post } from "./queries";
import { canManagePost, canPostIn } from "./rules";
import type { PostInput } from "./schema";

export type InvalidPost =
  | { ok: false; reason: "invalid"; fieldErrors: Record<string, string[]> }
  | { ok: false; reason: "suspended"; message: string };

type Asked = {
  /** the post as it stands; null for a new one */
  post: Post | null;
  /** required: the post is seen by others from now on; a choice must be made where the company requires purchase orders on posts */
  choice: "required" | "optional";
  /** a purchase order that stands on the post already may stay, whatever became of it */
  keepOrder: boolean;
};

/**
 * What drafting, posting, editing and reopening share: may the actor write this post for this team, may the owner hire
 * there, and which purchase order stands on it.
 * @returns the columns to write, or what must change.
 * @throws ForbiddenError
 */
export async function preparePost(ctx: Ctx, input: PostInput, { post, choice, keepOrder }: Asked) {
  const { actor } = ctx;
  const { teamId } = input;
  const mayWrite = canPostIn(actor, teamId) && (post === null || canManagePost(actor, post));
  if (actor.kind !== "member" || !mayWrite || !(await mayHireNow(ctx, teamId)))
    throw new ForbiddenError("write this job post for this team");
  if (choice === "required" && (await isSuspended(ctx))) return postsAreBlocked;
  if (!(await takesWork(ctx, teamId))) return invalid("teamId", "Choose one of your teams.");
  const ownerId = input.ownerId ?? post?.ownerId ?? actor.userId;
  const owner = (await listHirers(ctx)).find((hirer) => hirer.userId === ownerId);
  if (!owner || !hiresIn(owner, teamId)) return invalid("ownerId", "Choose an owner who may hire in this team.");
  const settings = await getAccountSettings(ctx);
  const order = await answerOf(ctx, input, settings, { post, choice, keepOrder });
  if (!order.ok) return order;
  const { title, description, contractType, rateFromMinor, rateToMinor, budgetMinor } = input;
  return {
    ok: true as const,
    settings,
    columns: {
      title,
      description,
      teamId,
      ownerId,
      contractType,
      rateFromMinor,
      rateToMinor,
      budgetMinor,
      orderChoice: order.orderChoice,
      orderId: order.orderId,
      auditId: ctx.auditId,
    },
  };
}

/** A suspended company posts nothing and changes no post; drafts may be kept (part two, §13.3). */
const postsAreBlocked: InvalidPost = {
  ok: false,
  reason: "suspended",
  message: "Your company's account is suspended until the balance is paid; job posts cannot be opened or changed.",
};

async function answerOf(ctx: Ctx, input: PostInput, settings: AccountSettings, { post, choice, keepOrder }: Asked) {
  const same = keepOrder && post?.orderId != null && input.order.orderChoice === post.orderId;
  // While purchase orders are off the question is not asked, and no answer is lost.
  if (post && (same || !settings.ordersOn))
    return { ok: true as const, orderId: post.orderId, orderChoice: post.orderChoice };
  const required = choice === "required" && settings.ordersRequiredOnPosts;
  return chooseOrder(ctx, input.order, { teamId: input.teamId, required });
}

export const invalid = (field: string, message: string): InvalidPost => ({
  ok: false,
  reason: "invalid",
  fieldErrors: { [field]: [message] },
});
