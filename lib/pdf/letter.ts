/**
 * Lines that a PDF carries at most, some hundreds of pages: drawing one takes about ten milliseconds, and whoever asked
 * waits for all of them. The CSV has them all.
 */
export const letterLines = 5_000;

/** One line of a letter. Texts are shown as they are; the amount is formatted already. */
export type LetterLine = {
  title: string;
  second: string | null;
  /** number of the purchase order */
  order: string | null;
  amount: string;
};

/**
 * A receipt, invoice or statement as a letter: what stands on the page and in the PDF, word for word and figure for
 * figure, because both are drawn from this.
 */
export type Letter = {
  /** "Receipt 2026-14" */
  title: string;
  /** the file's name, without its ending */
  fileName: string;
  facts: readonly (readonly [label: string, value: string])[];
  parties: readonly { label: string; lines: readonly string[] }[];
  lines: readonly LetterLine[];
  totals: readonly { label: string; amount: string; strong?: boolean }[];
  notes: readonly string[];
};
