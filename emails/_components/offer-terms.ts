import type { Fact } from "./facts";

/** One agreed portion of fixed-price work. */
export interface MilestoneLine {
  title: string;
  /** "$2,500.00". */
  amount: string;
  dueDate: string | null;
}

/** One task of an onboarding plan. */
export interface TaskLine {
  title: string;
  /** Who does it, by name. */
  owner: string;
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
  /** What must be done before the work begins; empty where nothing must. */
  tasks?: TaskLine[];
}

/** The terms as rows of a definition list. */
export function termFacts({ title, kind, terms, startDate, endDate, milestones, tasks = [] }: OfferTerms): Fact[] {
  return [
    ["Title", title],
    ["Terms", terms],
    ["Kind", kind],
    ["Start", startDate],
    ["End", endDate],
    ["Milestones", milestones.map(milestoneLine).join("\n")],
    ["Onboarding plan", planText(tasks)],
  ];
}

/** "2 tasks, before the work begins", then each with whose it is. */
function planText(tasks: readonly TaskLine[]): string | null {
  if (tasks.length === 0) return null;
  const count = `${tasks.length} ${tasks.length === 1 ? "task" : "tasks"}, before the work begins`;
  return [count, ...tasks.map(({ title, owner }) => `${owner}: ${title}`)].join("\n");
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
  tasks: [
    { title: "Sign the confidentiality agreement", owner: "Teodor Marsh" },
    { title: "Open an account for the payroll archive", owner: "Hana Okafor" },
  ],
};
