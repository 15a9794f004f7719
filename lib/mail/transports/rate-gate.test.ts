import { expect, test } from "vitest";
import { rateGate } from "./rate-gate";

test("open until the window is used up, then closed for as long as asked", () => {
  let now = 0;
  const gate = rateGate(() => now);
  gate.observe({ "ratelimit-remaining": "1", "ratelimit-reset": "9" }, false);
  expect(gate.wait()).toBe(0);
  gate.observe({ "ratelimit-remaining": "0", "ratelimit-reset": "2" }, false);
  expect(gate.wait()).toBe(2);
  now = 1500;
  expect(gate.wait()).toBe(1);
  now = 2000;
  expect(gate.wait()).toBe(0);
});

test.each([
  ["seconds", { "retry-after": "30" }, 30],
  ["seconds before the reset", { "retry-after": "3", "ratelimit-reset": "60" }, 3],
  ["an HTTP date", { "retry-after": "Fri, 20 Feb 2026 09:30:20 GMT" }, 20],
  ["a date gone by", { "retry-after": "Fri, 20 Feb 2026 09:00:00 GMT" }, 0],
  ["nothing", {}, 1],
  ["nonsense", { "retry-after": "soon" }, 1],
  ["a slip of a zero or five", { "retry-after": "86400000" }, 3600],
])("a refusal with %s", (_, headers, expected) => {
  const gate = rateGate(() => Date.UTC(2026, 1, 20, 9, 30));
  gate.observe(headers, true);
  expect(gate.wait()).toBe(expected);
});

test("an earlier end never shortens a pause", () => {
  const gate = rateGate(() => 0);
  gate.observe({ "retry-after": "30" }, true);
  gate.observe({ "ratelimit-remaining": "0", "ratelimit-reset": "1" }, false);
  expect(gate.wait()).toBe(30);
});
