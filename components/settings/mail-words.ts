import type { listMailKinds } from "@/lib/mail/previews";

type MailKind = ReturnType<typeof listMailKinds>[number]["kind"];

/**
 * What each mail tells, as a heading on the notification settings; null for kinds that nothing sends yet. A new kind does
 * not compile without its words.
 */
export const mailKindWords: Record<MailKind, string | null> = {
  "request-requested": "A request waits for your decision",
  "request-approved": "Your request was approved",
  "request-declined": "Your request was declined",
  "request-reminder": null,
  "request-expiring": null,
  "request-expired": "A request has expired",
  "request-freed": "An approval is available again",
  "approvals-enabled": null,
  "approver-missing": null,
  "offer-sent": "An offer was made to you",
  "offer-invited": "A company invited you to an offer",
  "offer-modified": "An offer made to you has changed",
  "offer-withdrawn": "An offer made to you was withdrawn",
  "offer-accepted": "Your offer was accepted",
  "offer-declined": "Your offer was declined",
  "offer-expiring": null,
  "offer-expired": "An offer has expired",
  "sign-in-link": "You asked to sign in",
};
