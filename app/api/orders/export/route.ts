import { getWorkspace } from "@/lib/accounts/workspace";
import { findActor } from "@/lib/auth/actor";
import { readAs } from "@/lib/ctx";
import { NotFoundError } from "@/lib/errors";
import { csvAnswer, headAnswer, problem, route } from "@/lib/http";
import { exportOrders } from "@/lib/orders/export-orders";
import { filterOf, readAddress } from "@/lib/orders/list-address";

/** The list of purchase orders as CSV, with the filters of its address; for members, and only what they see. */
export const GET = route(async (request) => {
  const actor = await findActor();
  if (!actor) return problem(401, "signed-out", "Sign in to read this.");
  if (actor.kind !== "member") throw new NotFoundError();
  const { ordersOn, currency } = await readAs(actor, getWorkspace);
  if (!ordersOn) throw new NotFoundError();
  const said = readAddress(Object.fromEntries(new URL(request.url).searchParams));
  return csvAnswer("purchase-orders.csv", exportOrders(actor, filterOf({ ...said, after: undefined }), currency));
});

export const HEAD = headAnswer;
