import { asTalent } from "@/lib/actor";
import { findActor } from "@/lib/auth/actor";
import { exportOwnContracts } from "@/lib/contracts/export-contracts";
import { filterOf, readAddress } from "@/lib/contracts/list-address";
import { csvAnswer, headAnswer, problem, route } from "@/lib/http";

/** A freelancer's own contracts as CSV, with the filters of their address; whoever is signed in gets their own. */
export const GET = route(async (request) => {
  const actor = await findActor();
  if (!actor) return problem(401, "signed-out", "Sign in to read this.");
  const said = readAddress(Object.fromEntries(new URL(request.url).searchParams), "all");
  return csvAnswer("contracts.csv", exportOwnContracts(asTalent(actor), filterOf({ ...said, after: undefined })));
});

export const HEAD = headAnswer;
