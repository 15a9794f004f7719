import type { ContractState, DisputeOrigin, DisputeState, MilestoneState } from "@/db/enums";
import type { Actor } from "../actor";
import { isMediator } from "../billing/rules";
import { afterBusinessDays } from "../business-days";
import { afterDays } from "../dates";

/** What the clock does to a dispute (§11.6, §17). */
export type DisputeTimer = "remind-client" | "release" | "proposal-overdue" | "arbitrate" | "award-due";

type Step = { days: number; business: boolean; does: DisputeTimer };

const steps: Partial<Record<DisputeState, readonly Step[]>> = {
  awaiting_client: [
    { days: 3, business: true, does: "remind-client" },
    { days: 5, business: true, does: "release" },
  ],
  mediation: [
    { days: 2, business: false, does: "proposal-overdue" },
    { days: 30, business: false, does: "arbitrate" },
  ],
};

/** Arbitration: 14 days for proofs of filing, then Mediation is reminded every 30 days until two people record the end. */
const arbitrationStep = (step: number): Step => ({ days: 14 + 30 * step, business: false, does: "award-due" });

const stepOf = (state: DisputeState, step: number): Step | undefined =>
  state === "arbitration" ? arbitrationStep(step) : steps[state]?.[step];

const instantOf = (since: Date, { days, business }: Step) =>
  business ? afterBusinessDays(since, days) : afterDays(since, days);

type Timed = { state: DisputeState; since: Date; step: number };

/** When the next step of a dispute is due; null once it is closed. An open settlement's answer may be due earlier. */
export function disputeDueAt({ state, since, step }: Timed, answerBy: Date | null = null): Date | null {
  const next = stepOf(state, step);
  if (!next) return null;
  const at = instantOf(since, next);
  return answerBy && answerBy < at ? answerBy : at;
}

/** The latest step that is due at `now`, as for milestones: an earlier notice that was missed is passed over. */
export function dueDisputeStep(timed: Timed, now: Date): { does: DisputeTimer; step: number; at: Date } | null {
  let found: { does: DisputeTimer; step: number; at: Date } | null = null;
  for (let at = timed.step; ; at++) {
    const step = stepOf(timed.state, at);
    if (!step || instantOf(timed.since, step) > now) return found;
    found = { does: step.does, step: at + 1, at: instantOf(timed.since, step) };
  }
}

/** What ends the present state of a dispute when nobody acts, and when: the release, arbitration, or the days for filing. */
export function endOfDisputeWait({ state, since }: Pick<Timed, "state" | "since">): Date | null {
  const last = state === "arbitration" ? arbitrationStep(0) : steps[state]?.at(-1);
  return last ? instantOf(since, last) : null;
}

/** In which states of a milestone a dispute is opened, by where it comes from (§11.3, §11.7). */
export const disputableStates = {
  refund_request: ["refund_requested"],
  ticket: ["submitted", "changes_requested"],
  dormancy: ["release_requested"],
} as const satisfies Record<DisputeOrigin, readonly MilestoneState[]>;

/** Does this mediator open a dispute about this work, since its freelancer asks for it? Not once the contract has ended. */
export const canOpenTicket = (actor: Actor, contract: { state: ContractState }, milestone: { state: MilestoneState }) =>
  isMediator(actor) &&
  contract.state !== "ended" &&
  (disputableStates.ticket as readonly MilestoneState[]).includes(milestone.state);

export const settlementAnswerDays = 2;
export const filingDays = 14;
export const disputeAfterEndDays = 7;

/**
 * Who gets what is held when arbitration was not agreed otherwise: the one side that filed, or the client where nobody
 * did; null where both filed and the recorded award decides (§11.6).
 */
export function awardOf({ clientFiledAt, talentFiledAt }: { clientFiledAt: Date | null; talentFiledAt: Date | null }) {
  if (clientFiledAt && talentFiledAt) return null;
  return talentFiledAt ? ("talent" as const) : ("client" as const);
}
