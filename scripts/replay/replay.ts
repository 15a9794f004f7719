import { setTimeout as wait } from "node:timers/promises";
import type { Company } from "@/db/seed/company";
import { wallNow } from "@/lib/clock";
import { addLocalDays, type LocalDate, localDateOf } from "@/lib/dates";
import { databaseCode } from "@/lib/errors";
import { runTick } from "@/lib/tick";
import { accountId, openReplayCompany, setVisible } from "./company";
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
  /** Taken rows that an earlier run had told to the end already. */
  before: number;
  /** Taken rows whose contract begins in the future: approved, and waiting for that day. */
  waiting: number;
  refused: number;
  reasons: Map<string, number>;
  /** Approvals that ran out before their contract began. */
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
  const company = await openReplayCompany(departments, chicagoTime(addLocalDays(days[0]?.day ?? today, -1), 8));
  const stages = await stagesOf(plans);
  const run: Run = { company, stages, reasons, fallen: new Set(), expired: 0 };
  const before = countDone(run, plans, today);
  let mails = 0;
  if (before < plans.length) {
    await setVisible(false);
    const mail = startMail();
    for (const day of days) {
      await tellDay(run, day);
      onProgress({
        doing: "Told",
        done: countDone(run, plans, today),
        of: plans.length,
        day: day.day,
        mails: mail.sent(),
      });
    }
    mails = await mail.finish();
  }
  await setVisible(true);
  const waiting = plans.filter((plan) => plan.offeredOn > today && stages.get(plan) === "approved").length;
  const taken = plans.length - run.fallen.size;
  const refused = [...reasons.values()].reduce((sum, count) => sum + count, 0);
  const seconds = (performance.now() - started) / 1000;
  return {
    rows: rows.length,
    taken,
    before,
    waiting,
    refused,
    reasons,
    expired: run.expired,
    ...(await countEverything()),
    mails,
    seconds,
  };
}

type Run = {
  company: Company;
  stages: Map<Plan, Stage>;
  reasons: Map<string, number>;
  fallen: Set<Plan>;
  expired: number;
};

/** Plans that are told as far as `today` allows. */
function countDone({ stages }: Run, plans: readonly Plan[], today: LocalDate): number {
  return plans.filter((plan) => stages.get(plan) === (plan.offeredOn > today ? "approved" : "accepted")).length;
}

/** First what is approved on this day, then whatever has run out by now, then what is offered on it. */
async function tellDay(run: Run, { day, approvals, offered }: Day): Promise<void> {
  const { company, stages } = run;
  await inParallel(approvals, (plan, place) =>
    tell(run, plan, ["nothing", "requested"], "approved", (stage) => tellApproval(company, plan, stage, place)),
  );
  const now = chicagoTime(day, 10);
  const ranOut = (plan: Plan) =>
    stages.get(plan) === "approved" && addLocalDays(plan.approvedOn, approvalLifeDays) <= day;
  if (offered.some(ranOut)) run.expired += (await runTick({ now, accountId }))["requests.expired"] ?? 0;
  await inParallel(offered, (plan, place) =>
    tell(run, plan, ["approved", "offered"], "accepted", (stage) => tellOffer(company, plan, stage, place)),
  );
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
  run.fallen.add(plan);
  countReason(run.reasons, told.reason);
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
