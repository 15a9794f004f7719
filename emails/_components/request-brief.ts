import type { Fact } from "./facts";
import { totalLabel } from "./request-case";

/** What names a request to somebody who knows it already. */
export interface RequestBrief {
  title: string;
  /** A name, or "Not chosen yet". */
  talent: string;
  /** "$155.00 an hour, up to 20 hours a week" or "Fixed price $12,400.00". */
  terms: string;
  /** "$12,400.00". */
  estimatedTotal: string;
}

/** The brief as the first rows of a definition list. */
export function briefFacts({ title, talent, terms, estimatedTotal }: RequestBrief): Fact[] {
  return [
    [totalLabel, estimatedTotal],
    ["Title", title],
    ["Talent", talent],
    ["Terms", terms],
  ];
}

/** A real-sounding request for previews and tests. */
export const previewBrief: RequestBrief = {
  title: "Payroll audit, March",
  talent: "Teodor Marsh",
  terms: "$155.00 an hour, up to 20 hours a week",
  estimatedTotal: "$12,400.00",
};
