import { DemoBanner } from "@/components/demo/demo-banner";
import { formatInstant, formatShortDay } from "@/lib/dates";
import { findDemoState } from "@/lib/demo/queries";

/** The demo's banner for any page's `banner`; nothing outside the demo. `now` where the page knows it already. */
export async function DemoStrip({ now: known }: { now?: Date }) {
  const demo = await findDemoState(known);
  if (!demo) return null;
  const { persona, now } = demo;
  const clock = { at: now.toISOString(), short: formatShortDay(now, "UTC", now), exact: formatInstant(now, "UTC") };
  return <DemoBanner persona={persona} now={clock} />;
}
