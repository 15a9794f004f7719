import { Timeline } from "@/components/layout/timeline";
import { formatInstant, formatMoment } from "@/lib/dates";
import { deedOf, detailOf, isDecision } from "./history-words";

type HistoryLine = { at: Date; action: string; actorName: string | null; data: Record<string, string> };

/** Everything that happened to a request, oldest first, from the audit chain. */
export function RequestHistory({ lines, zone, now }: { lines: readonly HistoryLine[]; zone: string; now: Date }) {
  return (
    <Timeline
      items={lines.map((line, index) => ({
        id: String(index),
        iso: line.at.toISOString(),
        at: formatMoment(line.at, zone, now),
        exact: formatInstant(line.at, zone),
        who: line.actorName ?? "Countersign",
        what: deedOf(line),
        detail: detailOf(line),
        decision: isDecision(line.action),
      }))}
    />
  );
}
