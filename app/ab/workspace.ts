import "server-only";
import { cache } from "react";
import { getWorkspace, hasReceivedOffers } from "@/lib/accounts/workspace";
import { requireMember } from "@/lib/auth/actor";
import { readAs } from "@/lib/ctx";

/** The reader and what the frame of their company shows; asked once per request, by layouts and pages alike. */
export const loadWorkspace = cache(async () => {
  const actor = await requireMember();
  const [workspace, now] = await readAs(actor, async (ctx) => [await getWorkspace(ctx), ctx.now] as const);
  return { actor, now, ...workspace };
});

/** Is the reader a freelancer too? The one look of the frame across companies: at offers made to themselves. */
export const isFreelancerToo = cache(async () => {
  const { userId, name, email } = await requireMember();
  return readAs({ kind: "talent", userId, accountId: null, name, email, via: "web" }, hasReceivedOffers);
});
