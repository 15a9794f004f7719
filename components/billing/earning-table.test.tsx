import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { HeldTable } from "./earning-table";

type Held = Parameters<typeof HeldTable>[0]["held"][number];

test.each([
  ["funded", "dormant, at the earliest"],
  ["submitted", "paid to you"],
] as const)("what becomes of money that is %s if nobody acts: %s", (state, words) => {
  const since = new Date("2026-05-18T12:00:00Z");
  const held = { id: "1", title: "Storyboard", state, since, step: 0, heldMinor: 500n, currency: "USD" } as Held;
  const reader = { now: since, zone: "UTC" };
  expect(renderToStaticMarkup(<HeldTable held={[held]} reader={reader} />)).toContain(`>${words}<`);
});
