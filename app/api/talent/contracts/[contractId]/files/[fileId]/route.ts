import { asTalent } from "@/lib/actor";
import { findActor } from "@/lib/auth/actor";
import { findAccountForTalent, findOwnContract } from "@/lib/contracts/queries";
import { readAs } from "@/lib/ctx";
import { NotFoundError } from "@/lib/errors";
import { downloadResponse } from "@/lib/files/download";
import { findSubmissionFile } from "@/lib/files/queries";
import { headAnswer, problem, route } from "@/lib/http";

type Context = RouteContext<"/api/talent/contracts/[contractId]/files/[fileId]">;

/** One file that a freelancer submitted on an own contract. Unknown, foreign and malformed ids answer alike. */
export const GET = route(async (_request, { params }: Context) => {
  const actor = await findActor();
  if (!actor) return problem(401, "signed-out", "Sign in to read this.");
  const { contractId, fileId } = await params;
  const talent = asTalent(actor);
  const accountId = await readAs(talent, (ctx) => findAccountForTalent(ctx, contractId));
  if (!accountId) throw new NotFoundError();
  const file = await readAs({ ...talent, accountId }, async (ctx) => {
    const contract = await findOwnContract(ctx, contractId);
    return contract && findSubmissionFile(ctx, contract.id, fileId);
  });
  if (!file) throw new NotFoundError();
  return downloadResponse(file);
});

export const HEAD = headAnswer;
