import { parse } from "csv-parse/sync";

/** One line of a file: its number (the header is line 1) and its cells by column, trimmed. */
export type Line = { line: number; cells: Record<string, string> };

/** Something that keeps a file, or a line of it, from being taken. `line` null: the whole file. */
export type Problem = { line: number | null; column: string | null; value: string; reason: string; message: string };

/** Longest cell that any column could use; a longer one is named and not repeated. */
const longestCell = 20_000;

/**
 * Reads a CSV file as UTF-8, with or without a byte-order mark. A file that cannot be read at all is one problem; a line
 * that has other cells than the header, or a cell beyond all measure, is a problem of that line.
 * @param required columns without which the file is refused
 */
export function readCsv(bytes: Uint8Array, required: readonly string[]): { lines: Line[]; problems: Problem[] } {
  const text = decode(bytes);
  if (text === null) return refused("encoding", "This file is not UTF-8. Save it as “CSV UTF-8” and choose it again.");
  if (text.includes("\u0000")) return refused("encoding", "This file holds NUL characters; it is no CSV text.");
  let records: { record: string[]; info: { lines: number } }[];
  try {
    const options = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true };
    records = parse(text, options) as unknown as typeof records;
  } catch (error) {
    const at = (error as { lines?: number }).lines;
    return refused(
      "csv",
      `This is no well-formed CSV${at ? ` from line ${at} on` : ""}: a quote is open or misplaced.`,
    );
  }
  const header = records[0]?.record.map((name) => name.trim());
  if (!header) return refused("empty", "This file is empty. Its first line must name the columns.");
  const twice = header.find((name, at) => name !== "" && header.indexOf(name) !== at);
  if (twice !== undefined) return refused("columns", `The column “${twice}” stands twice in the first line.`);
  const missing = required.filter((name) => !header.includes(name));
  if (missing.length > 0)
    return refused("columns", `The first line does not name ${missing.map((name) => `“${name}”`).join(", ")}.`);
  const lines: Line[] = [];
  const problems: Problem[] = [];
  for (const { record, info } of records.slice(1)) {
    const long = record.findIndex((cell) => cell.length > longestCell);
    if (record.length !== header.length) {
      const message = `This line has ${record.length} cells, the first line has ${header.length}.`;
      problems.push({ line: info.lines, column: null, value: "", reason: "cells", message });
    } else if (long >= 0) {
      const message = `This cell has ${record[long]?.length} characters; at most ${longestCell} are read.`;
      problems.push({ line: info.lines, column: header[long] ?? null, value: "", reason: "too-long", message });
    } else {
      lines.push({ line: info.lines, cells: Object.fromEntries(header.map((name, at) => [name, record[at] ?? ""])) });
    }
  }
  return { lines, problems };
}

function refused(reason: string, message: string): { lines: Line[]; problems: Problem[] } {
  return { lines: [], problems: [{ line: null, column: null, value: "", reason, message }] };
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
