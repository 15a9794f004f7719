import type { RequestCase } from "@/lib/approvals/request-case";
import { formatInstant } from "@/lib/dates";

/** Why a request cannot be decided any more, in one sentence: "Declined by Bo Lindqvist on 4 May 2026, 14:03 UTC." */
export function whatHappened(
  { request, outcome }: Pick<RequestCase, "request" | "outcome">,
  me: string,
  zone: string,
): string {
  const mine = request.slots.find((slot) => slot.approverId === me);
  if (mine?.decision && mine.decidedAt)
    return `You ${mine.decision} this request on ${formatInstant(mine.decidedAt, zone)}.`;
  if (!outcome) return "This link belongs to an earlier state of the request.";
  const by = outcome.byName ? ` by ${outcome.byName}` : "";
  const words = { approved: "Approved", declined: "Declined", withdrawn: "Withdrawn", expired: "Expired" };
  return `${words[outcome.outcome]}${by} on ${formatInstant(outcome.decidedAt, zone)}.`;
}
