import type { ReactElement } from "react";
import type { MailCategory } from "./_components/category";
import * as accountReinstated from "./account-reinstated";
import * as accountSuspended from "./account-suspended";
import * as approvalsEnabled from "./approvals-enabled";
import * as approverMissing from "./approver-missing";
import * as autoReleaseReminder from "./auto-release-reminder";
import * as balanceReturned from "./balance-returned";
import * as bonusPaid from "./bonus-paid";
import * as changesRequested from "./changes-requested";
import * as contractDormant from "./contract-dormant";
import * as contractEndNear from "./contract-end-near";
import * as contractEnded from "./contract-ended";
import * as contractInactive from "./contract-inactive";
import * as contractPaused from "./contract-paused";
import * as contractPending from "./contract-pending";
import * as contractRestarted from "./contract-restarted";
import * as contractStarted from "./contract-started";
import * as contractTermsChanged from "./contract-terms-changed";
import * as creditIssued from "./credit-issued";
import * as disputeAnswered from "./dispute-answered";
import * as disputeDecided from "./dispute-decided";
import * as disputeOpened from "./dispute-opened";
import * as disputeProposed from "./dispute-proposed";
import * as disputeReminder from "./dispute-reminder";
import * as earningsAvailable from "./earnings-available";
import * as escrowRefundReminder from "./escrow-refund-reminder";
import * as escrowRefundRequested from "./escrow-refund-requested";
import * as escrowRefunded from "./escrow-refunded";
import * as financeAsked from "./finance-asked";
import * as invoiceIssued from "./invoice-issued";
import * as memberInvited from "./member-invited";
import * as milestoneChangeAnswered from "./milestone-change-answered";
import * as milestoneChangeProposed from "./milestone-change-proposed";
import * as milestoneFunded from "./milestone-funded";
import * as milestoneReleased from "./milestone-released";
import * as milestoneSubmitted from "./milestone-submitted";
import * as moneyMoveWaiting from "./money-move-waiting";
import * as offerAccepted from "./offer-accepted";
import * as offerDeclined from "./offer-declined";
import * as offerExpired from "./offer-expired";
import * as offerExpiring from "./offer-expiring";
import * as offerInvited from "./offer-invited";
import * as offerModified from "./offer-modified";
import * as offerSent from "./offer-sent";
import * as offerWithdrawn from "./offer-withdrawn";
import * as orderThresholdReached from "./order-threshold-reached";
import * as pastDueNotice from "./past-due-notice";
import * as paymentNotConfirmed from "./payment-not-confirmed";
import * as paymentReceived from "./payment-received";
import * as payoutAnswered from "./payout-answered";
import * as payoutAsked from "./payout-asked";
import * as postExpired from "./post-expired";
import * as postExpiring from "./post-expiring";
import * as refundAnswered from "./refund-answered";
import * as refundAsked from "./refund-asked";
import * as refundPaid from "./refund-paid";
import * as requestApproved from "./request-approved";
import * as requestDeclined from "./request-declined";
import * as requestExpired from "./request-expired";
import * as requestExpiring from "./request-expiring";
import * as requestFreed from "./request-freed";
import * as requestReminder from "./request-reminder";
import * as requestRequested from "./request-requested";
import * as signInLink from "./sign-in-link";
import * as spendAlerts from "./spend-alerts";

export type { MailCategory } from "./_components/category";

/** One kind of mail: its body, its subject, its text twin, and props to show it with. */
export interface Mail<P> {
  component: (props: P) => ReactElement;
  subject: (props: P) => string;
  text: (props: P) => string;
  preview: P;
  /** further cases worth looking at, by name */
  variants: Readonly<Record<string, P>>;
  category: MailCategory;
}

/** Every mail of the product by its kind, which is also the name of its file. */
export const mails = {
  "request-requested": mail(requestRequested),
  "request-approved": mail(requestApproved),
  "request-declined": mail(requestDeclined),
  "request-reminder": mail(requestReminder),
  "request-expiring": mail(requestExpiring),
  "request-expired": mail(requestExpired),
  "request-freed": mail(requestFreed),
  "approvals-enabled": mail(approvalsEnabled),
  "approver-missing": mail(approverMissing),
  "member-invited": mail(memberInvited),
  "offer-sent": mail(offerSent),
  "offer-invited": mail(offerInvited),
  "offer-modified": mail(offerModified),
  "offer-withdrawn": mail(offerWithdrawn),
  "offer-accepted": mail(offerAccepted),
  "offer-declined": mail(offerDeclined),
  "offer-expiring": mail(offerExpiring),
  "offer-expired": mail(offerExpired),
  "post-expiring": mail(postExpiring),
  "post-expired": mail(postExpired),
  "contract-terms-changed": mail(contractTermsChanged),
  "contract-pending": mail(contractPending),
  "contract-started": mail(contractStarted),
  "contract-inactive": mail(contractInactive),
  "contract-end-near": mail(contractEndNear),
  "contract-ended": mail(contractEnded),
  "order-threshold-reached": mail(orderThresholdReached),
  "finance-asked": mail(financeAsked),
  "spend-alerts": mail(spendAlerts),
  "milestone-funded": mail(milestoneFunded),
  "milestone-submitted": mail(milestoneSubmitted),
  "changes-requested": mail(changesRequested),
  "milestone-released": mail(milestoneReleased),
  "auto-release-reminder": mail(autoReleaseReminder),
  "milestone-change-proposed": mail(milestoneChangeProposed),
  "milestone-change-answered": mail(milestoneChangeAnswered),
  "escrow-refund-requested": mail(escrowRefundRequested),
  "escrow-refund-reminder": mail(escrowRefundReminder),
  "escrow-refunded": mail(escrowRefunded),
  "dispute-opened": mail(disputeOpened),
  "dispute-reminder": mail(disputeReminder),
  "dispute-answered": mail(disputeAnswered),
  "dispute-proposed": mail(disputeProposed),
  "dispute-decided": mail(disputeDecided),
  "contract-dormant": mail(contractDormant),
  "bonus-paid": mail(bonusPaid),
  "refund-asked": mail(refundAsked),
  "refund-answered": mail(refundAnswered),
  "refund-paid": mail(refundPaid),
  "contract-paused": mail(contractPaused),
  "contract-restarted": mail(contractRestarted),
  "invoice-issued": mail(invoiceIssued),
  "payment-received": mail(paymentReceived),
  "credit-issued": mail(creditIssued),
  "balance-returned": mail(balanceReturned),
  "payment-not-confirmed": mail(paymentNotConfirmed),
  "money-move-waiting": mail(moneyMoveWaiting),
  "past-due-notice": mail(pastDueNotice),
  "account-suspended": mail(accountSuspended),
  "account-reinstated": mail(accountReinstated),
  "earnings-available": mail(earningsAvailable),
  "payout-asked": mail(payoutAsked),
  "payout-answered": mail(payoutAnswered),
  "sign-in-link": mail(signInLink),
};

export type MailKind = keyof typeof mails;

type PropsByKind = { [K in MailKind]: (typeof mails)[K]["preview"] };

/** The props of a kind: strings, numbers, booleans, null and arrays of such, so they survive JSON. */
export type MailProps<K extends MailKind> = PropsByKind[K];

/** The same table, typed so that a kind known only at run time still fits its props. */
export const registry: { readonly [K in MailKind]: Mail<PropsByKind[K]> } = mails;

/** Is this one of our kinds? For text that comes back from the database or an address. */
export function isMailKind(value: string): value is MailKind {
  return Object.hasOwn(mails, value);
}

/** What a template file exports; the default is react-email's convention. */
interface Template<P> {
  default: ((props: P) => ReactElement) & { PreviewProps: NoInfer<P> };
  subject: (props: P) => string;
  text: (props: P) => string;
  variants?: Readonly<Record<string, P>>;
  category: MailCategory;
}

function mail<P>({ default: component, subject, text, variants = {}, category }: Template<P>): Mail<P> {
  return { component, subject, text, preview: component.PreviewProps, variants, category };
}
