import type { ReactNode } from "react";

type DocumentPageProps = {
  /** What the part beside the document is about, for readers of landmarks. */
  label?: string;
  /** The case as a document: title, who asks, terms with the total. */
  summary: ReactNode;
  /** Beside it: what it does to the purchase order, who must sign. */
  facts: ReactNode;
  /** The buttons. Below the facts; on a phone a bar at the bottom that is always in reach. */
  actions?: ReactNode;
  /** Everything after the terms: reason, attachments, timeline. */
  children?: ReactNode;
};

/** The decision screen: a document left, what speaks for and against it right, and the two buttons never out of sight. */
export function DocumentPage({ label = "Decision", summary, facts, actions, children }: DocumentPageProps) {
  return (
    <div className="flex flex-col gap-6 lg:grid lg:grid-cols-[minmax(0,1fr)_22rem] lg:grid-rows-[auto_1fr] lg:items-start lg:gap-x-8">
      <div className="min-w-0">{summary}</div>
      <aside
        aria-label={label}
        className="contents lg:sticky lg:top-6 lg:col-start-2 lg:row-span-2 lg:row-start-1 lg:grid lg:gap-6"
      >
        <div className="min-w-0">{facts}</div>
        {actions && (
          <div className="has-[>:empty]:hidden sticky bottom-0 z-20 order-last -mx-4 max-h-[75dvh] overflow-y-auto border-t border-line bg-sheet px-4 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] shadow-float sm:-mx-6 sm:px-6 lg:static lg:m-0 lg:max-h-none lg:overflow-visible lg:border-0 lg:bg-transparent lg:p-0 lg:shadow-none">
            {actions}
          </div>
        )}
      </aside>
      {children && <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-8 lg:col-start-1">{children}</div>}
    </div>
  );
}

/** A part of a document below its terms: reason, attachments, history. */
export function DocumentSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-2 text-base font-semibold">{title}</h2>
      {children}
    </section>
  );
}
