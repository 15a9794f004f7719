import { and, eq, ne } from "drizzle-orm";
import { approvalRequests, contracts, mailOutbox, offers } from "@/db/schema";
import { readAs } from "@/lib/ctx";
import { accountId, system } from "./company";
import type { Plan } from "./plan-row";

/** How far a row has come; each stage is reached by one deed, but the last one by time: an approval nobody used. */
export type Stage = "nothing" | "requested" | "approved" | "offered" | "accepted" | "ran-out";

/** Where each row stands, from what earlier runs left in the database. */
export async function stagesOf(plans: readonly Plan[]): Promise<Map<Plan, Stage>> {
  const { requests, sent } = await readAs(system, async ({ db }) => ({
    requests: await db
      .select({ id: approvalRequests.id, state: approvalRequests.state })
      .from(approvalRequests)
      .where(eq(approvalRequests.accountId, accountId)),
    sent: await db.select({ id: offers.id, state: offers.state }).from(offers).where(eq(offers.accountId, accountId)),
  }));
  const requestState = new Map(requests.map(({ id, state }) => [id, state]));
  const offerState = new Map(sent.map(({ id, state }) => [id, state]));
  const stageOf = ({ request, offer }: Plan): Stage => {
    const offered = offerState.get(offer.id);
    if (offered) return offered === "accepted" ? "accepted" : "offered";
    const asked = requestState.get(request.id);
    if (!asked) return "nothing";
    if (asked === "expired") return "ran-out";
    return asked === "pending" ? "requested" : "approved";
  };
  return new Map(plans.map((plan) => [plan, stageOf(plan)]));
}

/** What stands in the company of the replay. `undelivered`: mails that have not reached the mailbox. */
export type Everything = { requests: number; offers: number; contracts: number; undelivered: number };

export function countEverything(): Promise<Everything> {
  return readAs(system, async ({ db }) => ({
    requests: await db.$count(approvalRequests, eq(approvalRequests.accountId, accountId)),
    offers: await db.$count(offers, eq(offers.accountId, accountId)),
    contracts: await db.$count(contracts, eq(contracts.accountId, accountId)),
    undelivered: await db.$count(mailOutbox, and(eq(mailOutbox.accountId, accountId), ne(mailOutbox.state, "sent"))),
  }));
}
