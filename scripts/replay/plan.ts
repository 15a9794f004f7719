import type { LocalDate } from "@/lib/dates";
import { idOf, type Plan, planRow } from "./plan-row";
import type { ContractRow } from "./read-rows";

/** Everything a replay is going to do, and every row that the forms refuse, counted by reason. */
export type Planned = { plans: Plan[]; reasons: Map<string, number> };

/** What happens on one day. */
export type Day = { day: LocalDate; approvals: Plan[]; offered: Plan[] };

/**
 * Turns rows into plans in the order of their approval dates. A vendor's first contract is an invitation (BYO); once
 * its acceptance lies behind, the vendor is known and offers are direct.
 */
export function planAll(rows: readonly ContractRow[], onRow: (done: number) => void = () => {}): Planned {
  const seen = new Set<string>();
  const plans: Plan[] = [];
  const reasons = new Map<string, number>();
  for (const [index, row] of rows.entries()) {
    const key = idOf("row", row.number, row.revision);
    const plan = planRow(row);
    if ("reason" in plan) countReason(reasons, plan.reason);
    else if (seen.has(key)) countReason(reasons, "Contract Number: an earlier row has the same number and revision.");
    else plans.push(plan);
    seen.add(key);
    onRow(index + 1);
  }
  plans.sort(
    (a, b) =>
      compare(a.approvedOn, b.approvedOn) ||
      compare(a.row.number, b.row.number) ||
      compare(a.row.revision, b.row.revision),
  );
  chooseKinds(plans);
  return { plans, reasons };
}

export function countReason(reasons: Map<string, number>, reason: string): void {
  reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
}

function chooseKinds(plans: readonly Plan[]): void {
  const knownSince = new Map<string, LocalDate>();
  for (const { request, offer, approvedOn, offeredOn } of plans) {
    const since = knownSince.get(offer.talentEmail);
    const kind = since && since < approvedOn ? "direct" : "byo";
    request.offerKind = kind;
    offer.kind = kind;
    if (!since || offeredOn < since) knownSince.set(offer.talentEmail, offeredOn);
  }
}

/** The days on which anything happens, in order; nothing happens after `today`. */
export function daysOf(plans: readonly Plan[], today: LocalDate): Day[] {
  const days = new Map<LocalDate, Day>();
  const on = (day: LocalDate) => {
    const found = days.get(day) ?? { day, approvals: [], offered: [] };
    days.set(day, found);
    return found;
  };
  for (const plan of plans) {
    on(plan.approvedOn).approvals.push(plan);
    on(plan.offeredOn).offered.push(plan);
  }
  return [...days.values()].filter(({ day }) => day <= today).toSorted((a, b) => compare(a.day, b.day));
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
