import type { ReactNode } from "react";

type EmptyStateProps = {
  /** Why there is nothing: "No requests wait for you." */
  title: string;
  /** What is true meanwhile, or the next step in words. */
  children?: ReactNode;
  /** The one next step, as a button. */
  action?: ReactNode;
};

/** Instead of a list: why it is empty and the one next step. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="grid justify-items-center gap-1 rounded-sheet border border-line bg-sheet px-6 py-12 text-center">
      <p className="text-base font-semibold text-balance">{title}</p>
      {children && <div className="max-w-[46ch] text-pretty text-ink-soft">{children}</div>}
      {action && <div className="mt-5">{action}</div>}
    </div>
  );
}
