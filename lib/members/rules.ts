import type { Role } from "@/db/enums";
import { countedText, type TeamUse } from "../teams/rules";

/** What a member answers for, each counted up to `useCap`. */
export type AnswersFor = Pick<TeamUse, "contracts" | "posts">;

/** May hire everywhere in the company, and run it. */
export const runsCompany = ({ roles }: { roles: readonly Role[] }) =>
  roles.includes("admin") || roles.includes("program_owner");

/**
 * Why somebody cannot leave, or hire somewhere no longer, while they answer for this: "Reassign first: 3 contracts."
 * (product.md §2.3). Null when nothing hangs on them.
 */
export function reassignFirst(answersFor: Partial<AnswersFor>): string | null {
  const text = countedText(answersFor, { contracts: ["contract", "contracts"] });
  return text ? `Reassign first: ${text}.` : null;
}

export const lastAdmin =
  "Nobody else is admin or program owner, and a company needs one. Give somebody else that role first.";
