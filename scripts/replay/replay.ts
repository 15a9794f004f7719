import { setTimeout as wait } from "node:timers/promises";
import type { Company } from "@/db/seed/company";
import { wallNow } from "@/lib/clock";
import { addLocalDays, type LocalDate, localDateOf } from "@/lib/dates";
import { databaseCode } from "@/lib/errors";
import { parseAmount } from "@/lib/money";
import { runTick } from "@/lib/tick";
import { accountId, openReplayCompany, openWithBalance, setVisible } from "./company";
import type { MailRun } from "./mail";
import { countReason, type Day, daysOf, planAll } from "./plan";
import { approvalLifeDays, chicagoTime, type Plan, replayCompany } from "./plan-row";
import type { ContractRow } from "./read-rows";
import { countEverything, type Everything, type Stage, stagesOf } from "./standing";
import { type Told, tellApproval, tellOffer } from "./tell-row";

/** What a run did with the rows it was given: `taken` + `refused` is their number. */
export type ReplayReport = Everything & {
  rows: number;
  taken: number;
  /** Taken rows that this run brought further; the others were told by an earlier one. */
  added: number;
  /** Taken rows whose contract begins in the future: approved, and waiting for that day. */
  waiting: number;
  refused: number;
  reasons: Map<string, number>;
  /** Approvals that ran out in this run, before their contract began. */
  expired: number;
  /** Mails handed over by this run. */
  mails: number;
  seconds: number;
};

export type Progress = { doing: "Checked" | "Told"; done: number; of: number; day?: LocalDate; mails?: number };

export type ReplayOptions = { startMail(): MailRun; onProgress?(progress: Progress): void };

/** Rows of one day told at a time; their last statements queue for the end of the audit chain anyway. */
const abreast = 8;

/**
 * Tells the contract list through the product's verbs, in the order of its dates, each deed at its own instant. Can be
 * stopped and run again at any point: ids come from the rows, and every row goes on from the stage it has reached.
 */
export async function replay(
  rows: readonly ContractRow[],
  { startMail, onProgress = () => {} }: ReplayOptions,
): Promise<ReplayReport> {
  const started = performance.now();
  const { plans, reasons } = planAll(rows, (done) => onProgress({ doing: "Checked", done, of: rows.length }));
  const today = localDateOf(wallNow(), replayCompany.timeZone);
  const days = daysOf(plans, today);
  const departments = [...new Set(plans.map((plan) => plan.row.department).filter(Boolean))].toSorted();
  const opened = chicagoTime(addLocalDays(days[0]?.day ?? today, -1), 8);
  const company = await openReplayCompany(departments, opened);
  await openWithBalance(sumOf(plans), opened);
  const stages = await stagesOf(plans);
  const run: Run = { company, stages, reasons, today, fallen: new Set(), expired: 0 };
  const left = plans.filter((plan) => !isDone(run, plan)).length;
  let mails = 0;
  if (left > 0) {
    await setVisible(false);
    const mail = startMail();
    for (const day of days) {
      await tellDay(run, day, plans);
      const done = plans.filter((plan) => isDone(run, plan)).length;
      onProgress({ doing: "Told", done, of: plans.length, day: day.day, mails: mail.sent() });
    }
    await letRunOut(run, plans, today);
    mails = await mail.finish();
  }
  await setVisible(true);
  for (const plan of plans)
    if (stages.get(plan) === "ran-out") refuse(run, plan, "Start Date: lies so late that the approval ran out before.");
  const counts = {
    taken: plans.length - run.fallen.size,
    waiting: plans.filter((plan) => stages.get(plan) === "approved" && !run.fallen.has(plan)).length,
    refused: [...reasons.values()].reduce((sum, count) => sum + count, 0),
  };
  const seconds = (performance.now() - started) / 1000;
  return {
    rows: rows.length,
    ...counts,
    added: left,
    reasons,
    expired: run.expired,
    ...(await countEverything()),
    mails,
    seconds,
  };
}

/** What all the plans spend, minor units. */
const sumOf = (plans: readonly Plan[]) =>
  plans.reduce((sum, { row }) => {
    const read = parseAmount(row.amount, replayCompany.currency);
    return "minor" in read ? sum + read.minor : sum;
  }, 0n);

type Run = {
  company: Company;
  stages: Map<Plan, Stage>;
  reasons: Map<string, number>;
  today: LocalDate;
  /** Plans that a verb refused, or whose approval ran out. */
  fallen: Set<Plan>;
  expired: number;
};

/** Told as far as today allows. */
function isDone({ stages, today, fallen }: Run, plan: Plan): boolean {
  const stage = stages.get(plan);
  return (
    fallen.has(plan) || stage === "accepted" || stage === "ran-out" || (stage === "approved" && plan.offeredOn > today)
  );
}

function refuse(run: Run, plan: Plan, reason: string): void {
  run.fallen.add(plan);
  countReason(run.reasons, reason);
}

/** First what is approved on this day, then whatever has run out by now, then what is offered on it. */
async function tellDay(run: Run, { day, approvals, offered }: Day, plans: readonly Plan[]): Promise<void> {
  const { company } = run;
  await inParallel(approvals, (plan, place) =>
    tell(run, plan, ["nothing", "requested"], "approved", (stage) => tellApproval(company, plan, stage, place)),
  );
  if (offered.some((plan) => hasRunOut(run, plan, day))) await letRunOut(run, plans, day);
  await inParallel(offered, (plan, place) =>
    tell(run, plan, ["approved", "offered"], "accepted", (stage) => tellOffer(company, plan, stage, place)),
  );
}

const hasRunOut = ({ stages }: Run, plan: Plan, day: LocalDate) =>
  stages.get(plan) === "approved" && addLocalDays(plan.approvedOn, approvalLifeDays) < day;

/** Approvals that nobody used in time expire by the same sweep as everywhere, as of the morning of `day`. */
async function letRunOut(run: Run, plans: readonly Plan[], day: LocalDate): Promise<void> {
  const over = plans.filter((plan) => hasRunOut(run, plan, day));
  if (over.length === 0) return;
  const ran = await runTick({ now: chicagoTime(day, 8), accountId });
  run.expired += ran["requests.expired"] ?? 0;
  for (const plan of over) run.stages.set(plan, "ran-out");
}

/** Brings a plan one stage on, if it stands before it; a refusal by a verb ends it, counted like one by a form. */
async function tell(
  run: Run,
  plan: Plan,
  from: Stage[],
  to: Stage,
  deed: (stage: Stage) => Promise<Told>,
): Promise<void> {
  const stage = run.stages.get(plan) ?? "nothing";
  if (run.fallen.has(plan) || !from.includes(stage)) return;
  const told = await patiently(() => deed(stage));
  if (told.ok) {
    run.stages.set(plan, to);
    return;
  }
  refuse(run, plan, told.reason);
}

/**
 * On a busy machine a statement may wait for its turn longer than the app lets a person wait; nothing was written then.
 * A replay has more time, and a deed that was done already is found done.
 */
async function patiently<T>(deed: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await deed();
    } catch (error) {
      if (attempt === 10 || !tooSlow.has(databaseCode(error) ?? "")) throw error;
      await wait(200 * attempt);
    }
  }
}

/** Statement and lock time-outs. */
const tooSlow = new Set(["57014", "55P03"]);

async function inParallel<T>(items: readonly T[], work: (item: T, place: number) => Promise<void>): Promise<void> {
  const queue = items.entries();
  const worker = async () => {
    for (const [place, item] of queue) await work(item, place);
  };
  await Promise.all(Array.from({ length: Math.min(abreast, items.length) }, worker));
}
