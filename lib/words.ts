import type {
  ApprovalScope,
  ContractState,
  ContractType,
  EnvelopeMode,
  NotificationChannel,
  OfferKind,
  OfferState,
  RequestState,
  Role,
  SlotState,
  StaffRole,
} from "@/db/enums";
import { formatMoney } from "./money";

/** The words of closed lists, the same on every page and in every mail. */
export const kindWords: Record<OfferKind, string> = { direct: "Direct", byo: "BYO", payroll: "Payroll" };

export const typeWords: Record<ContractType, string> = { hourly: "Hourly", fixed_price: "Fixed-price" };

export const requestStateWords: Record<RequestState, string> = {
  pending: "Pending",
  approved: "Approved",
  consumed: "Approved",
  declined: "Declined",
  withdrawn: "Withdrawn",
  expired: "Expired",
};

/** One approver's place in a request (product.md §3.5); `skipped` is the requester's own (§3.6). */
export const slotWords: Record<SlotState, string> = {
  waiting: "Not yet asked",
  open: "Waiting",
  approved: "Approved",
  declined: "Declined",
  skipped: "Requester",
  closed: "Not needed",
  replaced: "Replaced",
};

/** Instead of "Waiting", where the person who was asked has left. */
export const noApprover = "No approver";

export const offerStateWords: Record<OfferState, string> = {
  pending: "Pending",
  accepted: "Accepted",
  declined: "Declined",
  withdrawn: "Withdrawn",
  expired: "Expired",
};

type Priced = {
  contractType: ContractType;
  currency: string;
  rateMinor: bigint | null;
  weeklyHours: number | null;
  budgetMinor: bigint | null;
};

/** "$155.00 an hour, up to 20 hours a week", "$155.00 an hour, no limit" or "Fixed price $12,400.00". */
export function termsText({ contractType, currency, rateMinor, weeklyHours, budgetMinor }: Priced): string {
  if (contractType === "fixed_price") return `Fixed price ${formatMoney({ minor: budgetMinor ?? 0n, currency })}`;
  const rate = `${formatMoney({ minor: rateMinor ?? 0n, currency })} an hour`;
  return weeklyHours === null
    ? `${rate}, no limit`
    : `${rate}, up to ${weeklyHours} ${weeklyHours === 1 ? "hour" : "hours"} a week`;
}

/** Short form for a table cell: "$155.00/h · 20 h a week" or "$12,400.00 fixed". */
export function shortTerms({ contractType, currency, rateMinor, weeklyHours, budgetMinor }: Priced): string {
  if (contractType === "fixed_price") return `${formatMoney({ minor: budgetMinor ?? 0n, currency })} fixed`;
  const rate = `${formatMoney({ minor: rateMinor ?? 0n, currency })}/h`;
  return weeklyHours === null ? `${rate} · no limit` : `${rate} · ${weeklyHours} h a week`;
}

/** "1 day", "30 days". */
export const daysText = (days: number) => `${days} ${days === 1 ? "day" : "days"}`;

/** "1 task", "4 tasks": of an onboarding plan. */
export const taskCountText = (tasks: number) => `${tasks} ${tasks === 1 ? "task" : "tasks"}`;

export const roleWords: Record<Role, string> = {
  hiring_manager: "Hiring manager",
  admin: "Admin",
  finance_admin: "Finance admin",
  program_owner: "Program owner",
};

export const staffRoleWords: Record<StaffRole, string> = {
  support_agent: "Support agent",
  payment_operations_agent: "Payment operations agent",
};

export const contractStateWords: Record<ContractState, string> = {
  active: "Active",
  pending: "Pending",
  paused: "Paused",
  ended: "Ended",
};

export const contractTabWords = { ...contractStateWords, all: "All" } as const;

/** A count that stops at 100: "99+". */
export const cappedCount = (count: number) => (count > 99 ? "99+" : String(count));

export const scopeWords: Record<ApprovalScope, string> = {
  all: "All offers: direct, BYO and payroll",
  direct: "Direct offers only",
  byo_payroll: "BYO and payroll offers only",
};

export const envelopeWords: Record<EnvelopeMode, string> = {
  carry_over_always: "Shown, never refused",
  percent: "Refused above a percentage",
  strict: "Always refused",
};

export const channelWords: Record<NotificationChannel, string> = { in_product: "In product", mail: "E-mail" };

/** How often waiting messages are mailed. */
export const frequencyWords = {
  at_once: "At once",
  "15m": "Every 15 minutes",
  hourly: "Every hour",
  daily: "Once a day",
  off: "Off",
} as const;

/** By ISO number, Monday first. */
export const weekdayWords = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
export const weekdayWord = (weekday: number) => weekdayWords[weekday - 1] ?? "";
