import type { LocalDate } from "../dates";
import { type Dialect, formats, type ImportNoun, importNouns, type LineOf, readLine } from "./formats";
import { columnsOf, type Mapping, mapLine } from "./mapping";
import { type Problem, readCsv } from "./read-csv";

/** A file as it came: its name and its bytes. */
export type ImportFile = { name: string; bytes: Uint8Array };

/** One line of one noun: its values, or what is wrong with it. `ownOrder`: the number of the PO on the same line. */
export type ParsedLine = {
  noun: ImportNoun;
  file: string;
  line: number;
  value: LineOf[ImportNoun] | null;
  problems: Problem[];
  ownOrder: string | null;
};

/** A whole import, read. Lines of one group are taken together or not at all; groups stand in the order of writing. */
export type ParsedSet = {
  files: { noun: ImportNoun; file: string; lines: number }[];
  groups: ParsedLine[][];
  /** of whole files, and of lines that could not even be cut into cells */
  problems: (Problem & { file: string })[];
  skipDirty: boolean;
  addTeams: boolean;
};

/**
 * Reads the files of an import, in our own formats or through a mapping. Files with other names are left alone; finding
 * none of ours, or two for one noun, is a problem. Pure: `today` is the company's.
 */
export function readSet(
  files: readonly ImportFile[],
  company: { currency: string; today: LocalDate },
  mapping: Mapping | null = null,
): ParsedSet {
  return mapping ? readMapped(files, company, mapping) : readOwn(files, { ...company, dates: "YYYY-MM-DD" });
}

function readOwn(files: readonly ImportFile[], dialect: Dialect): ParsedSet {
  const set: ParsedSet = { files: [], groups: [], problems: [], skipDirty: false, addTeams: false };
  for (const noun of importNouns) {
    const { file, required } = formats[noun];
    const given = onlyOne(files, file, set);
    if (!given) continue;
    const { lines, problems } = readCsv(given.bytes, required);
    set.problems.push(...problems.map((problem) => ({ ...problem, file })));
    const cut = problems.filter((problem) => problem.line !== null).length;
    set.files.push({ noun, file, lines: lines.length + cut });
    for (const line of lines) set.groups.push([parsed(noun, file, line, dialect)]);
  }
  if (set.files.length + set.problems.length === 0)
    set.problems.push(noFile(Object.values(formats).map((format) => format.file)));
  return set;
}

function readMapped(
  files: readonly ImportFile[],
  company: { currency: string; today: LocalDate },
  mapping: Mapping,
): ParsedSet {
  const { file, dates, skipDirty, addTeams } = mapping;
  const set: ParsedSet = { files: [], groups: [], problems: [], skipDirty, addTeams };
  const given = onlyOne(files, file, set);
  if (!given) return set.problems.length > 0 ? set : { ...set, problems: [noFile([file])] };
  const { lines, problems } = readCsv(given.bytes, columnsOf(mapping));
  set.problems.push(...problems.map((problem) => ({ ...problem, file })));
  const nouns = importNouns.filter((noun) => mapping.nouns[noun]);
  const cut = problems.filter((problem) => problem.line !== null).length;
  set.files.push(...nouns.map((noun) => ({ noun, file, lines: lines.length + cut })));
  for (const line of lines) {
    const group = mapLine(mapping, line, company.today).map((each) =>
      parsed(each.noun, file, each.line, { ...company, dates }),
    );
    const order = group.find((each) => each.noun === "purchase-orders")?.value as LineOf["purchase-orders"] | null;
    for (const each of group) each.ownOrder = order?.number ?? null;
    set.groups.push(group);
  }
  return set;
}

function parsed(noun: ImportNoun, file: string, line: Parameters<typeof readLine>[1], dialect: Dialect): ParsedLine {
  const read = readLine(noun, line, dialect);
  const value = "value" in read ? read.value : null;
  return { noun, file, line: line.line, value, problems: "problems" in read ? read.problems : [], ownOrder: null };
}

/** The file of this name in any case. Two of them are none: which one was meant, nobody but their owner knows. */
function onlyOne(files: readonly ImportFile[], file: string, { problems }: ParsedSet): ImportFile | null {
  const named = files.filter((each) => each.name.toLowerCase() === file.toLowerCase());
  if (named.length < 2) return named[0] ?? null;
  const names = named.map((each) => `“${each.name}”`).join(", ");
  const message = `${named.length} files have this name: ${names}. Choose one of them, or put their lines into one file.`;
  problems.push({ file, line: null, column: null, value: "", reason: "twice", message });
  return null;
}

const noFile = (names: string[]) => ({
  file: names.join(", "),
  line: null,
  column: null,
  value: "",
  reason: "no-file",
  message: `There is no ${names.join(", ")} among the files.`,
});
