export type HistoryFacts = { action: string; data: Record<string, string> };

/** What happened to a request, as it follows a name: "Bo Lindqvist approved step 1". */
export function deedOf({ action, data }: HistoryFacts): string {
  const byMail = data.channel === "mail" ? " from the mail" : "";
  switch (action) {
    case "request.requested":
      return "submitted the request";
    case "request.signed":
      return `approved; step ${data.step} waits for another approver`;
    case "request.step-approved":
      return `approved, which completed step ${data.step}`;
    case "request.approved":
      return `approved the request${byMail}`;
    case "request.declined":
      return `declined the request${byMail}`;
    case "request.withdrawn":
      return data.because ? `withdrew the request: ${data.because}` : "withdrew the request";
    case "request.expired":
      return data.was === "approved"
        ? "ended the approval: no offer used it in time"
        : "ended the request: nobody decided in time";
    case "request.reminded":
      return data.who
        ? `reminded ${data.who}${data.day ? ` after ${data.day} days` : ""}`
        : "found nobody to remind: the approver has left";
    case "request.expiring":
      return "told everybody concerned that the time is nearly over";
    case "request.approver-replaced":
      return `named ${data.to} to decide step ${data.step} instead of ${data.who}`;
    case "request.approver-missing":
      return `found step ${data.step} without an approver: ${data.who} has left`;
    case "request.consumed":
      return `used the approval for offer ${data.offer}`;
    case "request.carried-over":
      return `modified offer ${data.offer}; the approval carries over to version ${data.version}`;
    case "request.freed":
      return `gave the approval back: offer ${data.offer} ${freedWords[data.why ?? ""] ?? "ended"}`;
    default:
      return action.replace(/^request\./, "").replaceAll(/[-._]/g, " ");
  }
}

/** What was said with it, or what it went beyond; null when there is nothing to add. */
export function detailOf({ data }: HistoryFacts): string | null {
  const said = data.reason ?? data.comment;
  if (said) return `“${said}”`;
  if (!data.beyond) return null;
  return `Beyond what was approved: ${data.beyond
    .split(" ")
    .map((field) => beyondWords[field] ?? field)
    .join(", ")}.`;
}

/** Decisions carry the stamp colour in the history. */
export const isDecision = (action: string) => action === "request.approved" || action === "request.declined";

const freedWords: Record<string, string> = {
  withdrawn: "was withdrawn",
  declined: "was declined by the freelancer",
  expired: "expired",
};

/** The fields of an envelope (lib/approvals/envelope.ts). */
const beyondWords: Record<string, string> = {
  kind: "kind of offer",
  type: "contract type",
  talent: "freelancer",
  total: "estimated total",
  rate: "rate",
  hours: "weekly limit",
  end: "end date",
  order: "purchase order",
};
