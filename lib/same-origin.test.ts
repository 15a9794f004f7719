import { expect, test } from "vitest";
import { ForbiddenError } from "./errors";
import { isOwnOrigin } from "./own-origin";
import { isSameOrigin, refuseForeignOrigin, requireSameOrigin } from "./same-origin";

const ours = "http://localhost:3000";

type Sent = Record<string, string>;

test.each<[Sent, boolean]>([
  [{ origin: ours }, true],
  [{ "sec-fetch-site": "same-origin" }, true],
  [{}, false],
  [{ "sec-fetch-site": "none" }, false],
  [{ "sec-fetch-site": "same-site" }, false],
  [{ "sec-fetch-site": "cross-site" }, false],
  [{ origin: "null" }, false],
  [{ origin: "null", "sec-fetch-site": "cross-site" }, false],
  [{ origin: "null", "sec-fetch-site": "same-origin" }, true],
  [{ origin: "http://127.0.0.1:3000" }, true],
  [{ origin: "http://[::1]:3000" }, true],
  [{ origin: "http://127.0.0.1:3001" }, false],
  [{ origin: "https://localhost:3000" }, false],
  [{ origin: "" }, false],
  [{ origin: "https://evil.com" }, false],
  [{ origin: "http://localhost:3001" }, false],
  [{ origin: "http://localhost:3000.evil.com" }, false],
  [{ origin: "https://evil.com", "x-forwarded-host": "evil.com", host: "evil.com" }, false],
  [{ origin: "https://evil.com", "sec-fetch-site": "same-origin" }, false],
])("%j comes from our own page: %s", (headers, own) => {
  const bag = new Headers(headers);
  expect(isSameOrigin(bag)).toBe(own);
  if (own) requireSameOrigin(bag);
  else expect(() => requireSameOrigin(bag)).toThrow(ForbiddenError);
});

test("the demo's interfaces take scripts, which send neither header, and no other site's page", () => {
  const fine: Sent[] = [{}, { origin: ours }, { "sec-fetch-site": "same-origin" }, { "sec-fetch-site": "none" }];
  for (const headers of fine) refuseForeignOrigin(new Headers(headers));
  const foreign: Sent[] = [{ origin: "https://evil.com" }, { origin: "null" }, { "sec-fetch-site": "cross-site" }];
  for (const headers of foreign) expect(() => refuseForeignOrigin(new Headers(headers))).toThrow(ForbiddenError);
});

test("a public name has no aliases", () => {
  expect(isOwnOrigin("https://app.example", "https://app.example")).toBe(true);
  for (const other of [
    "https://localhost",
    "https://www.app.example",
    "https://app.example:444",
    "http://app.example",
    "https://app.example.evil.com",
  ]) {
    expect(isOwnOrigin(other, "https://app.example"), other).toBe(false);
  }
});
