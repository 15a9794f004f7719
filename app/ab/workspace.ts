import "server-only";
import { cache } from "react";
import { getWorkspace } from "@/lib/accounts/workspace";
import { requireMember } from "@/lib/auth/actor";
import { listSeats } from "@/lib/auth/queries";
import { readAs } from "@/lib/ctx";

/** The reader and what the frame of their company shows; asked once per request, by layouts and pages alike. */
export const loadWorkspace = cache(async () => {
  const actor = await requireMember();
  const [workspace, now] = await readAs(actor, async (ctx) => [await getWorkspace(ctx), ctx.now] as const);
  return { actor, now, ...workspace };
});

/** The one look of the frame across companies: has anybody offered the reader work, and where else do they sit? */
export async function lookElsewhere() {
  const { userId, accountId } = await requireMember();
  const seats = await listSeats(userId);
  return {
    freelancer: seats.some((seat) => seat.freelancer),
    seats: seats.filter((seat) => seat.accountId !== accountId),
  };
}
