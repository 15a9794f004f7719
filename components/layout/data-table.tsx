import type { ReactNode } from "react";
import { AppLink } from "@/components/ui/app-link";

export type Column = {
  label: string;
  /** What its cells hold as well where there is room. */
  wide?: string;
  /** `end` for figures. */
  align?: "end";
  /** Shown from this width upward; its cells carry the same word as `data-from`. */
  from?: "md" | "lg" | "xl" | "2xl" | "3xl";
  /** Words only for screen readers, over a column of buttons. */
  silent?: boolean;
  sort?: { href: string; direction?: "ascending" | "descending" };
};

type DataTableProps = {
  /** What the list holds, for screen readers. */
  label: string;
  columns: readonly Column[];
  /** Rows of 36 px instead of 44. */
  compact?: boolean;
  /** Table rows, written plainly: `<tr><TitleCell …/><td data-at="amount">…</td></tr>`. */
  children: ReactNode;
};

/**
 * A list of things as a table, rendered on the server. Below 640 px the header goes away and each row shows its title
 * and second line left, amount and status right (`.data-table` in app/globals.css draws it). The header stays in sight
 * from 1280 px; below that the sheet itself may scroll sideways, never the page.
 */
export function DataTable({ label, columns, compact, children }: DataTableProps) {
  return (
    <div className="rounded-sheet border border-line bg-sheet sm:max-xl:overflow-x-auto">
      <table className="data-table" aria-label={label} data-compact={compact || undefined}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.label}
                scope="col"
                data-align={column.align}
                data-from={column.from}
                aria-sort={column.sort?.direction}
              >
                <ColumnLabel {...column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

function ColumnLabel({ label, wide, silent, sort }: Column) {
  if (silent) return <span className="sr-only">{label}</span>;
  const words = (
    <span>
      {label}
      {wide && <span className="max-xl:hidden"> / {wide}</span>}
    </span>
  );
  if (!sort) return words;
  return (
    <AppLink href={sort.href}>
      {words}
      <svg
        aria-hidden="true"
        viewBox="0 0 16 16"
        className="size-3.5 fill-none stroke-current stroke-[1.75]"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path
          d={
            sort.direction === "ascending"
              ? "M8 12.5v-9M4.5 7 8 3.5 11.5 7"
              : sort.direction === "descending"
                ? "M8 3.5v9M4.5 9 8 12.5 11.5 9"
                : "m5 6.25 3-3 3 3m-6 3.5 3 3 3-3"
          }
        />
      </svg>
    </AppLink>
  );
}

type TitleCellProps = {
  /** left out where the reader has no page of it */
  href?: string | undefined;
  title: string;
  /** Context in one line: who asks, for whom, since when. */
  second?: ReactNode;
  /** A `WaitingDot`, before the title. */
  mark?: ReactNode;
};

/** First cell of a row: its link covers the whole row; long titles are cut after two lines and complete in `title`. */
export function TitleCell({ href, title, second, mark }: TitleCellProps) {
  return (
    <td data-at="title">
      <span className="row-title">
        <span>
          {mark}
          {mark ? " " : null}
          {href ? (
            <AppLink href={href} className="row-link" title={title.length > 80 ? title : undefined}>
              {title}
            </AppLink>
          ) : (
            <span className="font-medium">{title}</span>
          )}
        </span>
        {second && <span className="row-second">{second}</span>}
      </span>
    </td>
  );
}
