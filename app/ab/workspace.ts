import "server-only";
import { cache } from "react";
import { getWorkspace, hasReceivedOffers } from "@/lib/accounts/workspace";
import { requireMember } from "@/lib/auth/actor";
import { ownMemberships } from "@/lib/auth/queries";
import { readAs } from "@/lib/ctx";

/** The reader and what the frame of their company shows; asked once per request, by layouts and pages alike. */
export const loadWorkspace = cache(async () => {
  const actor = await requireMember();
  const [workspace, now] = await readAs(actor, async (ctx) => [await getWorkspace(ctx), ctx.now] as const);
  return { actor, now, ...workspace };
});

/** The one look of the frame across companies: has anybody offered the reader work, and where else do they sit? */
export const lookElsewhere = cache(async () => {
  const { userId, accountId, name, email } = await requireMember();
  return readAs({ kind: "talent", userId, accountId: null, name, email, via: "web" }, async (ctx) => ({
    freelancer: await hasReceivedOffers(ctx),
    seats: (await ownMemberships(ctx)).filter((seat) => seat.accountId !== accountId),
  }));
});
