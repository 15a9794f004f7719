import { getReaderZone } from "@/lib/accounts/queries";
import { asTalent } from "@/lib/actor";
import { findActor } from "@/lib/auth/actor";
import { payoutLetter } from "@/lib/billing/letters";
import { findPayout } from "@/lib/billing/list-payouts";
import { readAs } from "@/lib/ctx";
import { NotFoundError } from "@/lib/errors";
import { headAnswer, problem, route } from "@/lib/http";
import { pdfResponse } from "@/lib/pdf/pdf-response";

type Context = RouteContext<"/api/talent/payouts/[payoutId]">;

/** The receipt of one own payout as a PDF. Unknown, somebody else's and malformed ids answer alike. */
export const GET = route(async (_request, { params }: Context) => {
  const actor = await findActor();
  if (!actor) return problem(401, "signed-out", "Sign in to read this.");
  const { payoutId } = await params;
  const letter = await readAs(asTalent(actor), async (ctx) => {
    const payout = await findPayout(ctx, payoutId);
    return payout && payoutLetter(payout, actor.name, await getReaderZone(ctx));
  });
  if (!letter) throw new NotFoundError();
  return pdfResponse(letter);
});

export const HEAD = headAnswer;
