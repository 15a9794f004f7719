import type { ImportReport } from "./plan-set";

/** What the files of one import may have together. */
export const mostImportBytes = 40 * 1024 * 1024;

/** Problems that an answer carries at most; the rest is counted. */
export const mostProblems = 500;

/** What a page shows of an import. */
export type ImportAnswer = { ok: boolean; report: ImportReport & { more: number } };

/** Line numbers, rising, for people: 2, 3, 4, 7 → "2–4, 7". */
export function lineRanges(lines: readonly number[]): string {
  const ranges: [from: number, to: number][] = [];
  for (const line of lines) {
    const last = ranges.at(-1);
    if (last && line === last[1] + 1) last[1] = line;
    else ranges.push([line, line]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(", ");
}
