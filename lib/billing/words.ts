import type {
  EarningKind,
  InvoiceKind,
  MilestoneState,
  MoveKind,
  MoveState,
  ReceiptKind,
  ReleasedBy,
} from "@/db/enums";
import type { TimerDeed } from "../milestones/rules";

export const receiptWords: Record<ReceiptKind, string> = {
  funding: "Milestone funded",
  refund: "Refund",
  bonus: "Bonus",
  payment: "Payment received",
  return: "Balance paid back",
  fee: "Client fee",
  fee_refund: "Client fee returned",
};

export const methodWords: Record<"balance" | "terms" | "wire", string> = {
  balance: "Balance",
  terms: "Credit line",
  wire: "Wire or bank transfer",
};

export const invoiceWords: Record<InvoiceKind, string> = { monthly: "Invoice", credit_note: "Credit note" };

export const moveWords: Record<MoveKind, string> = {
  wire: "Payment received",
  escrow_decision: "Outcome of a dispute",
  payout: "Payout to a freelancer",
  company_return: "Balance paid back",
  fee_exemption: "Client fee exemption",
};

export const moveStateWords: Record<MoveState, string> = {
  proposed: "Waits for a second person",
  confirmed: "Confirmed",
  refused: "Refused",
  lapsed: "Lapsed",
};

export const earningWords: Record<EarningKind, string> = { release: "Milestone", bonus: "Bonus" };

/** How an earning was released, as its freelancer reads it. */
export const releaseWords: Record<ReleasedBy, string> = {
  client: "By the client",
  silence: "Automatically, 14 days after the submission",
  dormancy: "Automatically, 14 days after you asked for it",
  dispute: "By the outcome of a dispute",
};

/** What a freelancer reads of money that is held and not yet theirs. */
export const heldWords: Partial<Record<MilestoneState, string>> = {
  funded: "Funded, work not yet submitted",
  submitted: "In review",
  changes_requested: "Changes requested",
  release_requested: "Release requested",
  refund_requested: "Refund requested",
  disputed: "In dispute",
};

/** What becomes of held money by itself on a day, as its freelancer reads it. Notices are no such thing. */
export const waitWords: Partial<Record<TimerDeed, string>> = {
  release: "paid to you",
  refund: "goes back to the company",
  // Activity starts its days anew, and the clock asks for it only when a step is due.
  dormant: "dormant, at the earliest",
  "dormant-talent": "then you may ask for it",
};

/** "2026-14": receipts and invoices count without gaps per company and year. */
export const numberText = ({ year, number }: { year: number; number: number }) => `${year}-${number}`;

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** "2026-11" → "November 2026". */
export const monthText = (month: string) => `${months[Number(month.slice(5, 7)) - 1] ?? ""} ${month.slice(0, 4)}`;
