import { and, eq } from "drizzle-orm";
import { approvalRequests, contracts, mailOutbox, offers } from "@/db/schema";
import { wallNow } from "@/lib/clock";
import { readAs } from "@/lib/ctx";
import { addLocalDays, afterDays, type LocalDate, localDateOf } from "@/lib/dates";
import { runTick } from "@/lib/tick";
import { accountId, openReplayCompany, setVisible, system } from "./company";
import { startMail } from "./mail";
import { chicagoTime, idOf, type Plan, planRow, replayCompany } from "./plan-row";
import type { ContractRow } from "./read-rows";
import { type Stage, type Told, tellApproval, tellOffer } from "./tell-row";

/** What a run did with the rows it was given: `taken` + `refused` is their number. */
export type ReplayReport = {
  rows: number;
  taken: number;
  /** Taken rows that an earlier run had told to the end already. */
  before: number;
  /** Taken rows whose contract begins in the future: approved, and waiting for that day. */
  waiting: number;
  refused: number;
  reasons: Map<string, number>;
  /** What stands in the company afterwards. */
  requests: number;
  offers: number;
  contracts: number;
  /** Mails handed over by this run. */
  mails: number;
  expired: number;
  /** Mails that no attempt will deliver. */
  undelivered: number;
  seconds: number;
};

export type Progress = { done: number; of: number; day: LocalDate; mails: number };

/** Rows of one day told at a time; their last statements queue for the end of the audit chain anyway. */
const abreast = 8;

/**
 * Tells the contract list through the product's verbs, in the order of its dates, each deed at its own instant. Can be
 * stopped and run again at any point: ids come from the rows, and every row goes on from the stage it has reached.
 */
export async function replay(
  rows: readonly ContractRow[],
  onProgress: (progress: Progress) => void = () => {},
): Promise<ReplayReport> {
  const started = performance.now();
  const reasons = new Map<string, number>();
  const refuse = (reason: string) => reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const plans = planAll(rows, refuse);
  const today = localDateOf(wallNow(), replayCompany.timeZone);
  const days = daysOf(plans, today);
  const first = days[0]?.day ?? today;
  const departments = [...new Set(plans.map((plan) => plan.row.department).filter(Boolean))].toSorted();
  const company = await openReplayCompany(departments, chicagoTime(addLocalDays(first, -1), 8));
  const stages = await stagesOf(plans);
  const reached = (plan: Plan) => stages.get(plan) ?? "nothing";
  const before = plans.filter((plan) => reached(plan) === "accepted").length;
  const due = (plan: Plan) => plan.offeredOn <= today;
  const fallen = new Set<Plan>();
  const left = plans.filter((plan) =>
    due(plan) ? reached(plan) !== "accepted" : reached(plan) === "nothing" || reached(plan) === "requested",
  );
  let expired = 0;
  let mails = 0;
  if (left.length > 0) {
    await setVisible(false);
    const mail = process.env.NOMAIL ? { sent: () => 0, finish: async () => 0 } : startMail();
    let finished = before;
    const waitingFor = new Map<Plan, number>();
    for (const { day, approvals, offered } of days) {
      const tell = async (plan: Plan, deed: () => Promise<Told>, next: Stage) => {
        const told = await deed();
        if (told.ok) return stages.set(plan, next);
        fallen.add(plan);
        refuse(told.reason);
      };
      await inParallel(approvals, async (plan, place) => {
        if (["nothing", "requested"].includes(reached(plan)))
          await tell(plan, () => tellApproval(company, plan, reached(plan), place), "approved");
        waitingFor.set(plan, afterDays(chicagoTime(day, 9), 365).getTime());
      });
      if ([...waitingFor.values()].some((until) => until <= chicagoTime(day, 10).getTime())) {
        expired += (await runTick({ now: chicagoTime(day, 10), accountId }))["requests.expired"] ?? 0;
        for (const [plan, until] of waitingFor) if (until <= chicagoTime(day, 10).getTime()) waitingFor.delete(plan);
      }
      await inParallel(offered, async (plan, place) => {
        if (["approved", "offered"].includes(reached(plan)) && !fallen.has(plan)) {
          await tell(plan, () => tellOffer(company, plan, reached(plan), place), "accepted");
          finished += 1;
        }
        waitingFor.delete(plan);
      });
      onProgress({ done: finished, of: plans.length, day, mails: mail.sent() });
    }
    mails = await mail.finish();
  }
  await setVisible(true);
  const waiting = plans.filter((plan) => !fallen.has(plan) && reached(plan) === "approved").length;
  const refused = [...reasons.values()].reduce((sum, count) => sum + count, 0);
  return {
    rows: rows.length,
    taken: plans.length - fallen.size,
    before,
    waiting,
    refused,
    reasons,
    ...(await countAll()),
    mails,
    expired,
    seconds: (performance.now() - started) / 1000,
  };
}

/** Every row becomes a plan or a counted reason; a vendor's first contract is an invitation, later ones are direct. */
function planAll(rows: readonly ContractRow[], refuse: (reason: string) => void): Plan[] {
  const seen = new Set<string>();
  const plans: Plan[] = [];
  for (const row of rows) {
    const key = idOf("row", row.number, row.revision);
    const plan = planRow(row);
    if ("reason" in plan) refuse(plan.reason);
    else if (seen.has(key)) refuse("Contract Number: an earlier row has the same number and revision.");
    else plans.push(plan);
    seen.add(key);
  }
  plans.sort(
    (a, b) =>
      compare(a.approvedOn, b.approvedOn) ||
      compare(a.row.number, b.row.number) ||
      compare(a.row.revision, b.row.revision),
  );
  const knownSince = new Map<string, LocalDate>();
  for (const plan of plans) {
    const { talentEmail } = plan.offer;
    const since = knownSince.get(talentEmail);
    const kind = since && since < plan.approvedOn ? ("direct" as const) : ("byo" as const);
    plan.request.offerKind = kind;
    plan.offer.kind = kind;
    if (!since || plan.offeredOn < since) knownSince.set(talentEmail, plan.offeredOn);
  }
  return plans;
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

type Day = { day: LocalDate; approvals: Plan[]; offered: Plan[] };

/** The days on which anything happens, in order; nothing happens after today. */
function daysOf(plans: readonly Plan[], today: LocalDate): Day[] {
  const days = new Map<LocalDate, Day>();
  const on = (day: LocalDate) => {
    const found = days.get(day) ?? { day, approvals: [], offered: [] };
    days.set(day, found);
    return found;
  };
  for (const plan of plans) {
    on(plan.approvedOn).approvals.push(plan);
    on(plan.offeredOn).offered.push(plan);
  }
  return [...days.values()].filter(({ day }) => day <= today).toSorted((a, b) => compare(a.day, b.day));
}

async function inParallel<T>(items: readonly T[], work: (item: T, place: number) => Promise<void>): Promise<void> {
  const queue = items.entries();
  const worker = async () => {
    for (const [place, item] of queue) await work(item, place);
  };
  await Promise.all(Array.from({ length: Math.min(abreast, items.length) }, worker));
}

/** Where each row stands, from what earlier runs left in the database. */
async function stagesOf(plans: readonly Plan[]): Promise<Map<Plan, Stage>> {
  const { requests, sent } = await readAs(system, async ({ db }) => ({
    requests: await db
      .select({ id: approvalRequests.id, state: approvalRequests.state })
      .from(approvalRequests)
      .where(eq(approvalRequests.accountId, accountId)),
    sent: await db.select({ id: offers.id, state: offers.state }).from(offers).where(eq(offers.accountId, accountId)),
  }));
  const requestState = new Map(requests.map(({ id, state }) => [id, state]));
  const offerState = new Map(sent.map(({ id, state }) => [id, state]));
  const stageOf = ({ request, offer }: Plan): Stage => {
    const offered = offerState.get(offer.id);
    if (offered) return offered === "accepted" ? "accepted" : "offered";
    const asked = requestState.get(request.id);
    if (!asked) return "nothing";
    return asked === "pending" ? "requested" : "approved";
  };
  return new Map(plans.map((plan) => [plan, stageOf(plan)]));
}

async function countAll() {
  return readAs(system, async ({ db }) => ({
    requests: await db.$count(approvalRequests, eq(approvalRequests.accountId, accountId)),
    offers: await db.$count(offers, eq(offers.accountId, accountId)),
    contracts: await db.$count(contracts, eq(contracts.accountId, accountId)),
    undelivered: await db.$count(mailOutbox, and(eq(mailOutbox.accountId, accountId), eq(mailOutbox.state, "dead"))),
  }));
}
