import fc from "fast-check";

/** What people, staff and the clock do in a run. Data only, so that a failing run can be read and shrunk. */
export const deeds = [
  "fund",
  "submit",
  "changes",
  "release",
  "refund",
  "give-back",
  "ask-release",
  "bonus",
  "ask-refund",
  "pay-refund",
  "end-ask",
  "propose",
  "answer-proposal",
  "dispute",
  "answer-dispute",
  "settle",
  "answer-settlement",
  "withdraw-dispute",
  "file",
  "award",
  "confirm",
  "refuse",
  "wire",
  "payout",
  "return",
  "ask-payout",
  "withdraw-payout",
  "record-asked",
  "end",
  "exempt",
  "suspend",
  "reinstate",
] as const;
export type Deed = (typeof deeds)[number];

export const actors = [
  "hiringManager",
  "secondHiringManager",
  "admin",
  "financeAdmin",
  "freelancer",
  "secondFreelancer",
  "mediator",
  "payments",
  "secondPayments",
] as const;
export type Who = (typeof actors)[number];

/**
 * What befalls a process while it carries out a command, after `share` percent of the time that such a job usually takes:
 * a backend of its pool is ended, or it is; or all is well and its answer never arrives.
 */
export type Harm = { kind: "cutOff" | "crash" | "deafen"; share: number } | null;

/** `process`: which of the two carries it out. */
type Place = { process: 0 | 1; harm: Harm };

/**
 * `aim`: by somebody who may, on a thing that fits, where there is one. `pick` chooses among what exists, `size` an amount in
 * percent of what is held; `again` sends the same form once more; `twice` sends it from both processes at once. The ticks
 * of a wait run at once, in turn on one process and the other.
 */
export type Command = Place &
  (
    | { do: Deed; who: Who; aim: boolean; pick: number; size: number; yes: boolean; again: boolean; twice: boolean }
    | { do: "wait"; hours: number; ticks: number }
  );

const often = (of10: number) =>
  fc.oneof({ weight: of10, arbitrary: fc.constant(true) }, { weight: 10 - of10, arbitrary: fc.constant(false) });

/** In relation to two, the weight of the rest; what ends a run's story comes seldom. */
const weights: Partial<Record<Deed, number>> = {
  end: 1,
  fund: 6,
  submit: 5,
  release: 5,
  refund: 4,
  dispute: 5,
  "answer-dispute": 3,
  settle: 4,
  "answer-settlement": 6,
  confirm: 5,
  exempt: 1,
  suspend: 1,
  reinstate: 2,
  "give-back": 1,
  "ask-refund": 3,
  "pay-refund": 3,
  "end-ask": 4,
  refuse: 1,
};

const harmed = (weight: number, kind: NonNullable<Harm>["kind"]) => ({
  weight,
  arbitrary: fc.record({ kind: fc.constant(kind), share: fc.integer({ min: 0, max: 100 }) }),
});
/** Of a thousand commands. */
const harm: fc.Arbitrary<Harm> = fc.oneof(
  { weight: 907, arbitrary: fc.constant(null) },
  harmed(60, "cutOff"),
  harmed(30, "deafen"),
  harmed(3, "crash"),
);
const place = { process: fc.constantFrom(0 as const, 1 as const), harm };

const deed = fc.record({
  ...place,
  do: fc.oneof(...deeds.map((name) => ({ weight: weights[name] ?? 2, arbitrary: fc.constant(name) }))),
  who: fc.constantFrom(...actors),
  aim: often(9),
  pick: fc.nat({ max: 99 }),
  size: fc.constantFrom(0, 1, 30, 50, 99, 100, 100, 100, 101),
  yes: often(7),
  again: often(1),
  twice: fc.oneof({ weight: 1, arbitrary: fc.constant(true) }, { weight: 19, arbitrary: fc.constant(false) }),
});
const wait = fc.record({
  ...place,
  do: fc.constant("wait" as const),
  hours: fc.constantFrom(1, 24, 48, 72, 7 * 24, 14 * 24, 31 * 24, 76 * 24),
  ticks: fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constant(2) }),
});

export type Run = { amounts: number[]; ordered: boolean; charged: boolean; commands: Command[] };

const commandsUpTo = (maxLength: number) =>
  fc.array(
    fc.oneof(
      { weight: 7, arbitrary: deed as fc.Arbitrary<Command> },
      { weight: 1, arbitrary: wait as fc.Arbitrary<Command> },
    ),
    { minLength: 5, maxLength, size: "max" },
  );

const calm: Place = { process: 0, harm: null };
const done = (name: Deed, size = 50, special: { pick?: number; yes?: boolean } = {}): Command => ({
  do: name,
  who: "hiringManager",
  aim: true,
  pick: 0,
  size,
  yes: true,
  again: false,
  twice: false,
  ...calm,
  ...special,
});
const later = (days: number): Command => ({ do: "wait", hours: days * 24, ticks: 1, ...calm });

/** Where a run begins, so that disputes and their ends are met often. */
const disputed = [done("refund"), done("dispute")];
const mediated = [...disputed, done("answer-dispute")];
const agreed = [...mediated, done("settle"), done("answer-settlement"), done("answer-settlement")];
const arbitrated = [...mediated, later(31), done("file"), later(14), done("award")];
const beginnings: Command[][] = [[], [], [done("submit")], disputed, mediated, agreed, arbitrated];

/** Most runs are short, so that many worlds are met; one in fifteen is long. */
const lengths = fc.oneof({ weight: 14, arbitrary: commandsUpTo(30) }, { weight: 1, arbitrary: commandsUpTo(110) });

export const runs: fc.Arbitrary<Run> = fc.record({
  amounts: fc.array(fc.integer({ min: 5, max: 2900 }), { minLength: 1, maxLength: 4 }),
  ordered: fc.boolean(),
  charged: often(2),
  commands: fc.tuple(fc.constantFrom(...beginnings), lengths).map(([first, rest]) => [...first, ...rest]),
});

const sure = (...commands: Command[]): [Run] => [
  { amounts: [1000, 2000, 700], ordered: true, charged: false, commands },
];
const otherOfPayments = { pick: 1 };

/** What chance alone might leave out: every deed at least once, and the refusals that guard money, whatever the seed. */
export const sureRuns: [Run][] = [
  sure(
    done("release", 101),
    done("release", 0),
    done("fund"),
    done("end", 50, { pick: 2 }),
    done("submit"),
    done("changes"),
    done("submit"),
    done("release", 50),
    done("release", 100),
    done("fund"),
    done("give-back"),
    done("propose"),
    done("answer-proposal"),
    done("exempt"),
    done("confirm", 100, otherOfPayments),
    done("bonus"),
    done("ask-refund"),
    done("pay-refund", 1, { pick: 1 }),
    done("ask-refund"),
    done("end-ask"),
    done("suspend"),
    done("fund"),
    done("reinstate"),
    done("end", 50, { pick: 1 }),
  ),
  sure(
    done("wire"),
    done("confirm", 50, otherOfPayments),
    done("wire", 50, { pick: 2 }),
    done("refuse", 50, otherOfPayments),
    done("release", 100),
    later(14),
    done("payout", 1),
    done("confirm", 50, otherOfPayments),
    done("ask-payout"),
    done("record-asked"),
    done("confirm", 50, otherOfPayments),
    done("ask-payout", 1),
    done("withdraw-payout"),
  ),
  // What a payment leaves on the balance is paid back, once and not beyond it.
  sure(
    done("wire"),
    done("confirm", 50, otherOfPayments),
    done("return", 101),
    done("return"),
    done("return"),
    done("confirm", 50, otherOfPayments),
    done("return", 1),
  ),
  sure(later(76), later(15), later(7), done("ask-release")),
  sure(...disputed, done("withdraw-dispute")),
  sure(...agreed),
  sure(...arbitrated),
];
