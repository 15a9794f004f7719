import { findMove, findMoveFile } from "@/lib/billing/list-moves";
import { canSeeBilling } from "@/lib/billing/rules";
import { downloadResponse } from "@/lib/files/download";
import { headAnswer, route } from "@/lib/http";
import { answerMember } from "../../../reader";

type Context = RouteContext<"/api/billing/payments/[moveId]/file">;

/** The file that was recorded with a payment, for people who see billing. */
export const GET = route(async (_request, { params }: Context) => {
  const { moveId } = await params;
  return answerMember(async (ctx) => {
    const move = canSeeBilling(ctx.actor) ? await findMove(ctx, moveId) : null;
    return move?.fileId ? findMoveFile(ctx, move.fileId) : null;
  }, downloadResponse);
});

export const HEAD = headAnswer;
