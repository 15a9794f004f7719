import { Timeline } from "@/components/layout/timeline";
import type { Reader } from "@/components/offers/moment";
import type { HistoryLine } from "@/components/offers/offer-history";
import { formatInstant, formatShortDay } from "@/lib/dates";

/** What happened to a job post, oldest first. */
export function PostHistory({ lines, reader }: { lines: readonly HistoryLine[]; reader: Reader }) {
  const { zone, now } = reader;
  return (
    <Timeline
      items={lines.map((line, index) => ({
        id: `${index}`,
        iso: line.at.toISOString(),
        at: formatShortDay(line.at, zone, now),
        exact: formatInstant(line.at, zone),
        who: line.actorName ?? "Countersign",
        what: deedOf(line),
        detail: detailOf(line),
      }))}
    />
  );
}

function deedOf({ action, data }: HistoryLine): string {
  switch (action) {
    case "post.drafted":
      return "saved the draft";
    case "post.opened":
      return "posted it";
    case "post.edited":
      return "edited the post";
    case "post.kept-open":
      return data.why === "offer-accepted" ? "accepted an offer from this post" : "kept the post open";
    case "post.owner-changed":
      return `made ${data.to} the owner instead of ${data.from}`;
    case "post.closed":
      return data.filled ? "closed the post as filled" : "closed the post";
    case "post.reopened":
      return "reopened the post";
    case "post.expiring":
      return "told the owner that the post ends soon";
    case "post.expired":
      return "ended the post: nothing happened on it in time";
    default:
      return action.replace(/^post\./, "").replaceAll("-", " ");
  }
}

const detailOf = ({ data }: HistoryLine) => (data.reason ? `“${data.reason}”` : data.changes);
