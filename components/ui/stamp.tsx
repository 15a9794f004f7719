import { cn } from "@/lib/cn";

type StampProps = {
  kind: "approved" | "declined";
  /** Who decided, as words: "Dana Whitfield", or "Dana Whitfield and Ruth Adeyemi". */
  by: string;
  /** When, formatted. */
  at: string;
  dateTime?: string;
};

/**
 * The mark a decision leaves on a document, shown once per document. Vermilion when approved;
 * in plain ink when declined, because nothing was signed.
 */
export function Stamp({ kind, by, at, dateTime }: StampProps) {
  const approved = kind === "approved";
  return (
    <p
      className={cn(
        "inline-block max-w-72 -rotate-3 rounded-control border-2 p-0.5 motion-safe:animate-press print:rotate-0",
        approved ? "border-stamp text-stamp" : "border-ink-soft text-ink-soft",
      )}
    >
      <span className="block rounded-[3px] border border-current px-4 py-2 text-center">
        <span className="flex items-center justify-center gap-2.5">
          {/* The two strokes of the mark: the counter-signature itself. */}
          <svg
            aria-hidden="true"
            viewBox="0 0 12 16"
            className="h-4 w-3 shrink-0 fill-none stroke-current stroke-[2.5]"
            strokeLinecap="round"
          >
            <path d={approved ? "M2 14 5 2M7 14l3-12" : "M4.5 14 7.5 2"} />
          </svg>
          <span className="text-xl font-semibold tracking-wide uppercase">{approved ? "Approved" : "Declined"}</span>
        </span>
        <span className="mt-1 block border-t border-current pt-1 text-xs font-medium">
          <span className="sr-only">by </span>
          {by}
          <span className="sr-only">, </span>
          <time dateTime={dateTime} className="block tabular-nums">
            {at}
          </time>
        </span>
      </span>
    </p>
  );
}
