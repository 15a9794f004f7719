import { createHash } from "node:crypto";
import { TZDate } from "@date-fns/tz";
import { v5 } from "uuid";
import { type RequestApprovalInput, requestApprovalInput } from "@/lib/approvals/schema";
import { isLocalDate, type LocalDate } from "@/lib/dates";
import { type SendOfferInput, sendOfferInput } from "@/lib/offers/schema";
import type { ContractRow } from "./read-rows";

/** The company that every replay of this list fills. */
export const replayCompany = {
  slug: "chicago-replay",
  name: "City of Chicago (replay)",
  timeZone: "America/Chicago",
  currency: "USD",
};

/** Approvals live as long as the settings allow: a contract may begin a year after it was approved. */
export const approvalLifeDays = 365;

/** Ids are made from names, so that a second run finds what the first one made. */
const namespace = "6f1c1d0e-6b53-5a4f-9d0e-c41ca60c0de5";
export const idOf = (...names: string[]) => v5(names.join("\n"), namespace);

const requestInput = requestApprovalInput(replayCompany.currency);
const offerInput = sendOfferInput(replayCompany.currency);

/** One contract as it will be told: what the forms made of the row, and on which days its four deeds happen. */
export type Plan = {
  row: ContractRow;
  request: RequestApprovalInput;
  offer: SendOfferInput;
  /** Asked for and decided. */
  approvedOn: LocalDate;
  /** Offered and accepted: the day of approval, or the start of the contract where that is later. */
  offeredOn: LocalDate;
};

export type Refused = { row: ContractRow; reason: string };

/**
 * Reads one row as a person would type it into the two forms (decision 005). Team ids are filled in when the company is
 * open; the kind of offer when the order of all rows is known.
 * @returns the plan, or the first reason in the order of the columns below.
 */
export function planRow(row: ContractRow): Plan | Refused {
  const approvedOn = isoDay(row.approvalDate);
  const startDate = isoDay(row.startDate);
  const endDate = isoDay(row.endDate);
  const title = cutAtWord(row.description, 120);
  const terms = { title, contractType: "fixed_price" as const, startDate, endDate, teamId: idOf("team") };
  const talent = { talentName: row.vendor, talentEmail: vendorEmail(row.vendor) };
  const request = requestInput.safeParse({
    ...terms,
    ...talent,
    id: idOf("request", row.number, row.revision),
    talentChoice: "named",
    offerKind: "byo",
    budget: row.amount,
    reason: reasonOf(row),
  });
  const offer = offerInput.safeParse({
    ...terms,
    ...talent,
    id: idOf("offer", row.number, row.revision),
    kind: "byo",
    requestId: idOf("request", row.number, row.revision),
    description: row.description,
    // The award, on the last day; a description or an end date that is wrong is told at its own field.
    "milestoneTitle[]": [title || "Award"],
    "milestoneAmount[]": [row.amount],
    "milestoneDue[]": [isLocalDate(endDate) ? endDate : ""],
  });
  const reasons = [...issuesOf(request), ...issuesOf(offer)];
  const dateFault = approvalDateFault(approvedOn);
  if (dateFault) reasons.push({ field: "approvalDate", message: dateFault });
  if (!request.success || !offer.success || reasons.length > 0) return { row, reason: firstReason(reasons) };
  return {
    row,
    request: request.data,
    offer: offer.data,
    approvedOn,
    offeredOn: startDate > approvedOn ? startDate : approvedOn,
  };
}

/** Instants may lie before 2000, when many of these contracts were approved; days that never were may not. */
function approvalDateFault(day: string): string | null {
  if (day === "") return "is missing, so the row has no day to be decided on.";
  const instant = Date.parse(`${day}T12:00:00Z`);
  const real =
    /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(day);
  return real && day >= "1970-01-01" && day <= "2100-12-31" ? null : "is no day between 1 Jan 1970 and 31 Dec 2100.";
}

type Reason = { field: string; message: string };

/** Form fields in the order in which reasons are looked for, with the column that a person would correct. */
const columnOf: Record<string, string> = {
  budget: "Award Amount",
  milestones: "Award Amount",
  startDate: "Start Date",
  endDate: "End Date",
  approvalDate: "Approval Date",
  title: "Purchase Order Description",
  reason: "Purchase Order Description",
  description: "Purchase Order Description",
  talentName: "Vendor Name",
  talentEmail: "Vendor Name",
};

/** The one milestone of a row is its award, so its messages are about that amount. */
function issuesOf(result: { error?: { issues: { path: PropertyKey[]; message: string }[] } | undefined }): Reason[] {
  return (result.error?.issues ?? []).map(({ path, message }) => ({
    field: String(path[0]),
    message: message.replace(/^Milestone 1: (.)/, (_, first: string) => first.toUpperCase()),
  }));
}

function firstReason(reasons: Reason[]): string {
  const order = Object.keys(columnOf);
  const place = ({ field }: Reason) => (order.includes(field) ? order.indexOf(field) : order.length);
  const [first] = reasons.toSorted((a, b) => place(a) - place(b));
  return first
    ? `${columnOf[first.field] ?? first.field}: ${first.message}`
    : "The forms refused the row without a reason.";
}

/** "03/13/2025" → "2025-03-13". Anything else is passed on as it is, for the form to refuse. */
function isoDay(text: string): string {
  const match = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text.trim());
  return match ? `${match[3]}-${match[1]}-${match[2]}` : text.trim();
}

/** At most `length` characters, ending with a whole word where the text has any. */
export function cutAtWord(text: string, length: number): string {
  const clean = text.replace(/\s+/gu, " ").trim();
  if ([...clean].length <= length) return clean;
  const cut = [...clean].slice(0, length - 1).join("");
  return `${cut.includes(" ") ? cut.slice(0, cut.lastIndexOf(" ")) : cut}…`;
}

function reasonOf(row: ContractRow): string {
  const facts = [`Contract ${row.number}, revision ${row.revision}`, row.contractType, row.procurement].filter(Boolean);
  return row.description.trim() && `${row.description.trim()}\n\n${facts.join(" · ")}`;
}

/** A vendor's address: readable, and different for names that differ in any letter. */
function vendorEmail(vendor: string): string {
  const name = vendor.replace(/\s+/gu, " ").trim();
  return (
    name &&
    `${slugOf(name).slice(0, 40)}-${createHash("sha256").update(name).digest("hex").slice(0, 6)}@vendors.example`
  );
}

/** "DEPT OF FLEET MGMT" → "dept-of-fleet-mgmt". */
export const slugOf = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "") || "unnamed";

/** An instant of a company day: `seconds` after `hour` o'clock in Chicago. */
export function chicagoTime(day: LocalDate, hour: number, seconds = 0): Date {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  return new Date(new TZDate(year, month - 1, date, hour, 0, seconds, replayCompany.timeZone).getTime());
}
