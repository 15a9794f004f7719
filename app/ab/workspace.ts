import "server-only";
import { cache } from "react";
import { getWorkspace } from "@/lib/accounts/workspace";
import { ownSeats, requireMember } from "@/lib/auth/actor";
import { readAs } from "@/lib/ctx";

/** The reader and what the frame of their company shows; asked once per request, by layouts and pages alike. */
export const loadWorkspace = cache(async () => {
  const actor = await requireMember();
  const [workspace, now] = await readAs(actor, async (ctx) => [await getWorkspace(ctx), ctx.now] as const);
  return { actor, now, ...workspace };
});

/** The one look of the frame across companies: has anybody offered the reader work, and where else do they sit? */
export async function lookElsewhere() {
  const { accountId } = await requireMember();
  const seats = await ownSeats();
  return {
    freelancer: seats.some((seat) => seat.freelancer),
    seats: seats.filter((seat) => seat.accountId !== accountId),
  };
}
