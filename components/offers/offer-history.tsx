import { contractDeed, doneByCountersign } from "@/components/contracts/history-words";
import { Timeline, type TimelineItem } from "@/components/layout/timeline";
import { formatInstant, formatShortDay } from "@/lib/dates";
import type { Reader } from "./moment";

export type HistoryLine = {
  at: Date;
  action: string;
  actorKind: string;
  actorName: string | null;
  data: Record<string, string>;
};

/** How the freelancer's side names who acted: the company, not its people, and nothing of an approval. */
type ForTalent = { company: string };

/** What happened to an offer, or to the contract it made. */
export function OfferHistory({
  lines,
  reader,
  forTalent,
}: {
  lines: readonly HistoryLine[];
  reader: Reader;
  forTalent?: ForTalent;
}) {
  return <Timeline items={lines.map((line, index) => itemOf(line, index, reader, forTalent))} />;
}

function itemOf(line: HistoryLine, index: number, { zone, now }: Reader, forTalent?: ForTalent): TimelineItem {
  const told = (!doneByCountersign(line) && line.actorName) || "Countersign";
  const who =
    forTalent && line.actorKind !== "talent" ? (line.actorKind === "member" ? forTalent.company : "Countersign") : told;
  return {
    id: `${index}`,
    iso: line.at.toISOString(),
    at: formatShortDay(line.at, zone, now),
    exact: formatInstant(line.at, zone),
    who,
    what: whatOf(line),
    detail: detailOf(line, forTalent !== undefined),
  };
}

function whatOf({ action, actorKind, data }: HistoryLine): string {
  switch (action) {
    case "offer.sent":
      return "sent the offer";
    case "offer.modified":
      return `modified the offer: version ${data.version}`;
    case "offer.withdrawn":
      return "withdrew the offer";
    case "offer.accepted":
      return data.version && data.version !== "1" ? `accepted version ${data.version}` : "accepted the offer";
    case "offer.declined":
      return "declined the offer";
    case "offer.expired":
      return "ended the offer: nobody answered in time";
    case "offer.expiring":
      return "reminded both sides that the offer runs out soon";
    case "offer.contact-changed":
      return `made ${data.to} the contact person instead of ${data.from}`;
    case "offer.order-changed":
      return `changed the purchase order: ${data.from ?? "none"} → ${data.to ?? "none yet"}`;
    default:
      return contractDeed({ action, actorKind, data });
  }
}

const beyondWords: Record<string, string> = {
  kind: "kind of offer",
  type: "contract type",
  talent: "freelancer",
  total: "estimated total",
  rate: "rate",
  hours: "weekly limit",
  end: "end date",
  order: "purchase order",
};

/** What a modification changed stands in full above the history (`VersionList`). */
function detailOf({ data }: HistoryLine, forTalent: boolean): string | undefined {
  const lines: string[] = [];
  for (const words of [data.reason, data.note]) if (words) lines.push(`“${words}”`);
  if (data.beyond && !forTalent) {
    const fields = data.beyond.split(" ").map((field) => beyondWords[field] ?? field);
    lines.push(`Beyond what was approved: ${fields.join(", ")}.`);
  }
  return lines.length > 0 ? lines.join("\n") : undefined;
}
