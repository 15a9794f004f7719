import "server-only";
import { getWorkspace, type Workspace } from "@/lib/accounts/workspace";
import type { MemberActor } from "@/lib/actor";
import { findActor } from "@/lib/auth/actor";
import { type ReadCtx, readAs } from "@/lib/ctx";
import { NotFoundError } from "@/lib/errors";
import { problem } from "@/lib/http";

/**
 * What a member gets of their company's billing; `find` says null where nothing is in their reach.
 * @throws NotFoundError for anybody without a seat, and where nothing was found.
 */
export async function answerMember<T>(
  find: (ctx: ReadCtx<MemberActor>, workspace: Workspace) => Promise<T | null>,
  answer: (found: T, actor: MemberActor) => Response | Promise<Response>,
): Promise<Response> {
  const actor = await findActor();
  if (!actor) return problem(401, "signed-out", "Sign in to read this.");
  if (actor.kind !== "member") throw new NotFoundError();
  const found = await readAs(actor, async (ctx) => find(ctx, await getWorkspace(ctx)));
  if (found === null) throw new NotFoundError();
  return answer(found, actor);
}
