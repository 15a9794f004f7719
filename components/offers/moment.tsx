import { Time } from "@/components/ui/time";
import { formatInstant, formatShortDay } from "@/lib/dates";

/** For whom a page is drawn: their zone, and the instant of this request. */
export type Reader = { zone: string; now: Date };

/** A moment as "4 May", exact with its zone on hover and for screen readers; `exact` shows it in full. */
export function Moment({ at, reader, exact }: { at: Date; reader: Reader; exact?: boolean }) {
  const full = formatInstant(at, reader.zone);
  return <Time at={at.toISOString()} short={exact ? full : formatShortDay(at, reader.zone, reader.now)} exact={full} />;
}
