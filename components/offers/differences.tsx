import { Change } from "@/components/ui/change";
import type { Difference } from "@/lib/offers/rules";

/** Every term that differs, old → new, with increases in words; the caller says what is compared with what. */
export function Differences({ rows, narrow }: { rows: readonly Difference[]; narrow?: boolean }) {
  return (
    <dl className="grid gap-2">
      {rows.map((row) => (
        <div
          key={row.label}
          className={narrow ? "grid gap-0.5" : "grid gap-x-6 gap-y-0.5 sm:grid-cols-[minmax(8rem,2fr)_5fr]"}
        >
          <dt className="text-xs leading-[1.6] text-ink-soft">{row.label}</dt>
          <dd className="min-w-0 wrap-anywhere">
            <Change before={row.before} after={row.after} note={row.note ?? undefined} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
