export type TimeProps = {
  /** ISO instant or calendar day, for machines. */
  at: string;
  /** What is shown: "4 May". */
  short: string;
  /** Exact instant with zone, on hover and for screen readers: "4 May 2026, 09:12 CDT". */
  exact: string;
};

/** A moment. Both wordings come from `lib/dates`, so server and browser cannot disagree about the zone. */
export function Time({ at, short, exact }: TimeProps) {
  return (
    <time dateTime={at} title={exact} className="whitespace-nowrap">
      <span aria-hidden="true">{short}</span>
      <span className="sr-only">{exact}</span>
    </time>
  );
}
