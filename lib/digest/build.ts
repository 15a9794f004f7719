import "server-only";
import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { DigestOutcome } from "@/db/enums";
import { accounts, alertEvaluations, alertSnapshots, digestRuns } from "@/db/schema";
import { type AlertCompany, findAlertLines, listAlertCompanies } from "../alerts/find-lines";
import { findBaseline, listAcknowledgements, snapshotDetail } from "../alerts/queries";
import type { AlertLine } from "../alerts/rules";
import { type Ctx, type ReadCtx, readAs, writeAs } from "../ctx";
import { newId } from "../ids";
import { type QueuedMail, queueMails } from "../mail/queue-mail";
import { unsubscribeHeaders } from "../notifications/unsubscribe-link";
import { composeDigest, type Evaluation, mailOf, weeksOpenOf } from "./compose";
import { type DigestOptions, digestActor, planner } from "./plan";
import { listReaders, type Reader } from "./readers";
import { getTimetable, timeOfScope } from "./reschedule";
import { timelinessOf } from "./schedule";

/** Companies whose lines are found with one look. */
export const companiesPerLook = 100;
/** People of one company settled in one transaction. */
const peoplePerTurn = 200;

type Look = { company: AlertCompany; lines: AlertLine[]; asOf: Date };

/**
 * Settles claimed digests: the lines of many companies are found set by set, then each company's people get outcome and
 * mail in one transaction of their own. Any number may run at once; a claim is settled by whoever comes first.
 * @returns how many were settled, and how many of those are mails.
 */
export async function buildDigests({ door = {}, accountId, enough = () => false }: DigestOptions = {}): Promise<{
  settled: number;
  mails: number;
}> {
  const total = { settled: 0, mails: 0 };
  let after = "";
  for (;;) {
    const looks = await readAs(planner, (ctx) => lookAtClaimed(ctx, after, accountId), door);
    for (const look of looks) {
      for (;;) {
        if (enough()) return total;
        const { claims, settled, mails } = await writeAs(
          digestActor(look.company.accountId),
          (ctx) => settle(ctx, look),
          door,
        );
        total.settled += settled;
        total.mails += mails;
        if (claims < peoplePerTurn || settled === 0) break;
      }
    }
    const last = looks.at(-1);
    if (!last || looks.length < companiesPerLook) return total;
    after = last.company.accountId;
  }
}

/** The next companies with open claims, by id, and what fires in each of them now. */
async function lookAtClaimed(ctx: ReadCtx, after: string, accountId?: string): Promise<Look[]> {
  const rows = await ctx.db
    .selectDistinct({ id: digestRuns.accountId })
    .from(digestRuns)
    .innerJoin(accounts, eq(accounts.id, digestRuns.accountId))
    .where(
      and(
        isNull(digestRuns.outcome),
        accountId ? eq(digestRuns.accountId, accountId) : eq(accounts.state, "active"),
        after ? sql`${digestRuns.accountId} > ${after}::uuid` : undefined,
      ),
    )
    .orderBy(asc(digestRuns.accountId))
    .limit(companiesPerLook);
  if (rows.length === 0) return [];
  const companies = await listAlertCompanies(
    ctx,
    rows.map((row) => row.id),
  );
  const lines = await findAlertLines(ctx, companies);
  return companies
    .toSorted((a, b) => (a.accountId < b.accountId ? -1 : 1))
    .map((company) => ({ company, lines: lines.get(company.accountId) ?? [], asOf: ctx.now }));
}

type Claim = { userId: string; isoWeek: string; dueAt: Date };
type Settled = Claim & { outcome: DigestOutcome; newLines: number; openLines: number; mailId: string | null };

async function settle(ctx: Ctx, look: Look): Promise<{ claims: number; settled: number; mails: number }> {
  const claims = await takeClaims(ctx);
  const ready: Claim[] = [];
  const settled: Settled[] = [];
  const timetable = claims.length > 0 ? await getTimetable(ctx) : null;
  for (const claim of claims) {
    if (!timetable) break;
    const timely = timelinessOf(claim.dueAt, timeOfScope(timetable, claim.userId).zone, ctx.now);
    if (timely === "now") ready.push(claim);
    if (timely === "too-late") settled.push({ ...claim, outcome: "skipped", newLines: 0, openLines: 0, mailId: null });
  }
  const mails: QueuedMail<"spend-alerts">[] = [];
  if (ready.length > 0) {
    const readers = await listReaders(ctx, [...new Set(ready.map((claim) => claim.userId))]);
    // Nearly always one week; a caught-up one comes before its successor.
    for (const isoWeek of new Set(ready.map((claim) => claim.isoWeek))) {
      const evaluation = await evaluate(ctx, look, isoWeek);
      for (const claim of ready.filter((each) => each.isoWeek === isoWeek)) {
        const reader = readers.get(claim.userId);
        if (!reader) continue;
        const { digest, mail } = digestFor(evaluation, reader);
        if (mail) mails.push(mail);
        const { outcome, newLines, openLines } = digest;
        settled.push({ ...claim, outcome, newLines, openLines, mailId: mail?.id ?? null });
      }
    }
  }
  await queueMails(ctx, mails);
  await writeOutcomes(ctx, settled);
  return { claims: claims.length, settled: settled.length, mails: mails.length };
}

/** Open claims of the company, locked; those that another builder is settling are left to it. */
const takeClaims = ({ db, accountId }: Ctx): Promise<Claim[]> =>
  db
    .select({ userId: digestRuns.userId, isoWeek: digestRuns.isoWeek, dueAt: digestRuns.dueAt })
    .from(digestRuns)
    .where(and(eq(digestRuns.accountId, accountId), isNull(digestRuns.outcome)))
    .orderBy(asc(digestRuns.isoWeek), asc(digestRuns.userId))
    .limit(peoplePerTurn)
    .for("update", { skipLocked: true });

/** What everybody's digest of this week is made from; the first one of the week is kept, to compare the next with. */
export async function evaluate(ctx: Ctx, look: Look, isoWeek: string): Promise<Evaluation> {
  const evaluation = await readEvaluation(ctx, look, isoWeek);
  const { db, accountId } = ctx;
  const [first] = await db
    .insert(alertEvaluations)
    .values({ accountId, isoWeek, evaluatedAt: look.asOf, lines: look.lines.length })
    .onConflictDoNothing()
    .returning({ isoWeek: alertEvaluations.isoWeek });
  if (!first || look.lines.length === 0) return evaluation;
  const rows = look.lines.map((line) => ({
    key: line.key,
    weeks: (weeksOpenOf(line, evaluation) ?? 0) + 1,
    title: line.subject.title,
    detail: snapshotDetail(line),
  }));
  // One statement for any number of lines, in the form that a distributed database accepts under row-level security.
  await db.execute(sql`
    insert into ${alertSnapshots} (account_id, iso_week, line_key, weeks_open, title, detail)
    select ${accountId}::uuid, ${isoWeek}, l.key, l.weeks, l.title, l.detail
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as l (key text, weeks smallint, title text, detail jsonb)`);
  return evaluation;
}

/** The same without keeping anything: for hand-over and preview. */
export async function readEvaluation(
  ctx: ReadCtx,
  { company, lines, asOf }: Look,
  isoWeek: string,
): Promise<Evaluation> {
  const [baseline, acknowledgements] = await Promise.all([
    findBaseline(ctx, isoWeek),
    listAcknowledgements(ctx, company.today),
  ]);
  return { company, lines, asOf, isoWeek, baseline, acknowledgements };
}

/** One person's digest and, if it is to go out, its mail. */
export function digestFor(evaluation: Evaluation, reader: Reader) {
  const digest = composeDigest(evaluation, reader);
  const { accountId } = evaluation.company;
  const mail: (QueuedMail<"spend-alerts"> & { id: string }) | null =
    digest.outcome === "sent"
      ? {
          id: newId(),
          kind: "spend-alerts",
          to: reader.email,
          key: `${reader.userId}/${evaluation.isoWeek}`,
          props: mailOf(evaluation, reader, digest),
          headers: unsubscribeHeaders(accountId, reader.userId),
        }
      : null;
  return { digest, mail };
}

/** Each claim's outcome, once: only open ones are settled. */
async function writeOutcomes({ db, accountId, now }: Ctx, settled: readonly Settled[]): Promise<void> {
  if (settled.length === 0) return;
  const rows = JSON.stringify(
    settled.map(({ userId, isoWeek, outcome, newLines, openLines, mailId }) => ({
      user_id: userId,
      iso_week: isoWeek,
      outcome,
      new_lines: newLines,
      open_lines: openLines,
      mail_id: mailId,
    })),
  );
  await db.execute(sql`
    update ${digestRuns} d set outcome = s.outcome, settled_at = ${now.toISOString()}::timestamptz,
      new_lines = s.new_lines, open_lines = s.open_lines, mail_id = s.mail_id
    from jsonb_to_recordset(${rows}::jsonb)
      as s (user_id uuid, iso_week text, outcome text, new_lines integer, open_lines integer, mail_id uuid)
    where d.account_id = ${accountId}::uuid and d.user_id = s.user_id and d.iso_week = s.iso_week and d.outcome is null`);
}
