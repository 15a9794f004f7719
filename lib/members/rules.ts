import type { Role } from "@/db/enums";
import { cappedText, countedText, type TeamUse } from "../teams/rules";

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

/** What a removal touches, each counted up to `useCap`. */
export type Touched = {
  posts: number;
  offers: number;
  pendingRequests: number;
  unusedApprovals: number;
  openSlots: number;
  approver: boolean;
};

/** What follows when this member is removed, one sentence each, told before it is done (product.md §2.3). */
export function consequencesOf({ name }: { name: string }, touched: Touched, own: boolean): string[] {
  const many = (count: number, one: string, more: string) => `${cappedText(count)} ${count === 1 ? one : more}`;
  const { posts, offers, pendingRequests, unusedApprovals, openSlots, approver } = touched;
  return [
    own
      ? "You are signed out of this company at once, and cannot come back by yourself."
      : `${name} is signed out of this company at once and gets no more of its mails.`,
    ...(pendingRequests > 0
      ? [`${many(pendingRequests, "pending request is", "pending requests are")} withdrawn.`]
      : []),
    ...(unusedApprovals > 0
      ? [
          `${many(unusedApprovals, "approved request that no offer has used stays", "approved requests that no offer has used stay")} unused, and will expire.`,
        ]
      : []),
    ...(openSlots > 0
      ? [
          `${many(openSlots, "approval says", "approvals say")} “No approver”: admins are told, and name somebody else on each request.`,
        ]
      : []),
    ...(approver
      ? ["New requests cannot be submitted until the approval settings name somebody else as approver."]
      : []),
    ...(posts + offers > 0
      ? [
          `${countedText({ posts, offers }, { offers: ["pending offer", "pending offers"] })} ${posts + offers === 1 ? "gets" : "get"} the member you choose here.`,
        ]
      : []),
    `What ${own ? "you" : "they"} did stays in the history.`,
  ];
}
