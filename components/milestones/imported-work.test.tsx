import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { type Milestone, MilestoneTimeline, type WorkReader } from "./milestone-timeline";
import { MoneySummary } from "./money-summary";

const reader: WorkReader = {
  now: new Date("2026-11-23T09:00:00Z"),
  zone: "UTC",
  side: "client",
  acts: true,
  mint: () => "01a1ff00-0000-7000-8000-00000000aaaa",
};

const removed = { id: "1", number: 1, state: "removed", amountMinor: 500n, currency: "USD" } as Milestone;

/** What is said in place of the milestones. */
function words(milestones: Milestone[], state: "active" | "ended", acts = true): string {
  type Work = Parameters<typeof MilestoneTimeline>[0]["work"];
  const work = { contract: { state }, milestones } as unknown as Work;
  const html = renderToStaticMarkup(<MilestoneTimeline work={work} disputes={[]} reader={{ ...reader, acts }} />);
  return html
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

test("work that never had milestones here says where they are, and has no sums", () => {
  const kept = "No milestones in Countersign This contract was imported. Its milestones are kept outside Countersign";
  expect(words([], "active")).toBe(`${kept}; either side may propose some here.`);
  expect(words([], "active", false)).toBe(`${kept}.`);
  expect(words([], "ended")).toBe(`${kept}.`);
  expect(renderToStaticMarkup(<MoneySummary milestones={[]} currency="USD" />)).toBe("");
});

test("work whose milestones were removed still says so", () => {
  expect(words([removed], "active")).toContain("They were all removed.");
});
