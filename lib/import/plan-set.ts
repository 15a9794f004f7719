import "server-only";
import { type AnyColumn, and, eq, sql } from "drizzle-orm";
import { contracts, jobPosts, purchaseOrders } from "@/db/schema";
import { listMembers, listTeams, mayHire } from "../accounts/queries";
import type { ReadCtx } from "../ctx";
import { formats, type ImportNoun, keyOf, type LineOf } from "./formats";
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
    const fates = group.map((line) => judge(line, known, seen, set.addTeams));
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
    teams: [...known.newTeams],
    contactId: known.contactId,
  };
}

type Around = Awaited<ReturnType<typeof lookAround>>;

/** The company's teams, people and natural keys that the set names. */
async function lookAround(ctx: ReadCtx, set: ParsedSet) {
  const members = await listMembers(ctx);
  const people = new Map(members.map((member) => [member.email, mayHire(member)]));
  const admin = members.find(({ roles }) => roles.includes("admin") || roles.includes("program_owner"));
  const teams = new Set((await listTeams(ctx)).map((team) => team.name.toLowerCase()));
  const lines = set.groups.flat();
  const keys = (noun: ImportNoun) =>
    lines.flatMap((line) => (line.noun === noun && line.value ? [keyOf[noun](line.value as never)] : []));
  const numbers = lines.flatMap(({ value }) =>
    value && "orderNumber" in value && value.orderNumber ? [value.orderNumber.toLowerCase()] : [],
  );
  const there = {
    members: new Set(people.keys()),
    "purchase-orders": await existingOrders(ctx, [...keys("purchase-orders"), ...numbers]),
    "job-posts": await existingRefs(ctx, jobPosts, keys("job-posts")),
    contracts: await existingRefs(ctx, contracts, keys("contracts")),
  };
  const newTeams = new Set<string>();
  /** What later lines may lean on: it will be written before them. */
  const note = ({ noun, value }: ParsedLine) => {
    if (!value) return;
    if (noun === "members") people.set((value as LineOf["members"]).email, mayHire(value as LineOf["members"]));
    if (noun === "purchase-orders") there["purchase-orders"].add(keyOf[noun](value as LineOf["purchase-orders"]));
    const named = [...("team" in value && value.team ? [value.team] : []), ...("teams" in value ? value.teams : [])];
    for (const team of named) {
      if (!teams.has(team.toLowerCase())) newTeams.add(team);
      teams.add(team.toLowerCase());
    }
  };
  const written = { members: there.members, "job-posts": there["job-posts"], contracts: there.contracts };
  const before = { ...written, "purchase-orders": new Set(there["purchase-orders"]) };
  return { people, teams, orders: there["purchase-orders"], before, newTeams, note, contactId: admin?.userId ?? null };
}

async function existingOrders({ db, accountId }: ReadCtx, keys: string[]): Promise<Set<string>> {
  const rows = await db
    .select({ key: purchaseOrders.numberKey })
    .from(purchaseOrders)
    .where(and(eq(purchaseOrders.accountId, accountId), amongTexts(purchaseOrders.numberKey, keys)));
  return new Set(rows.map((row) => row.key));
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

function judge(line: ParsedLine, around: Around, seen: Map<string, number>, addTeams: boolean) {
  const { noun, value } = line;
  if (!value) return { fate: "refused" as const, found: line.problems };
  const found: Problem[] = [];
  const refuse = (column: string, text: string, reason: string, message: string) =>
    found.push({ line: line.line, column, value: text.slice(0, 80), reason, message });
  const key = keyOf[noun](value as never);
  const first = seen.get(`${noun} ${key}`);
  if (first !== undefined)
    refuse(formats[noun].required[0] ?? "", key, "duplicate", `Line ${first} has the same one. Keep one of the two.`);
  else seen.set(`${noun} ${key}`, line.line);
  const isKnown = around.before[noun].has(key);
  if (found.length === 0 && isKnown) return { fate: "known" as const, found };
  const teams = [...("team" in value && value.team ? [value.team] : []), ...("teams" in value ? value.teams : [])];
  for (const team of teams) {
    if (team.length > 80) refuse("team", team, "too-long", "The name of a team has at most 80 characters.");
    else if (!addTeams && !around.teams.has(team.toLowerCase()))
      refuse("team", team, "team", `There is no team “${team}” in this company.`);
  }
  const person = "ownerEmail" in value ? value.ownerEmail : "contactEmail" in value ? value.contactEmail : null;
  const personColumn = noun === "job-posts" ? "owner_email" : "contact_email";
  if (person && !around.people.get(person))
    refuse(
      personColumn,
      person,
      "person",
      around.people.has(person)
        ? "This member may not hire; give the role hiring_manager or admin first."
        : "Nobody with this address is a member of this company.",
    );
  if (noun === "contracts" && !person && !around.contactId)
    refuse(personColumn, "", "person", "Name a contact person: this company has no admin who could stand in.");
  const number = "orderNumber" in value ? value.orderNumber : null;
  if (number && !around.orders.has(number.toLowerCase()) && !isOwnOrder(line, number))
    refuse("po_number", number, "order", `There is no PO ${number}, and none in this import.`);
  return { fate: found.length > 0 ? ("refused" as const) : ("new" as const), found };
}

/** A mapped line brings its own purchase order, which is judged just before it. */
const isOwnOrder = (line: ParsedLine, number: string) => line.ownOrder === number.toLowerCase();
