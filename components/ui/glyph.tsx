export type Glyph = "check" | "clock" | "cross" | "alert" | "dot" | "minus" | "pen" | "arrow" | "info";

/** A small drawing beside a word, in the word's colour. Two bare elements, because lists show it in every row. */
export function GlyphIcon({ glyph, className }: { glyph: Glyph; className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 16 16" className={className}>
      <path d={paths[glyph]} />
    </svg>
  );
}

const ring = "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Z";

const paths: Record<Glyph, string> = {
  check: "m3.5 8.5 3 3 6-7",
  clock: `${ring}M8 5v3.25l2 1.5`,
  cross: "m4.25 4.25 7.5 7.5m0-7.5-7.5 7.5",
  alert: "M8 2.5 14 13H2L8 2.5ZM8 6.75v2.5M8 11.1v.01",
  info: `${ring}M8 7.5v3.25M8 5.1v.01`,
  dot: "M8 6.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3Z",
  minus: "M4 8h8",
  pen: "m3 13 .75-3L10.5 3.25l2.25 2.25L6 12.25 3 13Z",
  arrow: "M3.5 8h9m-3.5-3.5L12.5 8 9 11.5",
};
