/** One measured figure and the floor it is compared with, both from the same run. */
export type Figure = {
  value: number;
  floor: number;
  unit: string;
  /** in words, from design.md §9 */
  budget: string;
  /** the figure is value − floor instead of value ÷ floor */
  difference?: true;
  holds: (ratio: number) => boolean;
};

export type Bench = () => Promise<Figure>;

/** The value in the middle; of an even number, the lower one. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}
