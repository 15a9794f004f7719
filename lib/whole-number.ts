/**
 * A whole number as people write it, in digits alone; null for everything else. `Number` would also take "1e2", "0x10",
 * " 7 " and an empty cell, and a figure that nobody meant would be kept.
 */
export const wholeNumberOrNull = (typed: string): number | null => (/^\d{1,9}$/.test(typed) ? Number(typed) : null);
