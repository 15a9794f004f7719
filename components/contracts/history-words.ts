import { formatDay } from "@/lib/dates";
import { formatMoney } from "@/lib/money";

type Line = { action: string; actorKind: string; data: Record<string, string> };

const byTalent = (actorKind: string) => actorKind === "talent";

/**
 * Accepting an offer moves money that the company held for it, and nobody charges a client fee or returns it: nobody who
 * reads this did it themselves. A pause by the platform names nobody of its staff.
 */
export const doneByCountersign = ({ action, actorKind }: Omit<Line, "data">) =>
  (action === "milestone.funded" && byTalent(actorKind)) ||
  action.startsWith("fee.") ||
  (actorKind === "staff" && action.startsWith("contract."));

const dayText = (day: string | undefined) => (day ? formatDay(day) : "no end date");

const amountText = ({ currency }: Line["data"], amount: string | undefined) =>
  amount && currency ? formatMoney({ minor: BigInt(amount), currency }) : "";

const releasedHow: Record<string, string> = {
  automatic: ", automatically",
  "by a dispute": ", by the outcome of the dispute",
};

const milestoneText = ({ milestone, title }: Line["data"]) => `milestone ${milestone}, “${title}”`;

/** What changed of hourly terms: the event names what it set. */
function termsText(data: Line["data"]): string {
  if (data.rate) return `changed the rate to ${amountText(data, data.rate)} an hour`;
  if (data.weeklyHours) return `changed the weekly limit: ${data.weeklyHours}`;
  return data.manualTime === "on" ? "allowed manual time" : "switched manual time off";
}

/** One deed on a contract, its milestones or a dispute, as it follows the name of who did it. */
export function contractDeed({ action, actorKind, data }: Line): string {
  const amount = amountText(data, data.amount);
  switch (action) {
    case "contract.order-linked":
      return `changed the purchase order: ${data.from ?? "none"} → ${data.to ?? "none yet"}`;
    case "contract.end-near":
      return "told both sides that the end date is near";
    case "contract.inactive":
      return `told the contact person that nothing was recorded for ${data.days} days`;
    case "contract.end-date-changed":
      return `moved the end date: ${dayText(data.from)} → ${dayText(data.to)}`;
    case "contract.contact-changed":
      return `made ${data.to} the contact person instead of ${data.from}`;
    case "contract.charged":
      return `recorded a charge of ${amount} for ${dayText(data.day)}${data.order ? ` on PO ${data.order}` : ""}`;
    case "contract.charge-reversed":
      return `took back the charge of ${amount} for ${dayText(data.day)}`;
    case "contract.ended":
      return "ended the contract";
    case "contract.started":
      if (data.plan) return "started the contract: its onboarding plan is done";
      return data.offer ? `accepted offer ${data.offer}, which started the contract` : "started the contract";
    case "contract.agreed":
      return `accepted offer ${data.offer}; the contract is pending until its onboarding plan is done`;
    case "task.finished":
      return `did a task of the onboarding plan: “${data.title}”${data.instead ? `, instead of ${data.instead}` : ""}`;
    case "contract.tasks-reminded":
      return `reminded of the open tasks of the onboarding plan, after ${data.day} days`;
    case "contract.paused":
      return data.by === "platform" ? "paused the contract: by the platform" : "paused the contract";
    case "contract.restarted":
      return data.by === "platform" ? "lifted the platform's pause" : "restarted the contract";
    case "contract.terms-changed":
      return termsText(data);
    case "milestone.agreed":
      if (data.milestones) return `agreed ${data.milestones} ${data.milestones === "1" ? "milestone" : "milestones"}`;
      return `added milestone ${data.milestone}, “${data.title}”`;
    case "milestone.removed":
      return `removed ${milestoneText(data)}`;
    case "milestone.funded":
      return byTalent(actorKind)
        ? `moved what the offer held, ${amount}, into the escrow of ${milestoneText(data)}`
        : `funded ${milestoneText(data)}, with ${amount}`;
    case "milestone.submitted":
      return `submitted ${milestoneText(data)}${data.round && data.round !== "1" ? `, round ${data.round}` : ""}`;
    case "changes.requested":
      return `asked for changes of ${milestoneText(data)}`;
    case "milestone.released":
      return `released ${amount} of ${milestoneText(data)}${releasedHow[data.how ?? ""] ?? ""}`;
    case "milestone.rolled-on":
      return `moved ${amount} of milestone ${data.from} on to milestone ${data.to}`;
    case "milestone.release-requested":
      return `asked for the release of ${milestoneText(data)}`;
    case "milestone.reminded":
      return `reminded of ${milestoneText(data)}, day ${data.day}`;
    case "milestone.dormancy-told":
      return `told both sides that ${milestoneText(data)} rests without activity`;
    case "milestone.dormancy-restarted":
      return `counted the days of ${milestoneText(data)} anew: something happened on the contract`;
    case "milestone.dormant":
      return `called ${milestoneText(data)} dormant: 90 days without activity`;
    case "escrow.refund-requested":
      return `asked for a refund of ${amount} of ${milestoneText(data)}`;
    case "escrow.refunded":
      return data.answer === "silent"
        ? `returned ${amount} of ${milestoneText(data)}: the request was not answered in time`
        : `returned ${amount} of ${milestoneText(data)}`;
    case "milestone.change-proposed":
      return "proposed a change of the milestones";
    case "milestone.change-answered":
      return data.answer === "accepted" ? "accepted the proposed change" : "declined the proposed change";
    case "milestone.change-lapsed":
      return "ended the proposed change, which nobody had answered";
    case "bonus.paid":
      return `gave a bonus of ${amount}`;
    case "fee.charged":
      return `charged the client fee of ${amount}`;
    case "fee.returned":
      return `returned ${amount} of the client fee`;
    case "refund.asked":
      return `asked for a refund of ${amount} of what was paid`;
    case "refund.paid":
      return `refunded ${amount} of what was paid`;
    case "refund.declined":
      return `declined to refund ${amount}`;
    case "refund.withdrawn":
      return `withdrew the request for a refund of ${amount}`;
    case "refund.lapsed":
      return `let the request for a refund of ${amount} lapse: 14 days without an answer`;
    case "earnings.available":
      return `made ${amount} available to the freelancer`;
    case "dispute.opened":
      return `opened a dispute over ${milestoneText(data)}${data.origin === "ticket" ? ", as the freelancer asked support to" : ""}`;
    case "dispute.answered":
      return data.answer === "silent"
        ? `released ${milestoneText(data)}: the dispute was not answered in time`
        : `${data.answer ?? "answered"} the dispute over ${milestoneText(data)}`;
    case "dispute.reminded":
      return `reminded of the dispute over ${milestoneText(data)}`;
    case "dispute.proposed":
      return `proposed for ${milestoneText(data)}: ${amountText(data, data.release)} to the freelancer, ${amountText(data, data.refund)} back`;
    case "dispute.proposal-answered":
      return `said ${data.answer ?? "no"} to the mediator's proposal`;
    case "dispute.proposal-lapsed":
      return "closed the mediator's proposal: not both sides accepted in time";
    case "dispute.arbitration":
      return `passed ${milestoneText(data)} on to arbitration: 30 days without agreement`;
    case "dispute.filed":
      return `filed for arbitration over ${milestoneText(data)}`;
    case "dispute.decided":
      return `closed the dispute over ${milestoneText(data)}: ${amountText(data, data.released)} to the freelancer, ${amountText(data, data.refunded)} back`;
    case "dispute.withdrawn":
      return `withdrew the dispute over ${milestoneText(data)}`;
    default:
      return action.replaceAll(".", " ").replaceAll("_", " ").replaceAll("-", " ");
  }
}

/** Deeds about a company's own bookkeeping, which a freelancer never sees (product.md §8). */
export const companyDeeds = [
  "contract.order-linked",
  "contract.charged",
  "contract.charge-reversed",
  "fee.charged",
  "fee.returned",
] as const;
