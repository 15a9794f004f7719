import "server-only";
import type { DigestOutcome } from "@/db/enums";
import type { MailProps } from "@/emails";
import type { AlertCompany } from "../alerts/find-lines";
import type { Baseline, SnapshotLine } from "../alerts/queries";
import {
  type Acknowledgement,
  type AlertKind,
  type AlertLine,
  alertKinds,
  alertWords,
  alsoWords,
  compareLines,
  figureText,
  holds,
  isSuperseded,
  mendOf,
  type ReaderLine,
  sinceText,
  withOverlap,
} from "../alerts/rules";
import { formatDay, formatInstant } from "../dates";
import { env } from "../env";
import { settingsUrlFor } from "../notifications/settings-url";
import { unsubscribeUrl } from "../notifications/unsubscribe-link";
import { isEligible, type Reader, seesCompany } from "./readers";
import { weeksBetween } from "./schedule";

/** One look at a company's lines, shared by everybody who gets a digest of it. */
export type Evaluation = {
  company: AlertCompany;
  asOf: Date;
  isoWeek: string;
  lines: readonly AlertLine[];
  baseline: Baseline | null;
  acknowledgements: readonly Acknowledgement[];
};

/** A line as the mail shows it: with who else has acknowledged it. */
export type DigestLine = ReaderLine & { acknowledgedBy: readonly Acknowledgement[] };

/** What one reader would get. `outcome` says what becomes of it; the lines are there in any case, for the preview. */
export type Digest = {
  outcome: Exclude<DigestOutcome, "skipped">;
  lines: readonly DigestLine[];
  newLines: number;
  openLines: number;
  /** set aside by this reader, with the acknowledgement that does it */
  acknowledged: readonly { line: ReaderLine; until: string }[];
  resolved: readonly SnapshotLine[];
};

/** So many lines a section; the others stand on the page. */
export const linesPerSection = 25;

/**
 * One reader's digest out of the company's evaluation. Pure: the preview of a moment and the mail of that moment are made
 * by this function from the same facts.
 * Rule: product.md §5: hiring managers for what they own, admins and program owners for the company, nobody else.
 */
export function composeDigest(evaluation: Evaluation, reader: Reader): Digest {
  const { company, baseline, acknowledgements } = evaluation;
  const mine = (ownerId: string) => seesCompany(reader) || ownerId === reader.userId;
  const own = new Map(
    acknowledgements.filter((ack) => ack.userId === reader.userId).map((ack) => [ack.lineKey, ack] as const),
  );
  const open: ReaderLine[] = [];
  const acknowledged: { line: ReaderLine; until: string }[] = [];
  for (const line of evaluation.lines) {
    if (!mine(line.subject.ownerId)) continue;
    const dated = { ...line, weeksOpen: weeksOpenOf(line, evaluation), also: [] };
    const ack = own.get(line.key);
    if (ack && holds(ack, line, company.today)) acknowledged.push({ line: dated, until: ack.untilDate });
    else open.push(dated);
  }
  const lines = withOverlap(open, company.settings.overlap)
    .sort(compareLines)
    .map((line) => ({ ...line, acknowledgedBy: othersHolding(line, evaluation, reader.userId) }));
  const openKeys = new Set(evaluation.lines.map((line) => line.key));
  const resolved = [...(baseline?.lines.values() ?? [])].filter(
    (line) => !openKeys.has(line.key) && mine(line.ownerId) && !isSuperseded(line.key, openKeys),
  );
  const newLines = lines.filter((line) => line.weeksOpen === null).length;
  return {
    outcome: outcomeOf(company, reader, lines.length),
    lines,
    newLines,
    openLines: lines.length - newLines,
    acknowledged,
    resolved: resolved.sort((a, b) => (a.title < b.title ? -1 : a.title > b.title ? 1 : a.key < b.key ? -1 : 1)),
  };
}

function outcomeOf(company: AlertCompany, reader: Reader, lines: number): Digest["outcome"] {
  if (!isEligible(reader)) return "not_eligible";
  if (!company.settings.enabled || !reader.wanted) return "setting_off";
  if (reader.suppressed) return "suppressed";
  return lines === 0 ? "nothing" : "sent";
}

/** Weeks since the line was first seen at a weekly evaluation; null when it was not open at the previous one. */
export function weeksOpenOf(
  { key }: Pick<AlertLine, "key">,
  { baseline, isoWeek }: Pick<Evaluation, "baseline" | "isoWeek">,
): number | null {
  const before = baseline?.lines.get(key);
  return baseline && before ? before.weeksOpen - 1 + weeksBetween(baseline.isoWeek, isoWeek) : null;
}

const othersHolding = (line: AlertLine, { acknowledgements, company }: Evaluation, userId: string) =>
  acknowledgements.filter((ack) => ack.userId !== userId && holds(ack, line, company.today));

/** The digest as the mail says it: everything is text, in the reader's zone. */
export function mailOf(evaluation: Evaluation, reader: Reader, digest: Digest): MailProps<"spend-alerts"> {
  const { company, asOf } = evaluation;
  const listUrl = `${env.APP_ORIGIN}/ab/reports/spend-alerts`;
  return {
    companyName: company.name,
    askWhom: "an admin or program owner of the company",
    settingsUrl: settingsUrlFor("client"),
    readerName: reader.name,
    asOf: formatInstant(asOf, reader.zone),
    covers: seesCompany(reader) ? "the whole company" : "the job posts and contracts that you own",
    newLines: digest.newLines,
    openLines: digest.openLines,
    sections: alertKinds
      .map((kind) => sectionOf(kind, digest.lines, company, reader))
      .filter(({ count }) => count > 0)
      .map((section) => ({ ...section, listUrl })),
    acknowledged: digest.acknowledged.length,
    resolved: digest.resolved
      .slice(0, linesPerSection)
      .map(({ kind, title, orderNumber }) => ({ title, what: resolvedText(kind, orderNumber) })),
    resolvedMore: Math.max(0, digest.resolved.length - linesPerSection),
    listUrl,
    unsubscribeUrl: unsubscribeUrl(company.accountId, reader.userId),
  };
}

function sectionOf(kind: AlertKind, all: readonly DigestLine[], company: AlertCompany, reader: Reader) {
  const lines = all.filter((line) => line.kind === kind);
  return {
    title: alertWords[kind],
    count: lines.length,
    lines: lines.slice(0, linesPerSection).map((line) => {
      const mend = mendOf(line, reader);
      return {
        title: line.subject.title,
        about: aboutText(line),
        figure: figureText(line, company.today),
        since: sinceText(line.weeksOpen),
        also: line.also.length > 0 ? line.also.map((each) => alsoWords[each.kind]).join(", ") : null,
        note: acknowledgedText(line.acknowledgedBy),
        mend: mend.words,
        mendUrl: env.APP_ORIGIN + mend.href,
      };
    }),
    more: Math.max(0, lines.length - linesPerSection),
  };
}

/** "Contract 12 · Teodor Marsh · PO 4500018231", "Job post". */
export function aboutText({ subject, order }: Pick<AlertLine, "subject" | "order">): string {
  if (subject.kind === "post") return "Job post";
  return [`Contract ${subject.number}`, subject.talentName, order && `PO ${order.number}`].filter(Boolean).join(" · ");
}

/** "Acknowledged by Al Approver until 4 May 2026", or null. */
export const acknowledgedText = (acks: readonly Acknowledgement[]) =>
  acks.length > 0
    ? `Acknowledged by ${acks.map((ack) => `${ack.userName} until ${formatDay(ack.untilDate)}`).join(", ")}`
    : null;

const resolvedText = (kind: AlertKind, orderNumber: string | null) =>
  orderNumber ? `${alertWords[kind]}, PO ${orderNumber}` : alertWords[kind];
