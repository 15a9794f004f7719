import type { Fact } from "./facts";

/** What mails about a job post show of it; all values are ready to be shown. */
export interface PostFacts {
  title: string;
  team: string;
  /** "Hourly, $60.00 – $95.00". */
  terms: string;
  /** How long a post stays open without a sign of life: "30 days". */
  life: string;
}

export const postFacts = ({ terms, team }: PostFacts): Fact[] => [
  ["Type and budget", terms],
  ["Team", team],
];

export const previewPost: PostFacts = {
  title: "Payroll audit, March",
  team: "Finance operations",
  terms: "Hourly, $60.00 – $95.00",
  life: "30 days",
};
