import { findActor } from "@/lib/auth/actor";
import { readAs } from "@/lib/ctx";
import { NotFoundError } from "@/lib/errors";
import { downloadResponse } from "@/lib/files/download";
import { findSubmissionFile } from "@/lib/files/queries";
import { headAnswer, problem, route } from "@/lib/http";
import { findCase, staffIn } from "@/lib/staff/queries";

type Context = RouteContext<"/api/staff/companies/[slug]/disputes/[disputeId]/files/[fileId]">;

/** One file of the work that a dispute is about, for staff who see the case. */
export const GET = route(async (_request, { params }: Context) => {
  const actor = await findActor();
  if (!actor) return problem(401, "signed-out", "Sign in to read this.");
  if (actor.kind !== "staff") throw new NotFoundError();
  const { slug, disputeId, fileId } = await params;
  const file = await readAs(await staffIn(actor, slug), async (ctx) => {
    const dispute = await findCase(ctx, disputeId);
    return dispute && findSubmissionFile(ctx, dispute.contractId, fileId);
  });
  if (!file) throw new NotFoundError();
  return downloadResponse(file);
});

export const HEAD = headAnswer;
