import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { ContractSide } from "@/db/enums";
import { type Milestone, MilestoneTimeline } from "./milestone-timeline";

type Work = Parameters<typeof MilestoneTimeline>[0]["work"];

const milestone = {
  id: "1",
  number: 1,
  title: "Storyboard",
  currency: "USD",
  amountMinor: 500n,
  fundedMinor: 500n,
  rolledMinor: 0n,
  releasedMinor: 0n,
  refundedMinor: 0n,
  heldMinor: 0n,
  since: new Date("2026-05-18T12:00:00Z"),
  step: 0,
} as Milestone;

/** What a side reads of one milestone. */
function read(side: ContractSide, shown: Partial<Milestone>, more: Partial<Work> = {}): string {
  const contract = { id: "c", state: "active", talentName: "Ines", companyName: "Acme" };
  const lists = { submissions: [], files: [], refundRequests: [], automatic: [] };
  const work = { contract, milestones: [{ ...milestone, ...shown }], ...lists, ...more } as unknown as Work;
  const reader = { now: new Date("2026-05-20T09:00:00Z"), zone: "UTC", side, acts: false, mint: () => "key" };
  return renderToStaticMarkup(<MilestoneTimeline work={work} disputes={[]} reader={reader} />);
}

test.each(["client", "talent"] as const)(
  "what the clock released does not read like a deed of the client: %s",
  (side) => {
    const released = { state: "released", releasedMinor: 500n } as const;
    const at = new Date("2026-05-18T09:30:00Z");
    expect(read(side, released)).toContain("Released on 18 May 2026, 12:00 UTC.");
    expect(read(side, released, { automatic: [{ milestoneId: "2", at }] })).toContain("Released on 18 May");
    const automatic = read(side, released, { automatic: [{ milestoneId: "1", at }] });
    expect(automatic).toContain("Released automatically on 18 May 2026, 09:30 UTC.");
  },
);

test.each(["client", "talent"] as const)("dormancy has an earliest day, because activity puts it off: %s", (side) => {
  const words = "Without any activity it is dormant, on 16 Aug 2026, 12:00 UTC at the earliest.";
  for (const state of ["funded", "changes_requested"] as const)
    expect(read(side, { state, heldMinor: 500n })).toContain(words);
});
