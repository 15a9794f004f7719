import type { ImportReport } from "./plan-set";

/** What the files of one import may have together. */
export const mostImportBytes = 40 * 1024 * 1024;

/** Problems that an answer carries at most; the rest is counted. */
export const mostProblems = 500;

/** What a page shows of an import. */
export type ImportAnswer = { ok: boolean; report: ImportReport & { more: number } };
