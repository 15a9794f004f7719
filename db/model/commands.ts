import fc from "fast-check";
import type { ApprovalScope, ContractType, OfferKind } from "@/db/enums";

/** Everybody who acts, by the part they play in a world. */
export const members = [
  "hiringManager",
  "secondHiringManager",
  "admin",
  "programOwner",
  "approver",
  "secondApprover",
  "thirdApprover",
  "fourthApprover",
  "financeAdmin",
] as const;
export type Member = (typeof members)[number];
export const talents = ["freelancer", "secondFreelancer"] as const;
export type Talent = (typeof talents)[number];

/** Who may be named to approve; two of them also ask, so that a requester is sometimes an approver. */
export const signers = [
  "approver",
  "secondApprover",
  "thirdApprover",
  "fourthApprover",
  "hiringManager",
  "admin",
] as const;
export const teams = ["", "Finance operations", "Product design"] as const;
export type Team = (typeof teams)[number];

/** `stranger`: nobody signed in with that address; `open`: not chosen yet; `self`: the sender's own address. */
export type Party = Talent | "stranger" | "self";

/**
 * One step of a run, as data, so that a failing run can be read and shrunk. `pick` chooses among what exists;
 * `aim` asks for a choice that should succeed, where there is one; `careful` names only people who are still there, `late` lets the offer's time pass before.
 */
export type Command =
  | {
      do: "request";
      by: Member;
      team: Team;
      aim: boolean;
      kind: OfferKind;
      type: ContractType;
      price: number;
      hours: number | null;
      dated: boolean;
      talent: Talent | "stranger" | "open";
      needed: "none" | "later" | "past";
      repeat: number;
    }
  | {
      do: "approve" | "decline";
      pick: number;
      who: number;
      aim: boolean;
      reason: boolean;
      stale: boolean;
      mail: boolean;
    }
  | { do: "replace-approver"; pick: number; who: number; aim: boolean; whom: number; by: number }
  | { do: "withdraw-request"; pick: number; who: number; aim: boolean }
  | {
      do: "send";
      by: Member;
      aim: boolean;
      using: "usable" | "any" | "none" | "foreign" | "malformed";
      pick: number;
      outside: boolean;
      kind: OfferKind;
      party: Party;
      contact: number;
      team: number;
      repeat: number;
    }
  | { do: "modify"; pick: number; who: number; aim: boolean; change: "inside" | "outside" | "none"; stale: boolean }
  | { do: "withdraw-offer" | "decline-offer"; pick: number; who: number; aim: boolean }
  | { do: "accept"; pick: number; who: number; aim: boolean; stale: boolean; late: boolean }
  | {
      do: "policy";
      by: Member;
      aim: boolean;
      stale: boolean;
      enabled: boolean;
      scope: ApprovalScope;
      expiryDays: number;
      reasonRequired: boolean;
      signers: Member[];
      first: number;
      careful: boolean;
    }
  | { do: "revoke"; who: number }
  | { do: "wait"; hours: number; ticks: number };

export type CommandName = Command["do"];

const often = (of10: number) =>
  fc.oneof({ weight: of10, arbitrary: fc.constant(true) }, { weight: 10 - of10, arbitrary: fc.constant(false) });
const pick = fc.nat({ max: 999 });
const kind = fc.constantFrom<OfferKind>("direct", "direct", "byo", "payroll");
const aimed = { pick, who: pick, aim: often(7) };
/** The thing of the n-th latest command of this kind is tried again under its own id; 0: a new one. */
const repeat = fc.oneof(
  { weight: 14, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }) },
);

const arbitraries: Record<CommandName, fc.Arbitrary<Command>> = {
  request: fc.record({
    do: fc.constant("request" as const),
    by: fc.constantFrom(...members),
    team: fc.constantFrom(...teams),
    aim: often(8),
    kind,
    type: fc.constantFrom<ContractType>("hourly", "fixed_price"),
    price: fc.integer({ min: 10, max: 400 }),
    hours: fc.option<number, null>(fc.integer({ min: 1, max: 60 }), { nil: null }),
    dated: fc.boolean(),
    talent: fc.constantFrom<Talent | "stranger" | "open">(
      "freelancer",
      "freelancer",
      "secondFreelancer",
      "stranger",
      "open",
    ),
    needed: fc.constantFrom<"none" | "later" | "past">("none", "later", "none", "later", "none", "past"),
    repeat,
  }),
  approve: fc.record({
    do: fc.constant("approve" as const),
    ...aimed,
    reason: fc.boolean(),
    stale: often(1),
    mail: fc.boolean(),
  }),
  decline: fc.record({
    do: fc.constant("decline" as const),
    ...aimed,
    reason: often(7),
    stale: often(1),
    mail: fc.boolean(),
  }),
  "replace-approver": fc.record({ do: fc.constant("replace-approver" as const), ...aimed, whom: pick, by: pick }),
  "withdraw-request": fc.record({ do: fc.constant("withdraw-request" as const), ...aimed, aim: often(5) }),
  send: fc.record({
    do: fc.constant("send" as const),
    by: fc.constantFrom(...members),
    aim: often(8),
    using: fc.constantFrom<"usable" | "any" | "none" | "foreign" | "malformed">(
      ...([
        "usable",
        "usable",
        "usable",
        "usable",
        "usable",
        "usable",
        "any",
        "any",
        "none",
        "foreign",
        "malformed",
      ] as const),
    ),
    pick,
    outside: often(3),
    kind,
    party: fc.constantFrom<Party>("freelancer", "freelancer", "secondFreelancer", "stranger", "self"),
    contact: pick,
    team: pick,
    repeat,
  }),
  modify: fc.record({
    do: fc.constant("modify" as const),
    ...aimed,
    change: fc.constantFrom<"inside" | "outside" | "none">("inside", "outside", "inside", "outside", "none"),
    stale: often(1),
  }),
  "withdraw-offer": fc.record({ do: fc.constant("withdraw-offer" as const), ...aimed }),
  "decline-offer": fc.record({ do: fc.constant("decline-offer" as const), ...aimed }),
  accept: fc.record({ do: fc.constant("accept" as const), ...aimed, stale: often(2), late: often(1) }),
  policy: fc.record({
    do: fc.constant("policy" as const),
    by: fc.constantFrom(...members),
    aim: often(8),
    stale: often(1),
    enabled: often(8),
    scope: fc.constantFrom<ApprovalScope>("all", "all", "direct", "byo_payroll"),
    expiryDays: fc.constantFrom(1, 3, 14, 30, 90),
    reasonRequired: fc.boolean(),
    signers: fc.shuffledSubarray<Member>([...signers], { minLength: 1, maxLength: 4 }),
    first: fc.integer({ min: 1, max: 2 }),
    careful: often(5),
  }),
  revoke: fc.record({ do: fc.constant("revoke" as const), who: pick }),
  wait: fc.record({
    do: fc.constant("wait" as const),
    hours: fc.oneof(
      fc.integer({ min: 1, max: 72 }),
      fc.integer({ min: 24, max: 960 }),
      fc.integer({ min: 700, max: 960 }),
    ),
    ticks: fc.constantFrom(0, 1, 0, 2),
  }),
};

export const commandNames = Object.keys(arbitraries) as CommandName[];

const calm: Record<CommandName, number> = {
  request: 16,
  approve: 24,
  decline: 8,
  "replace-approver": 5,
  "withdraw-request": 3,
  send: 20,
  modify: 10,
  "withdraw-offer": 6,
  "decline-offer": 6,
  accept: 8,
  policy: 4,
  revoke: 2,
  wait: 4,
};

/** Every run draws its own weights: each command up to four times as often as on a calm day. */
const weights = fc.tuple(
  ...commandNames.map((name) => fc.integer({ min: 1, max: 4 }).map((times) => [name, calm[name] * times] as const)),
);

/** The first policy of a company: a request needs one or two steps of one or two people. */
export type Run = { steps: Member[][]; reasonRequired: boolean; commands: Command[] };

export const runs: fc.Arbitrary<Run> = weights.chain((drawn) => {
  const one = fc.oneof(...drawn.map(([name, weight]) => ({ weight, arbitrary: arbitraries[name] })));
  return fc.record({
    steps: fc
      .tuple(fc.shuffledSubarray<Member>([...signers], { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 2 }))
      .map(([people, first]) => stepsOf(people, first)),
    reasonRequired: fc.boolean(),
    commands: fc.array(one, { minLength: 12, maxLength: 60, size: "max" }),
  });
});

/** One or two people in step 1, the others in step 2, at most two each. */
export function stepsOf(people: readonly Member[], first: number): Member[][] {
  const steps = [people.slice(0, first), people.slice(first, first + 2)];
  return steps.filter((step) => step.length > 0);
}
