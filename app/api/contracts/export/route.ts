import { findActor } from "@/lib/auth/actor";
import { exportContracts } from "@/lib/contracts/export-contracts";
import { filterOf, readAddress } from "@/lib/contracts/list-address";
import { NotFoundError } from "@/lib/errors";
import { csvAnswer, headAnswer, problem, route } from "@/lib/http";

/** The list of contracts as CSV, with the filters of its address; for members, and only what they see. */
export const GET = route(async (request) => {
  const actor = await findActor();
  if (!actor) return problem(401, "signed-out", "Sign in to read this.");
  if (actor.kind !== "member") throw new NotFoundError();
  const said = readAddress(Object.fromEntries(new URL(request.url).searchParams), "active");
  return csvAnswer("contracts.csv", exportContracts(actor, filterOf({ ...said, after: undefined })));
});

export const HEAD = headAnswer;
