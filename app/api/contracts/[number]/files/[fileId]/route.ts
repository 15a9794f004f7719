import { findActor } from "@/lib/auth/actor";
import { findContract } from "@/lib/contracts/queries";
import { readAs } from "@/lib/ctx";
import { NotFoundError } from "@/lib/errors";
import { downloadResponse } from "@/lib/files/download";
import { findSubmissionFile } from "@/lib/files/queries";
import { headAnswer, problem, route } from "@/lib/http";

type Context = RouteContext<"/api/contracts/[number]/files/[fileId]">;

/** One file that was submitted on a contract, for members who see it. Unknown, foreign and malformed ids answer alike. */
export const GET = route(async (_request, { params }: Context) => {
  const actor = await findActor();
  if (!actor) return problem(401, "signed-out", "Sign in to read this.");
  if (actor.kind !== "member") throw new NotFoundError();
  const { number, fileId } = await params;
  const file = await readAs(actor, async (ctx) => {
    const contract = await findContract(ctx, number);
    return contract && findSubmissionFile(ctx, contract.id, fileId);
  });
  if (!file) throw new NotFoundError();
  return downloadResponse(file);
});

export const HEAD = headAnswer;
