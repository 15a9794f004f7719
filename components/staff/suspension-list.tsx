import { Moment, type Reader } from "@/components/offers/moment";
import type { Suspension } from "@/lib/billing/suspend-company";

/** When a company was suspended and reinstated, by whom and why. Without a name it was the clock. */
export function SuspensionList({ suspensions, reader }: { suspensions: readonly Suspension[]; reader: Reader }) {
  return (
    <ol className="grid gap-3">
      {suspensions.map((each) => (
        <li key={each.id} className="grid gap-1 rounded-sheet border border-line bg-sheet p-4">
          <p>
            Suspended <Moment at={each.startedAt} reader={reader} exact />
            {each.startedBy && `, by ${each.startedBy}`}
            {each.reason && <Quote>{each.reason}</Quote>}
          </p>
          {each.endedAt && (
            <p>
              Reinstated <Moment at={each.endedAt} reader={reader} exact />
              {each.endedBy ? `, by ${each.endedBy}` : ", since nothing was owed any more"}
              {each.endReason && <Quote>{each.endReason}</Quote>}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}

function Quote({ children }: { children: string }) {
  return (
    <span dir="auto" className="block whitespace-pre-line text-ink-soft wrap-anywhere">
      “{children}”
    </span>
  );
}
