import "server-only";
import { type AnyColumn, and, eq, sql } from "drizzle-orm";
import type { OrderState, Role } from "@/db/enums";
import { contracts, jobPosts, purchaseOrders } from "@/db/schema";
import { getAccountSettings, listHirers, listMembers, listTeams } from "../accounts/queries";
import type { ReadCtx } from "../ctx";
import { type LocalDate, localDateOf } from "../dates";
import { isExpired } from "../orders/rules";
import { unusableText } from "../orders/words";
import { formats, type ImportNoun, type LineOf, nameOf } from "./formats";
import { lowerCaseOf } from "./lower-case";
import type { Problem } from "./read-csv";
import type { ParsedLine, ParsedSet } from "./read-set";
import { lineRanges } from "./rules";

/** What becomes of a line: it is written, it is there already and left as it is, or it is refused with its problems. */
export type Fate = "new" | "known" | "refused";

export type FileReport = {
  noun: ImportNoun;
  file: string;
  lines: number;
  fresh: number;
  known: number;
  /** which lines are known, in ranges: "2–41, 45" */
  knownLines: string;
  refused: number;
};

/** The fate of every line: refused ones with the reasons, known ones in ranges; every other line is new. */
export type ImportReport = { written: boolean; files: FileReport[]; problems: (Problem & { file: string })[] };

export type Plan = {
  report: ImportReport;
  fresh: { [N in ImportNoun]: LineOf[N][] };
  /** names of teams to add */
  teams: string[];
  /** whose contracts those are that name nobody: the company's first admin */
  contactId: string | null;
  /** the keys of the numbers and teams that the set and the company name */
  lower: (text: string) => string;
};

/**
 * Decides what becomes of every line, against the company as it is now and against the lines before it. Reads only; a
 * handful of queries whatever the size of the set.
 */
export async function planSet(ctx: ReadCtx, set: ParsedSet): Promise<Plan> {
  const known = await lookAround(ctx, set);
  const fresh: Plan["fresh"] = { members: [], "purchase-orders": [], "job-posts": [], contracts: [] };
  const files = new Map(
    set.files.map((file) => [file.noun, { ...file, fresh: 0, known: 0, knownLines: "", refused: 0 }]),
  );
  for (const file of files.values())
    file.refused = set.problems.filter((each) => each.line && each.file === file.file).length;
  const problems: ImportReport["problems"] = set.problems.map((problem) => ({ ...problem }));
  const seen = new Map<string, number>();
  const knownLines: Record<ImportNoun, number[]> = {
    members: [],
    "purchase-orders": [],
    "job-posts": [],
    contracts: [],
  };
  for (const group of set.groups) {
    const fates = group.map((line) => judge(line, known, seen));
    const fallen = fates.some(({ fate }) => fate === "refused");
    group.forEach((line, at) => {
      const { fate, found } = fates[at] ?? { fate: "refused" as const, found: [] };
      problems.push(...found.map((problem) => ({ ...problem, file: line.file })));
      const count = files.get(line.noun);
      if (count) count[fallen ? "refused" : fate === "new" ? "fresh" : "known"] += 1;
      if (!fallen && fate === "known") knownLines[line.noun].push(line.line);
      if (fallen || fate !== "new" || !line.value) return;
      (fresh[line.noun] as unknown[]).push(line.value);
      known.note(line);
    });
  }
  for (const file of files.values()) file.knownLines = lineRanges(knownLines[file.noun]);
  return {
    report: { written: false, files: [...files.values()], problems },
    fresh,
    teams: [...known.newTeams.values()],
    contactId: known.contact?.userId ?? null,
    lower: known.lower,
  };
}

type Around = Awaited<ReturnType<typeof lookAround>>;

/** Where somebody may hire: everywhere, or in teams by the keys of their names. */
type Reach = { anywhere: boolean; teams: Set<string> };

type KnownOrder = { number: string; state: OrderState; validThrough: LocalDate | null };

const teamsOf = (value: LineOf[ImportNoun]): string[] => [
  ...("team" in value && value.team ? [value.team] : []),
  ...("teams" in value ? value.teams : []),
];

/** The company's teams, people and natural keys that the set names. */
async function lookAround(ctx: ReadCtx, set: ParsedSet) {
  const settings = await getAccountSettings(ctx);
  const members = await listMembers(ctx);
  const hirers = new Map((await listHirers(ctx)).map((hirer) => [hirer.userId, hirer]));
  const companyTeams = await listTeams(ctx);
  const values = set.groups.flat().flatMap(({ noun, value }) => (value ? [{ noun, value }] : []));
  const numbers = values.flatMap(({ value }) => [
    ...("number" in value ? [value.number] : []),
    ...("orderNumber" in value && value.orderNumber ? [value.orderNumber] : []),
  ]);
  const named = values.flatMap(({ value }) => teamsOf(value));
  const lower = await lowerCaseOf(ctx, [...numbers, ...named, ...companyTeams.map(({ name }) => name)]);
  const names = (noun: ImportNoun) =>
    values.flatMap((line) => (line.noun === noun ? [nameOf[noun](line.value as never)] : []));
  const keyById = new Map(companyTeams.map(({ id, name }) => [id, lower(name)]));
  const parent = keyById.get(companyTeams.find((team) => team.parent)?.id ?? "") ?? "";
  const people = new Map(
    members.map(({ email, userId }): [string, Reach] => {
      const hirer = hirers.get(userId);
      const teams = (hirer?.teamIds ?? []).flatMap((id) => keyById.get(id) ?? []);
      return [email, { anywhere: hirer?.anywhere ?? false, teams: new Set(teams) }];
    }),
  );
  const admin = members.find(({ roles }) => roles.includes("admin") || roles.includes("program_owner"));
  const teams = new Map(companyTeams.map((team) => [lower(team.name), team]));
  const orders = await existingOrders(ctx, [...new Set(numbers.map(lower))]);
  const before: Record<ImportNoun, ReadonlySet<string>> = {
    members: new Set(people.keys()),
    "purchase-orders": new Set(orders.keys()),
    "job-posts": await existingRefs(ctx, jobPosts, names("job-posts")),
    contracts: await existingRefs(ctx, contracts, names("contracts")),
  };
  const newTeams = new Map<string, string>();
  /** What later lines may lean on: it will be written before them. */
  const note = ({ noun, value }: ParsedLine) => {
    if (!value) return;
    for (const team of teamsOf(value)) if (!teams.has(lower(team))) newTeams.set(lower(team), team);
    if (noun === "members") {
      const { email, roles, team } = value as LineOf["members"];
      const hires = roles.includes("hiring_manager") ? [team ? lower(team) : parent] : [];
      people.set(email, { anywhere: managesAll(roles), teams: new Set(hires) });
    }
    if (noun === "purchase-orders") {
      const { number, validThrough } = value as LineOf["purchase-orders"];
      orders.set(lower(number), { number, state: "active", validThrough });
    }
  };
  return {
    today: localDateOf(ctx.now, settings.timeZone),
    self: ctx.actor.kind === "member" ? ctx.actor.email : null,
    contact: admin ?? null,
    addTeams: set.addTeams,
    lower,
    parent,
    people,
    teams,
    newTeams,
    orders,
    before,
    note,
  };
}

const managesAll = (roles: readonly Role[]) => roles.includes("admin") || roles.includes("program_owner");

/** The company's purchase orders with these number keys, by their key. */
async function existingOrders({ db, accountId }: ReadCtx, keys: string[]): Promise<Map<string, KnownOrder>> {
  const { numberKey: key, number, state, validThrough } = purchaseOrders;
  const rows = await db
    .select({ key, number, state, validThrough })
    .from(purchaseOrders)
    .where(and(eq(purchaseOrders.accountId, accountId), amongTexts(key, keys)));
  return new Map(rows.map((row) => [row.key, row]));
}

async function existingRefs(
  { db, accountId }: ReadCtx,
  table: typeof jobPosts | typeof contracts,
  refs: string[],
): Promise<Set<string>> {
  const rows = await db
    .select({ ref: table.externalRef })
    .from(table)
    .where(and(eq(table.accountId, accountId), amongTexts(table.externalRef, refs)));
  return new Set(rows.flatMap((row) => row.ref ?? []));
}

const amongTexts = (column: AnyColumn, texts: string[]) =>
  sql`${column} in (select value from json_array_elements_text(${JSON.stringify(texts)}::json))`;

function judge(line: ParsedLine, around: Around, seen: Map<string, number>) {
  const { noun, value } = line;
  if (!value) return { fate: "refused" as const, found: line.problems };
  const { lower } = around;
  const found: Problem[] = [];
  const refuse = (column: string, text: string, reason: string, message: string) =>
    found.push({ line: line.line, column, value: text.slice(0, 80), reason, message });
  const name = nameOf[noun](value as never);
  const key = noun === "purchase-orders" ? lower(name) : name;
  const first = seen.get(`${noun} ${key}`);
  if (first !== undefined)
    refuse(formats[noun].required[0] ?? "", name, "duplicate", `Line ${first} has the same one. Keep one of the two.`);
  else seen.set(`${noun} ${key}`, line.line);
  const isKnown = around.before[noun].has(key);
  if (found.length === 0 && isKnown) return { fate: "known" as const, found };
  for (const team of teamsOf(value)) {
    const column = noun === "purchase-orders" ? "teams" : "team";
    if ([...team].length > 80) refuse(column, team, "too-long", "The name of a team has at most 80 characters.");
    else if (!around.addTeams && !around.teams.has(lower(team)))
      refuse(column, team, "team", `There is no team “${team}” in this company.`);
  }
  const number = "orderNumber" in value ? value.orderNumber : null;
  const order = number ? around.orders.get(lower(number)) : undefined;
  if (number && !order && !isOwnOrder(line, number, lower))
    refuse("po_number", number, "order", `There is no PO ${number}, and none in this import.`);
  if (noun === "job-posts") {
    const { ownerEmail, team } = value as LineOf["job-posts"];
    if (team && around.teams.get(lower(team))?.hidden)
      refuse("team", team, "hidden", `The team “${team}” is hidden and takes no job posts; show it or name another.`);
    const whyNot = whyNotHiring(around, ownerEmail, team);
    if (whyNot) refuse("owner_email", ownerEmail, "person", whyNot);
    if (order?.state === "archived") refuse("po_number", order.number, "order", unusable(order, "archived"));
    else if (order && isExpired(order, around.today))
      refuse("po_number", order.number, "order", unusable(order, "expired"));
  }
  if (noun === "contracts") {
    const { contactEmail, talentEmail, team } = value as LineOf["contracts"];
    const contact = contactEmail ?? around.contact?.email ?? null;
    const whyNot = contact
      ? whyNotHiring(around, contact, team)
      : "Name a contact person: this company has no admin who could stand in.";
    if (whyNot) refuse("contact_email", contactEmail ?? "", "person", whyNot);
    if (talentEmail === contact)
      refuse("talent_email", talentEmail, "oneself", "This is the contact person, too. Name another contact_email.");
    else if (talentEmail === around.self)
      refuse("talent_email", talentEmail, "oneself", "This is you. Another admin must import a contract with you.");
  }
  return { fate: found.length > 0 ? ("refused" as const) : ("new" as const), found };
}

/** Why this person cannot answer for work of this team (no name: the parent team), and what to do; null when they can. */
function whyNotHiring({ people, lower, parent }: Around, email: string, team: string | null): string | null {
  const reach = people.get(email);
  if (!reach) return "Nobody with this address is a member of this company.";
  if (reach.anywhere || reach.teams.has(team ? lower(team) : parent)) return null;
  return reach.teams.size === 0
    ? "This member may not hire; give the role hiring_manager or admin first."
    : `This member may not hire in ${team ? `the team “${team}”` : "the parent team"}; add them to it, or name another.`;
}

const unusable = ({ number, validThrough }: KnownOrder, reason: "archived" | "expired") =>
  unusableText({ reason, number, validThrough });

/** A mapped line brings its own purchase order, which is judged just before it. */
const isOwnOrder = (line: ParsedLine, number: string, lower: Around["lower"]) =>
  line.ownOrder !== null && lower(line.ownOrder) === lower(number);
