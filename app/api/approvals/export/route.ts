import { getWorkspace } from "@/lib/accounts/workspace";
import { exportRequests } from "@/lib/approvals/export-requests";
import { filterOf, readAddress } from "@/lib/approvals/list-address";
import { findActor } from "@/lib/auth/actor";
import { readAs } from "@/lib/ctx";
import { NotFoundError } from "@/lib/errors";
import { csvAnswer, headAnswer, problem, route } from "@/lib/http";

/** The list of approval requests as CSV, with the filters of its address; for members, and only what they see. */
export const GET = route(async (request) => {
  const actor = await findActor();
  if (!actor) return problem(401, "signed-out", "Sign in to read this.");
  if (actor.kind !== "member") throw new NotFoundError();
  const { approvalsOn, approver, waiting } = await readAs(actor, getWorkspace);
  if (!approvalsOn && waiting === 0) throw new NotFoundError();
  const said = readAddress(Object.fromEntries(new URL(request.url).searchParams), approver);
  const filter = filterOf({ ...said, after: undefined, before: undefined });
  return csvAnswer("approval-requests.csv", exportRequests(actor, filter));
});

export const HEAD = headAnswer;
