import type { Fact } from "./facts";

/** One agreed portion of fixed-price work. */
export interface MilestoneLine {
  title: string;
  /** "$2,500.00". */
  amount: string;
  dueDate: string | null;
}

/** The terms of an offer as both sides may see them: never the request, the purchase order or the approvers. */
export interface OfferTerms {
  title: string;
  /** "Direct", "BYO" or "Payroll". */
  kind: string;
  /** "$155.00 an hour, up to 20 hours a week" or "Fixed price $12,400.00". */
  terms: string;
  startDate: string;
  endDate: string | null;
  /** Empty for hourly work. */
  milestones: MilestoneLine[];
}

/** The terms as rows of a definition list. */
export function termFacts({ title, kind, terms, startDate, endDate, milestones }: OfferTerms): Fact[] {
  return [
    ["Title", title],
    ["Terms", terms],
    ["Kind", kind],
    ["Start", startDate],
    ["End", endDate],
    ["Milestones", milestones.map(milestoneLine).join("\n")],
  ];
}

function milestoneLine({ title, amount, dueDate }: MilestoneLine): string {
  return `${amount}: ${title}${dueDate ? `, due ${dueDate}` : ""}`;
}

/** Real-sounding terms for previews and tests. */
export const previewTerms: OfferTerms = {
  title: "Payroll audit, March",
  kind: "Direct",
  terms: "Fixed price $12,400.00",
  startDate: "2 March 2026",
  endDate: "27 March 2026",
  milestones: [
    { title: "Overtime rules checked against the collective agreement", amount: "$7,400.00", dueDate: "13 March 2026" },
    { title: "Report with findings and corrections", amount: "$5,000.00", dueDate: "27 March 2026" },
  ],
};
