import type { ReactNode } from "react";
import { Time } from "@/components/ui/time";

export type TimelineItem = {
  id: string;
  /** ISO instant. */
  iso: string;
  /** Shown: "4 May, 09:12". */
  at: string;
  /** Exact, with zone. */
  exact: string;
  who: string;
  /** "approved step 1". */
  what: ReactNode;
  /** A comment, a reason, what changed. */
  detail?: ReactNode;
  /** A decision carries the stamp colour, the rest plain ink. */
  decision?: boolean;
};

/** What happened to a thing, in the order it is given. */
export function Timeline({ items }: { items: readonly TimelineItem[] }) {
  return (
    <ol>
      {items.map((item) => (
        <li key={item.id} className="group relative flex gap-3 pb-5 last:pb-0">
          <span
            aria-hidden="true"
            className="absolute top-3.5 bottom-0 left-[3.5px] w-px translate-y-1 bg-line group-last:hidden"
          />
          <span
            aria-hidden="true"
            className={
              item.decision
                ? "relative mt-1.5 size-2 shrink-0 rounded-full bg-stamp"
                : "relative mt-1.5 size-2 shrink-0 rounded-full border border-edge bg-paper"
            }
          />
          <div className="min-w-0 flex-1">
            <p className="flex flex-wrap justify-between gap-x-4">
              <span className="min-w-0">
                <span className="font-medium">{item.who}</span> {item.what}
              </span>
              <span className="text-xs leading-[1.65] text-ink-soft tabular-nums">
                <Time at={item.iso} short={item.at} exact={item.exact} />
              </span>
            </p>
            {item.detail && <div className="mt-1 max-w-[65ch] whitespace-pre-line text-ink-soft">{item.detail}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
