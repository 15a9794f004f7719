import { getReaderZone } from "@/lib/accounts/queries";
import { asTalent } from "@/lib/actor";
import { findActor } from "@/lib/auth/actor";
import { earningLetter } from "@/lib/billing/letters";
import { findEarning } from "@/lib/billing/list-earnings";
import { readAs } from "@/lib/ctx";
import { NotFoundError } from "@/lib/errors";
import { headAnswer, problem, route } from "@/lib/http";
import { pdfResponse } from "@/lib/pdf/pdf-response";

type Context = RouteContext<"/api/talent/earnings/[earningId]">;

/** One own earning as a PDF. Unknown, somebody else's and malformed ids answer alike. */
export const GET = route(async (_request, { params }: Context) => {
  const actor = await findActor();
  if (!actor) return problem(401, "signed-out", "Sign in to read this.");
  const { earningId } = await params;
  const letter = await readAs(asTalent(actor), async (ctx) => {
    const earning = await findEarning(ctx, earningId);
    return earning && earningLetter(earning, actor.name, await getReaderZone(ctx));
  });
  if (!letter) throw new NotFoundError();
  return pdfResponse(letter);
});

export const HEAD = headAnswer;
