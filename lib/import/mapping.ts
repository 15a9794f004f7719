import { z } from "zod";
import { type ImportNoun, importNouns } from "./formats";
import type { Line } from "./read-csv";

/** Where a cell of our format comes from: a column of the foreign file, or one of the rules below. */
const source = z.union([
  z.string(),
  z.strictObject({
    /** the first of these columns that is not empty */
    columns: z.array(z.string()).min(1),
    /** at most so many characters, cut at a word */
    cut: z.int().positive().optional(),
    /** a mail address made of the text: "A & B, Inc." → a-b-inc@<this> */
    addressAt: z.string().optional(),
    /** only a day before today */
    past: z.boolean().optional(),
  }),
  z.strictObject({ value: z.string() }),
]);

/** How one foreign CSV file becomes lines of our formats (`docs/import/README.md`). */
export const mappingSchema = z.strictObject({
  file: z.string(),
  dates: z.enum(["YYYY-MM-DD", "MM/DD/YYYY", "DD/MM/YYYY"]),
  /** take the clean lines and report the others; otherwise one bad line refuses all */
  skipDirty: z.boolean(),
  /** add teams that the company does not have yet */
  addTeams: z.boolean(),
  nouns: z.partialRecord(z.enum(importNouns), z.record(z.string(), source)),
});
export type Mapping = z.output<typeof mappingSchema>;
type Source = z.output<typeof source>;

/** Every column of the foreign file that a mapping names. */
export function columnsOf({ nouns }: Mapping): string[] {
  const sources = Object.values(nouns).flatMap((cells) => Object.values(cells ?? {}));
  return [
    ...new Set(sources.flatMap((each) => (typeof each === "string" ? [each] : "columns" in each ? each.columns : []))),
  ];
}

/** One foreign line as a line of our format for each noun it stands for; all of them are taken or none. */
export function mapLine(mapping: Mapping, line: Line, today: string): { noun: ImportNoun; line: Line }[] {
  return importNouns.flatMap((noun) => {
    const cells = mapping.nouns[noun];
    if (!cells) return [];
    const read = ([name, from]: [string, Source]) => [name, cellOf(from, line.cells, mapping, today)];
    return [{ noun, line: { line: line.line, cells: Object.fromEntries(Object.entries(cells).map(read)) } }];
  });
}

function cellOf(from: Source, cells: Record<string, string>, { dates }: Mapping, today: string): string {
  if (typeof from === "string") return cells[from] ?? "";
  if ("value" in from) return from.value;
  const text = from.columns.map((column) => cells[column] ?? "").find((cell) => cell !== "") ?? "";
  if (from.past && !isPast(text, dates, today)) return "";
  if (from.addressAt) return text === "" ? "" : `${slugOf(text)}@${from.addressAt}`;
  return from.cut && text.length > from.cut ? cutAtWord(text, from.cut) : text;
}

function isPast(text: string, dates: Mapping["dates"], today: string): boolean {
  const parts = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text);
  if (!parts) return text < today;
  const [, first, second, year] = parts;
  return (dates === "DD/MM/YYYY" ? `${year}-${second}-${first}` : `${year}-${first}-${second}`) < today;
}

function cutAtWord(text: string, longest: number): string {
  const head = text.slice(0, longest - 1);
  const space = head.lastIndexOf(" ");
  return `${(space > longest / 2 ? head.slice(0, space) : head).trimEnd()}…`;
}

/** ASCII letters and digits with hyphens between, at most 60 characters: the local part of a made address. */
function slugOf(text: string): string {
  const slug = text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60)
    .replace(/-+$/, "");
  return slug === "" ? "unnamed" : slug;
}
