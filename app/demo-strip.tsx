import { DemoBanner } from "@/components/demo/demo-banner";
import { formatInstant, formatShortDay } from "@/lib/dates";
import { findDemoState } from "@/lib/demo/queries";

/** The demo's banner for any page's `banner`; nothing outside the demo. */
export async function DemoStrip() {
  const demo = await findDemoState();
  if (!demo) return null;
  const { persona, now } = demo;
  const clock = { at: now.toISOString(), short: formatShortDay(now, "UTC", now), exact: formatInstant(now, "UTC") };
  return <DemoBanner persona={persona} now={clock} />;
}
