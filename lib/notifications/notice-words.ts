import type { NotificationCategory } from "@/db/enums";
import type { MailKind, MailProps } from "@/emails";

type Words = { category: NotificationCategory; title: string; href: string };

/** A title, cut so that the figure or name before it stays in sight. */
const about = (title: string) => `“${title}”`;

/** The page behind an address of ours. Never a decision link: those belong in the mail alone (I10). */
const pathOf = (url: string) => {
  const { pathname, search } = new URL(url);
  return pathname + search;
};

const requestPage = (key: string) => `/ab/jobs/approvals/${key.split("/")[0]}`;

/**
 * What a mail to a member says in the notification list; kinds that are not here write no line. `key` is the mail's own:
 * it begins with the id of the request.
 */
const words: { readonly [K in MailKind]?: (props: MailProps<K>, key: string) => Words | null } = {
  "request-requested": ({ requesterName, estimatedTotal, title }, key) => ({
    category: "approvals",
    title: `${requesterName} asks you to approve ${estimatedTotal} for ${about(title)}`,
    href: requestPage(key),
  }),
  "request-approved": ({ approverName, estimatedTotal, title, offerUrl }) => ({
    category: "approvals",
    title: `${approverName} approved ${estimatedTotal} for ${about(title)}`,
    href: pathOf(offerUrl),
  }),
  "request-declined": ({ approverName, title, requestUrl }) => ({
    category: "approvals",
    title: `${approverName} declined your request for ${about(title)}`,
    href: pathOf(requestUrl),
  }),
  "approvals-enabled": ({ companyName }) => ({
    category: "approvals",
    title: `${companyName} now asks for an approval before an offer is sent`,
    href: "/ab/jobs/approvals",
  }),
  "approver-missing": ({ title, formerApprover, requestUrl }) => ({
    category: "approvals",
    title: `${formerApprover} has left, and nobody else can decide ${about(title)}`,
    href: pathOf(requestUrl),
  }),
  "request-reminder": ({ requesterName, title }, key) => ({
    category: "approval_reminders",
    title: `${requesterName} still waits for your decision on ${about(title)}`,
    href: requestPage(key),
  }),
  "request-expiring": ({ title, expiresAt }, key) => ({
    category: "approval_reminders",
    title: `${about(title)} ends on ${expiresAt}`,
    href: requestPage(key),
  }),
  "request-expired": ({ title, was, requestUrl }) => ({
    category: "approval_reminders",
    title: was === "pending" ? `Your request for ${about(title)} expired` : `Your approval for ${about(title)} expired`,
    href: pathOf(requestUrl),
  }),
  "request-freed": ({ title, usableUntil }, key) => ({
    category: "approval_reminders",
    title: `Your approval for ${about(title)} is available again until ${usableUntil}`,
    href: requestPage(key),
  }),
  "offer-accepted": ({ talentName, title, contractUrl }) => ({
    category: "offers",
    title: `${talentName} accepted your offer ${about(title)}`,
    href: pathOf(contractUrl),
  }),
  "offer-declined": ({ talentName, title, offerUrl }) => ({
    category: "offers",
    title: `${talentName} declined your offer ${about(title)}`,
    href: pathOf(offerUrl),
  }),
  "offer-expiring": ({ to, talentName, title, validUntil, offerUrl }) =>
    to === "talent"
      ? null
      : {
          category: "offers",
          title: `${talentName} can answer your offer ${about(title)} until ${validUntil}`,
          href: pathOf(offerUrl),
        },
  "offer-expired": ({ to, talentName, title, offerUrl }) =>
    to === "talent"
      ? null
      : {
          category: "offers",
          title: `Your offer ${about(title)} to ${talentName} expired unanswered`,
          href: pathOf(offerUrl),
        },
  "contract-pending": ({ to, own, title, contractUrl }) =>
    to === "talent" || own.length === 0
      ? null
      : {
          category: "contracts",
          title: `${own.length} ${own.length === 1 ? "task waits" : "tasks wait"} for you before the contract ${about(title)} starts`,
          href: pathOf(contractUrl),
        },
  "contract-started": ({ to, title, pageUrl }) =>
    to === "talent"
      ? null
      : { category: "contracts", title: `The contract ${about(title)} has started`, href: pathOf(pageUrl) },
  "contract-inactive": ({ is, title, pageUrl }) => ({
    category: "contracts",
    title: `No time for ${is} days on the contract ${about(title)}`,
    href: pathOf(pageUrl),
  }),
  "contract-ended": ({ to, endedBy, title, contractUrl }) =>
    to === "talent"
      ? null
      : {
          category: "contract_stops",
          title: `${endedBy} ended the contract ${about(title)}`,
          href: pathOf(contractUrl),
        },
  "contract-end-near": ({ to, title, endDate, contractUrl }) =>
    to === "talent"
      ? null
      : {
          category: "contracts",
          title: `The contract ${about(title)} ends on ${endDate}`,
          href: pathOf(contractUrl),
        },
  "refund-paid": ({ to, by, amount, title, pageUrl }) =>
    to === "talent"
      ? null
      : {
          category: "contracts",
          title: `${by} refunded ${amount ?? "a payment"} of ${about(title)}`,
          href: pathOf(pageUrl),
        },
  "refund-answered": ({ to, is, amount, title, pageUrl }) =>
    to === "talent"
      ? null
      : {
          category: "contracts",
          title: `Your request for a refund of ${amount ?? "a payment"} of ${about(title)} ${is === "lapsed" ? "lapsed unanswered" : "was declined"}`,
          href: pathOf(pageUrl),
        },
  "post-expiring": ({ title, openUntil, editUrl }) => ({
    category: "offers",
    title: `Your job post ${about(title)} ends on ${openUntil}`,
    href: pathOf(editUrl),
  }),
  "post-expired": ({ title, postUrl }) => ({
    category: "offers",
    title: `Your job post ${about(title)} has ended`,
    href: pathOf(postUrl),
  }),
  "past-due-notice": ({ amount, next, pageUrl }) => ({
    category: "account_standing",
    title: `${amount} is past due; unpaid, the account is suspended on ${next?.[1] ?? "the day named there"}`,
    href: pathOf(pageUrl),
  }),
  "finance-asked": ({ askedBy, number, wrong, orderUrl }) => ({
    category: "orders",
    title: `${askedBy} asks about PO ${number}${wrong ? `: ${wrong}` : ""}`,
    href: pathOf(orderUrl),
  }),
  "account-suspended": ({ amount, pageUrl }) => ({
    category: "account_standing",
    title: amount
      ? `Your account is suspended until the balance of ${amount} is paid`
      : "Your company's account is suspended until its balance is paid",
    href: pathOf(pageUrl),
  }),
  "account-reinstated": ({ pageUrl }) => ({
    category: "account_standing",
    title: "Your company's account is open again",
    href: pathOf(pageUrl),
  }),
};

/** The line that goes with a mail, or null. */
export function noticeOf<K extends MailKind>(kind: K, props: MailProps<K>, key: string): Words | null {
  return words[kind]?.(props, key) ?? null;
}
