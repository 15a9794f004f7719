import type { ContractState, MilestoneState } from "@/db/enums";
import type { Actor } from "../actor";
import { isAdmin } from "../approvals/rules";
import { afterDays } from "../dates";
import { currencyDigits } from "../money";
import { minAmountMajor } from "../offers/rules";

/** What people and the clock do to a milestone. */
export type MilestoneDeed =
  | "fund"
  | "submit"
  | "request-changes"
  | "release"
  | "request-release"
  | "request-refund"
  | "answer-refund"
  | "give-back"
  | "dispute"
  | "change"
  | "remove";

/** The one table of §11.3: in which states each deed is possible. Whose it is stands below. */
export const deedStates: Record<MilestoneDeed, readonly MilestoneState[]> = {
  fund: ["agreed"],
  submit: ["funded", "changes_requested"],
  "request-changes": ["submitted"],
  release: ["funded", "submitted", "changes_requested", "release_requested"],
  "request-release": ["funded", "changes_requested"],
  "request-refund": ["agreed", "funded", "submitted", "changes_requested"],
  "answer-refund": ["refund_requested"],
  "give-back": ["agreed", "funded", "submitted", "changes_requested", "release_requested", "refund_requested"],
  dispute: ["submitted", "changes_requested", "release_requested", "refund_requested"],
  change: ["agreed", "funded"],
  remove: ["agreed"],
};

/** What pays or bills work that has not begun: not before the onboarding plan is done (product.md §9). */
const afterStart: readonly MilestoneDeed[] = ["fund", "submit", "release", "request-release"];

/** Does this deed wait until the contract has started? Ending it settles what is held by the rules of an end. */
export const waitsForStart = (deed: MilestoneDeed, contract: { state: ContractState }) =>
  contract.state === "pending" && afterStart.includes(deed);

export const isPossible = (deed: MilestoneDeed, state: MilestoneState) => deedStates[deed].includes(state);

/** At work: one of a contract's milestones at a time. A disputed one does not count (§11.1). */
export const atWork: readonly MilestoneState[] = [
  "funded",
  "submitted",
  "changes_requested",
  "release_requested",
  "refund_requested",
];

/** What the clock does when a step is due. Only notices may be passed over by a later step. */
export type TimerDeed =
  | "remind"
  | "remind-last"
  | "release"
  | "remind-refund"
  | "refund"
  | "dormant-notice"
  | "dormant-final"
  | "dormant"
  | "dormant-talent";
export type TimerStep = { day: number; does: TimerDeed };

/** Days without activity on which a dormant contract is told of, and after which its windows close (§11.7). */
const dormancy: readonly TimerStep[] = [
  { day: 76, does: "dormant-notice" },
  { day: 83, does: "dormant-final" },
  { day: 90, does: "dormant" },
  { day: 97, does: "dormant-talent" },
  { day: 104, does: "refund" },
];

/** Money that rolled on to a milestone nobody funded: no work was begun that could be paid, so after the client's days it returns. */
const dormancyOfRolled: readonly TimerStep[] = [...dormancy.slice(0, 3), { day: 97, does: "refund" }];

/** Every state that holds money has a timer; days count from the milestone's `since` (§11.3, §11.7, §17). */
export const timers: Partial<Record<MilestoneState, readonly TimerStep[]>> = {
  agreed: dormancyOfRolled,
  funded: dormancy,
  changes_requested: dormancy,
  submitted: [
    { day: 7, does: "remind" },
    { day: 13, does: "remind-last" },
    { day: 14, does: "release" },
  ],
  refund_requested: [
    { day: 5, does: "remind-refund" },
    { day: 7, does: "refund" },
  ],
  release_requested: [{ day: 14, does: "release" }],
};

export const autoReleaseDays = 14;
export const refundSilenceDays = 7;
export const securityDays = 5;
export const proposalDays = 14;
export const bonusDays = 365;

type Timed = { state: MilestoneState; since: Date; step: number; heldMinor: bigint };

/** When the next step is due; null where nothing is held, or nothing more comes. */
export function dueOf({ state, since, step, heldMinor }: Timed): Date | null {
  if (heldMinor === 0n) return null;
  const next = timers[state]?.[step];
  return next ? afterDays(since, next.day) : null;
}

/**
 * What is due at `now`: the deed of the latest step that is due, with the number of steps done afterwards. Earlier ones
 * that were missed are passed over, because each tells how long somebody has waited. Null when nothing is due.
 */
export function dueStep(timed: Timed, now: Date): { does: TimerDeed; step: number } | null {
  if (timed.heldMinor === 0n) return null;
  const steps = timers[timed.state] ?? [];
  let found: { does: TimerDeed; step: number } | null = null;
  for (let at = timed.step; at < steps.length; at++) {
    const step = steps[at];
    if (step && afterDays(timed.since, step.day) <= now) found = { does: step.does, step: at + 1 };
  }
  return found;
}

/** Told of beforehand and afterwards by mail; what changes whose turn it is stands on the page. */
const notices: readonly TimerDeed[] = ["remind", "remind-last", "remind-refund", "dormant-notice", "dormant-final"];

/** What the clock does when nobody acts, and when; null where nothing is held, or no clock runs. Notices are left out. */
export function endOfWait({ state, since, step, heldMinor }: Timed): { does: TimerDeed; at: Date } | null {
  if (heldMinor === 0n) return null;
  const next = timers[state]?.slice(step).find(({ does }) => !notices.includes(does));
  return next ? { does: next.does, at: afterDays(since, next.day) } : null;
}

type Figures = Pick<Timed, "state" | "heldMinor"> & {
  fundedMinor: bigint;
  rolledMinor: bigint;
  releasedMinor: bigint;
  refundedMinor: bigint;
  amountMinor: bigint;
};

/**
 * The money of a contract's milestones, minor units. Funded less refunded = released + held; what waits for the client's
 * review is part of what is held. `left` is agreed and not funded yet.
 */
export function sumOfMilestones(list: readonly Figures[]) {
  const sum = (of: (each: Figures) => bigint) => list.reduce((total, each) => total + of(each), 0n);
  return {
    agreed: sum((each) => (each.state === "removed" ? 0n : each.amountMinor)),
    funded: sum((each) => each.fundedMinor - each.rolledMinor),
    released: sum((each) => each.releasedMinor),
    refunded: sum((each) => each.refundedMinor),
    held: sum((each) => each.heldMinor),
    inReview: sum((each) => (each.state === "submitted" ? each.heldMinor : 0n)),
    left: sum((each) =>
      each.state === "agreed" && each.amountMinor > each.heldMinor ? each.amountMinor - each.heldMinor : 0n,
    ),
  };
}

/** Does it count the days without activity? */
const rests = (state: MilestoneState) => timers[state] === dormancy || timers[state] === dormancyOfRolled;

/** Money that waits for days without activity to pass. Whoever acts on its contract starts them anew (§11.7). */
export const isResting = ({ state, heldMinor }: Pick<Timed, "state" | "heldMinor">) => heldMinor > 0n && rests(state);

/** What counts as activity on a contract: tasks of its onboarding plan, changes, funding, submission, release, refund, requests for them, steps of disputes (§11.7). */
export const activities = [
  "contract.end-date-changed",
  "contract.contact-changed",
  "contract.terms-changed",
  "task.finished",
  "milestone.change-proposed",
  "milestone.change-answered",
  "milestone.funded",
  "milestone.submitted",
  "changes.requested",
  "milestone.released",
  "milestone.release-requested",
  "escrow.refund-requested",
  "escrow.refunded",
  "refund.asked",
  "refund.paid",
  "dispute.opened",
  "dispute.answered",
  "dispute.proposed",
  "dispute.proposal-answered",
  "dispute.filed",
  "dispute.decided",
  "dispute.withdrawn",
] as const;

/** Dormant: day 90 was reached without activity (§11.7). */
export const isDormant = ({ state, step }: Pick<Timed, "state" | "step">) => rests(state) && step >= 3;

/** The freelancer's seven days to press "Request release" (§11.7). */
export const isTalentsWindow = ({ state, step }: Pick<Timed, "state" | "step">) =>
  timers[state] === dormancy && step === 4;

/**
 * From when the timers of a state count: dormancy from the due date where that is later, everything else from now.
 * @param dueEnd the last instant of the due date in the company's zone
 */
export function sinceOf(state: MilestoneState, now: Date, dueEnd: Date | null): Date {
  return rests(state) && dueEnd && dueEnd > now ? dueEnd : now;
}

export type ClientSideOf = { contactId: string; teamId: string };

/** Contact person, hiring managers of the team, admins and program owners fund, review and release. */
export function isClientSide(actor: Actor, contract: ClientSideOf): boolean {
  return (
    actor.kind === "member" &&
    (actor.userId === contract.contactId || isAdmin(actor) || actor.hiringTeams.includes(contract.teamId))
  );
}

/** The client side, and finance admins, who see money and move none of it. */
export function canSeeMoney(actor: Actor, contract: ClientSideOf): boolean {
  return isClientSide(actor, contract) || (actor.kind === "member" && actor.roles.includes("finance_admin"));
}

/** The freelancer submits, gives back and objects on own contracts. */
export const isTalentSide = (actor: Actor, contract: { talentUserId: string }) =>
  actor.kind === "talent" && actor.userId === contract.talentUserId;

/** The smallest milestone and the smallest bonus, in minor units (`offers.min_amount` 5.00; §12.5: 1.00). */
export const leastMilestone = (currency: string) => minAmountMajor * 10n ** BigInt(currencyDigits(currency));
export const leastBonus = (currency: string) => 10n ** BigInt(currencyDigits(currency));

/** Is a bonus possible: from the start of a contract until a year after its end (§12.5)? */
export const takesBonus = ({ state, endedAt }: { state: ContractState; endedAt: Date | null }, now: Date) =>
  state !== "pending" && (endedAt === null || now < afterDays(endedAt, bonusDays));

type InOrder = { id: string; state: MilestoneState; position: number; number: number; heldMinor: bigint };

/** Milestones as people see them: by position, then by number. */
export const inOrder = <M extends Pick<InOrder, "position" | "number">>(list: readonly M[]): M[] =>
  list.toSorted((a, b) => a.position - b.position || a.number - b.number);

/** The agreed milestone that comes next after `except`; null after the last. Money rolls on to it (§11.3). */
export const nextAgreed = <M extends InOrder>(list: readonly M[], except?: string): M | null =>
  inOrder(list).find((each) => each.state === "agreed" && each.id !== except) ?? null;

/**
 * What funding takes: what rolled on is used first, only the difference is new; what rolled on beyond the amount goes
 * further (§11.1).
 */
export function fundingOf({ amountMinor, heldMinor }: { amountMinor: bigint; heldMinor: bigint }) {
  const missing = amountMinor - heldMinor;
  return { take: missing > 0n ? missing : 0n, beyond: missing < 0n ? -missing : 0n };
}

/**
 * What a page shows of a milestone, for a form to bring along: whoever pays has seen what they pay for. Notices that the
 * clock sends meanwhile change nothing of it.
 */
export const seenOf = ({ state, rounds, heldMinor }: { state: MilestoneState; rounds: number; heldMinor: bigint }) =>
  `${state}/${rounds}/${heldMinor}`;

/** The same of a whole contract, for the form that ends it: what is held, milestone by milestone. */
export const seenAtEnd = (list: readonly (Parameters<typeof seenOf>[0] & { number: number; position: number })[]) =>
  inOrder(list.filter(({ heldMinor }) => heldMinor > 0n))
    .map((each) => `${each.number}:${seenOf(each)}`)
    .join(" ") || "nothing";
