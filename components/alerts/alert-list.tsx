import { Status } from "@/components/ui/status";
import { TextLink } from "@/components/ui/text-link";
import type { PreviewLine } from "@/lib/digest/preview";
import { AcknowledgeForm } from "./acknowledge-form";

type AlertListProps = {
  lines: readonly PreviewLine[];
  /** days that an acknowledgement may last until; without them none is offered */
  days?: { first: string; usual: string; last: string };
};

/** Spend alerts, one below the other: what it is, the figure that decides, what mends it, why it is there. */
export function AlertList({ lines, days }: AlertListProps) {
  return (
    <ul className="divide-y divide-line rounded-sheet border border-line bg-sheet">
      {lines.map((line) => (
        <li key={line.key} className="grid gap-1.5 px-4 py-4 sm:px-5">
          <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
            <p className="min-w-0 flex-1 basis-60 font-semibold wrap-anywhere">{line.title}</p>
            <TextLink href={line.href}>{line.mend}</TextLink>
          </div>
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="tabular-nums">{line.figure}</span>
            {line.acknowledgedUntil ? (
              <Status tone="neutral" glyph="clock">
                {`Acknowledged until ${line.acknowledgedUntil}`}
              </Status>
            ) : (
              <Status tone={line.since === "New" ? "warn" : "neutral"} glyph={line.since === "New" ? "alert" : "clock"}>
                {line.since}
              </Status>
            )}
          </p>
          <p className="text-ink-soft wrap-anywhere">{line.about}</p>
          {line.also.length > 0 && <p className="text-ink-soft">Also: {line.also.join(", ")}</p>}
          {line.note && <p className="text-ink-soft">{line.note}</p>}
          <details className="mt-1">
            <summary className="w-fit rounded-control text-xs text-ink-soft hover:text-ink">
              {days ? "Why, and acknowledge" : "Why"}
            </summary>
            <div className="mt-2 grid gap-4 rounded-sheet bg-paper p-4">
              <div className="text-xs">
                <p>
                  {line.why.rule} As of {line.why.asOf}.
                </p>
                <dl className="mt-1 flex flex-wrap gap-x-4 gap-y-0.5">
                  {line.why.inputs.map(({ label, value }) => (
                    <div key={label} className="flex gap-1">
                      <dt className="text-ink-soft">{label}:</dt>
                      <dd className="tabular-nums wrap-anywhere">{value}</dd>
                    </div>
                  ))}
                </dl>
              </div>
              {days && <AcknowledgeForm lineKey={line.key} {...days} />}
            </div>
          </details>
        </li>
      ))}
    </ul>
  );
}
