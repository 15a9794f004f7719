import type { ReactNode } from "react";

type ChangeProps = {
  before: ReactNode;
  after: ReactNode;
  /** The difference in words: "+18 %". */
  note?: string;
};

/** A value that differs from what was approved: old → new, the new one in bold. */
export function Change({ before, after, note }: ChangeProps) {
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      <del className="text-ink-soft line-through decoration-edge">
        <span className="sr-only">before: </span>
        {before}
      </del>
      <span aria-hidden="true" className="text-ink-soft">
        →
      </span>
      <ins className="font-semibold no-underline">
        <span className="sr-only">now: </span>
        {after}
      </ins>
      {note && <span className="text-xs font-medium text-warn">{note}</span>}
    </span>
  );
}
