import "server-only";
import { orderChoicesOf } from "@/components/orders/order-options";
import { emptyPost, valuesFromPost } from "@/components/posts/post-values";
import { getAccountSettings, hiresIn, listHirers, listTeams } from "@/lib/accounts/queries";
import type { MemberActor } from "@/lib/actor";
import type { ReadCtx } from "@/lib/ctx";
import { findOrderAsk } from "@/lib/orders/queries";
import type { Post } from "@/lib/posts/queries";
import { canPostIn } from "@/lib/posts/rules";
import { daysText } from "@/lib/words";

/** Everything the post form is drawn with, besides the post itself. */
export async function loadPostForm(ctx: ReadCtx<MemberActor>, post: Post | null) {
  const { actor } = ctx;
  const [settings, allTeams, hirers, ask] = await Promise.all([
    getAccountSettings(ctx),
    listTeams(ctx),
    listHirers(ctx),
    findOrderAsk(ctx),
  ]);
  const teams = allTeams.filter((team) => (canPostIn(actor, team.id) && !team.hidden) || team.id === post?.teamId);
  const owners = hirers.filter((hirer) => teams.some((team) => hiresIn(hirer, team.id)));
  const values = post ? valuesFromPost(post) : { ...emptyPost, ownerId: actor.userId };
  if (!post && teams.length === 1) values.teamId = teams[0]?.id ?? "";
  return {
    values,
    currency: settings.currency,
    life: daysText(settings.postLifeDays),
    teams: teams.map(({ id, name }) => ({ value: id, label: name })),
    owners: owners.map(({ userId, name }) => ({ value: userId, label: name })),
    orders: orderChoicesOf(ask),
    orderRequired: settings.ordersRequiredOnPosts,
    // An open post may keep what it has; reopening asks anew.
    currentOrder:
      post?.orderId && post.orderNumber && (post.state === "open" || post.state === "draft")
        ? { id: post.orderId, label: `${post.orderNumber} · on this post now` }
        : null,
  };
}
