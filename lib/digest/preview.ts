import "server-only";
import { and, asc, eq, gte, inArray, isNull } from "drizzle-orm";
import type { DigestOutcome } from "@/db/enums";
import { digestRuns, digestSchedules } from "@/db/schema";
import type { MailProps } from "@/emails";
import { type Explained, explainAlerts, explainLimit, findAlertLines, listAlertCompanies } from "../alerts/find-lines";
import { type AlertKind, alertWords, figureText, inputsOf, mendOf, ruleWords, sinceText } from "../alerts/rules";
import type { ReadCtx } from "../ctx";
import { formatDay, formatInstant, type LocalDate, localDateOf } from "../dates";
import { NotFoundError } from "../errors";
import { readEvaluation } from "./build";
import {
  aboutText,
  acknowledgedText,
  composeDigest,
  type Digest,
  type DigestLine,
  type Evaluation,
  mailOf,
} from "./compose";
import { isEligible, listReaders, type Reader, seesCompany } from "./readers";
import { getTimetable, timeOfScope } from "./reschedule";
import { catchUpMs, digestsDue, isoWeekOf } from "./schedule";

/** A line with its why: what was looked at, as of when, by which rule. */
export type PreviewLine = {
  key: string;
  kind: AlertKind;
  section: string;
  title: string;
  about: string;
  figure: string;
  since: string;
  also: string[];
  /** who else acknowledged it, and until when */
  note: string | null;
  /** set aside by this reader until this date, and so not in the mail */
  acknowledgedUntil: string | null;
  why: { rule: string; inputs: { label: string; value: string }[]; asOf: string };
  mend: string;
  href: string;
};

/** Something that was looked at and left out, and why. */
export type PreviewLeftOut = { section: string | null; title: string; about: string; reason: string };

export type DigestPreview = {
  userId: string;
  name: string;
  email: string;
  companyName: string;
  isoWeek: string;
  asOf: Date;
  zone: string;
  /** what would become of this digest at `asOf` */
  outcome: Digest["outcome"];
  /** one sentence about the outcome */
  says: string;
  newLines: number;
  openLines: number;
  /** The mail as it would go out; null where none would. */
  mail: MailProps<"spend-alerts"> | null;
  lines: PreviewLine[];
  acknowledged: PreviewLine[];
  resolved: { title: string; what: string }[];
  leftOut: PreviewLeftOut[];
  /** more contracts or posts than an explanation looks at */
  partial: boolean;
};

const outcomeWords: Record<DigestOutcome, string> = {
  sent: "A mail would go out.",
  nothing: "No mail would go out: there is nothing to report.",
  setting_off: "No mail would go out: setting off.",
  not_eligible: "No mail would go out: only hiring managers, admins and program owners get spend alerts.",
  suppressed: "No mail would go out: the address is suppressed, because mail to it bounced or was reported.",
  skipped: "No mail would go out: it would be more than 72 hours late.",
};

/**
 * What a member would get at `ctx.now`, and why: the mail, a reason for every line, and everything that was looked at and
 * left out with its reason. Made by the same functions as the mail itself; changes nothing (product.md §5).
 * Whom the reader may ask about is the caller's to decide: oneself, or anybody for admins and program owners.
 * @throws NotFoundError for somebody without a seat.
 */
export async function previewDigest(ctx: ReadCtx, userId: string): Promise<DigestPreview> {
  const [company] = await listAlertCompanies(ctx);
  const reader = (await listReaders(ctx, [userId])).get(userId);
  if (!company || !reader) throw new NotFoundError("member");
  const isoWeek = (await findDueWeek(ctx, userId)) ?? isoWeekOf(localDateOf(ctx.now, company.timeZone));
  const lines = (await findAlertLines(ctx, [company])).get(ctx.accountId) ?? [];
  const evaluation = await readEvaluation(ctx, { company, lines, asOf: ctx.now }, isoWeek);
  const digest = composeDigest(evaluation, reader);
  const explained = await explainAlerts(ctx, company);
  const { outcome, newLines, openLines } = digest;
  return {
    userId,
    name: reader.name,
    email: reader.email,
    companyName: company.name,
    isoWeek,
    asOf: ctx.now,
    zone: reader.zone,
    outcome,
    says: company.settings.enabled ? outcomeWords[outcome] : "No mail would go out: setting off for the whole company.",
    newLines,
    openLines,
    mail: outcome === "sent" ? mailOf(evaluation, reader, digest) : null,
    lines: digest.lines.map((line) => previewLine(line, evaluation, reader)),
    acknowledged: digest.acknowledged.map(({ line, until }) =>
      previewLine({ ...line, acknowledgedBy: [] }, evaluation, reader, until),
    ),
    resolved: digest.resolved.map(({ title, kind }) => ({ title, what: alertWords[kind] })),
    leftOut: leftOutFor(reader, digest, explained, company.settings.enabled),
    partial: explained.contracts >= explainLimit || explained.posts >= explainLimit,
  };
}

/** What one member's page of spend alerts shows: the lines that fire now, and those this member has set aside. */
export type CurrentAlerts = { lines: PreviewLine[]; acknowledged: PreviewLine[]; today: LocalDate };

/** The lines of one member as they stand now; null for people who get no spend alerts. Changes nothing. */
export async function findCurrentAlerts(ctx: ReadCtx, userId: string): Promise<CurrentAlerts | null> {
  const [company] = await listAlertCompanies(ctx);
  const reader = (await listReaders(ctx, [userId])).get(userId);
  if (!company || !reader || !isEligible(reader)) return null;
  const lines = (await findAlertLines(ctx, [company])).get(ctx.accountId) ?? [];
  const isoWeek = isoWeekOf(localDateOf(ctx.now, company.timeZone));
  const evaluation = await readEvaluation(ctx, { company, lines, asOf: ctx.now }, isoWeek);
  const digest = composeDigest(evaluation, reader);
  return {
    lines: digest.lines.map((line) => previewLine(line, evaluation, reader)),
    acknowledged: digest.acknowledged.map(({ line, until }) =>
      previewLine({ ...line, acknowledgedBy: [] }, evaluation, reader, until),
    ),
    today: company.today,
  };
}

/** The week of a digest that is due and can still be caught up: sent now, it would count for that one. */
async function findDueWeek(ctx: ReadCtx, userId: string): Promise<string | null> {
  const { accountId, now } = ctx;
  const inTime = new Date(now.getTime() - catchUpMs);
  const [run] = await ctx.db
    .select({ isoWeek: digestRuns.isoWeek })
    .from(digestRuns)
    .where(
      and(
        eq(digestRuns.accountId, accountId),
        eq(digestRuns.userId, userId),
        isNull(digestRuns.outcome),
        gte(digestRuns.dueAt, inTime),
      ),
    )
    .orderBy(asc(digestRuns.dueAt))
    .limit(1);
  if (run) return run.isoWeek;
  const schedules = await ctx.db
    .select({ scopeId: digestSchedules.scopeId, dueAt: digestSchedules.dueAt, isoWeek: digestSchedules.isoWeek })
    .from(digestSchedules)
    .where(and(eq(digestSchedules.accountId, accountId), inArray(digestSchedules.scopeId, [accountId, userId])));
  const own = schedules.find((each) => each.scopeId === userId) ?? schedules[0];
  if (!own) return null;
  const timetable = await getTimetable(ctx);
  const due = digestsDue(own, timeOfScope(timetable, own.scopeId), timetable.timeZone, now);
  return due.find((slot) => slot.dueAt >= inTime)?.isoWeek ?? null;
}

function previewLine(
  line: DigestLine,
  { company, asOf }: Evaluation,
  reader: Reader,
  until: string | null = null,
): PreviewLine {
  const mend = mendOf(line, reader);
  return {
    key: line.key,
    kind: line.kind,
    section: alertWords[line.kind],
    title: line.subject.title,
    about: aboutText(line),
    figure: figureText(line, company.today),
    since: sinceText(line.weeksOpen),
    also: line.also.map((each) => alertWords[each.kind]),
    note: acknowledgedText(line.acknowledgedBy),
    acknowledgedUntil: until && formatDay(until),
    why: {
      rule: ruleWords[line.kind],
      inputs: inputsOf(line, company.today).map(([label, value]) => ({ label, value })),
      asOf: formatInstant(asOf, reader.zone),
    },
    mend: mend.words,
    href: mend.href,
  };
}

/** What does not fire, what is somebody else's, what was acknowledged; and all of it where no mail goes out at all. */
function leftOutFor(reader: Reader, digest: Digest, explained: Explained, enabled: boolean): PreviewLeftOut[] {
  const mine = (ownerId: string) => seesCompany(reader) || ownerId === reader.userId;
  const off = !enabled ? "setting off" : digest.outcome === "setting_off" ? "setting off" : null;
  return [
    ...(off
      ? digest.lines.map((line) => ({
          section: alertWords[line.kind],
          title: line.subject.title,
          about: aboutText(line),
          reason: off,
        }))
      : []),
    ...digest.acknowledged.map(({ line, until }) => ({
      section: alertWords[line.kind],
      title: line.subject.title,
      about: aboutText(line),
      reason: `acknowledged until ${formatDay(until)}`,
    })),
    ...explained.leftOut
      .filter((each) => mine(each.subject.ownerId))
      .map(({ kind, subject, order, reason }) => ({
        section: kind && alertWords[kind],
        title: subject.title,
        about: aboutText({ subject, order }),
        reason,
      })),
  ];
}
