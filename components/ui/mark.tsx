/** Two strokes side by side, the second in the stamp colour: the counter-signature. Legible from 16 px. */
export function Mark({ size = 16 }: { size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      strokeWidth="2.75"
      strokeLinecap="round"
      className="shrink-0"
    >
      <path d="M3 13 7 3" className="stroke-ink" />
      <path d="M9 13 13 3" className="stroke-stamp" />
    </svg>
  );
}

/** Mark and name, as in the header. */
export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-1.5 text-base font-semibold">
      <Mark size={18} />
      Countersign
    </span>
  );
}
