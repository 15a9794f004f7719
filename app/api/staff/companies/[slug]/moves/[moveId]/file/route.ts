import { findActor } from "@/lib/auth/actor";
import { findMove, findMoveFile } from "@/lib/billing/list-moves";
import { readAs } from "@/lib/ctx";
import { NotFoundError } from "@/lib/errors";
import { downloadResponse } from "@/lib/files/download";
import { headAnswer, problem, route } from "@/lib/http";
import { staffIn } from "@/lib/staff/queries";
import { decidableKinds } from "@/lib/staff/rules";

type Context = RouteContext<"/api/staff/companies/[slug]/moves/[moveId]/file">;

/** The file that was recorded with a money move, for staff who may decide it. */
export const GET = route(async (_request, { params }: Context) => {
  const actor = await findActor();
  if (!actor) return problem(401, "signed-out", "Sign in to read this.");
  if (actor.kind !== "staff") throw new NotFoundError();
  const { slug, moveId } = await params;
  const file = await readAs(await staffIn(actor, slug), async (ctx) => {
    const move = await findMove(ctx, moveId);
    return move?.fileId && decidableKinds(actor).includes(move.kind) ? findMoveFile(ctx, move.fileId) : null;
  });
  if (!file) throw new NotFoundError();
  return downloadResponse(file);
});

export const HEAD = headAnswer;
