import fc from "fast-check";
import { expect, test } from "vitest";
import { codeOrNull, homeOf, safeReturn } from "./rules";

const origin = "https://app.example";

test.each([
  "/ab/jobs/approvals",
  "/ab/jobs/approvals?tab=pending&q=payroll%20audit",
  "/d/dGhlLWxpbms",
  "/talent/offers/0190",
  "/",
])("sign-in returns to a page of our own: %s", (target) => {
  expect(safeReturn(target)).toBe(target);
});

test.each([
  "//evil.com",
  "/\\evil.com",
  "\\\\evil.com",
  "/%2fevil.com",
  "/%2Fevil.com/path",
  "/%5cevil.com",
  "/%255cevil.com",
  "/%252f%252fevil.com",
  "/./\\evil.com",
  "/.//evil.com",
  "/ab/..//evil.com",
  "/\tevil.com",
  "/\n/evil.com",
  "/%0d%0aSet-Cookie:x=1",
  "/%00",
  "/\u2028evil",
  "https://evil.com",
  "javascript:alert(1)",
  "evil.com",
  "",
  "?x",
  "/api/demo/clock",
  "/sign-in?return=/ab",
  "/VERIFY?token=x",
  "/_next/x",
  "/%E0%A4%A",
  `/${"a".repeat(1_000)}`,
])("no other target is followed: %j", (target) => {
  expect(safeReturn(target)).toBeNull();
});

test.each([undefined, null, 7, ["/ab"], {}])("what is no text is no target: %j", (target) => {
  expect(safeReturn(target)).toBeNull();
});

test("whatever is returned stays on our origin, read as a browser reads it", () => {
  const piece = fc.constantFrom(
    "/",
    "\\",
    "%2f",
    "%5c",
    "%09",
    "\t",
    "\n",
    ".",
    "..",
    "@",
    ":",
    "evil.com",
    "ab",
    "?",
    "#",
    "%",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const safe = safeReturn(`/${pieces.join("")}`);
      if (safe === null) return;
      expect(new URL(safe, origin).origin).toBe(origin);
      expect(safe.startsWith("//")).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});

test("a code is six digits, however it was copied", () => {
  expect(codeOrNull(" 418 902\n")).toBe("418902");
  expect(codeOrNull("418-902")).toBe("418902");
  for (const wrong of ["41890", "4189021", "４１８９０２", "418902x", "", null, "1".repeat(50)]) {
    expect(codeOrNull(wrong)).toBeNull();
  }
});

test("everybody has a first page", () => {
  expect([homeOf({ kind: "member" }), homeOf({ kind: "talent" }), homeOf({ kind: "staff" })]).toEqual([
    "/ab/jobs/approvals",
    "/talent/offers",
    "/ab",
  ]);
});
