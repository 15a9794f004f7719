import fc from "fast-check";
import { expect, test } from "vitest";
import { emailOrNull } from "./email-address";

const longLocal = `${"a".repeat(64)}@b.com`;
const domainOf = (length: number) =>
  `${"a".repeat(61)}.`
    .repeat(Math.ceil(length / 62))
    .slice(0, length - 4)
    .replace(/\.$/, "b");

test.each([
  ["hana@northwind.example", "hana@northwind.example"],
  ["  Hana.Okafor+offers@Northwind.Example ", "hana.okafor+offers@northwind.example"],
  ["o'neill@b.co", "o'neill@b.co"],
  [longLocal, longLocal],
  ["a@xn--bcher-kva.example", "a@xn--bcher-kva.example"],
])("an ordinary address is kept: %j", (typed, kept) => {
  expect(emailOrNull(typed)).toBe(kept);
});

test.each([
  "a@b.com,evil.com",
  "a@b.com,c@evil.com",
  "a@b.com;c@evil.com",
  "a@b.com c@evil.com",
  "a b@c.com",
  "a<b>@c.com",
  "Hana <hana@b.com>",
  '"a@evil.com"@b.com',
  '"a b"@c.com',
  "a(comment)@b.com",
  "a@b.com(comment)",
  "(x)a@b.com",
  "a@@b.com",
  "a@b@c.com",
  "a\uFF20b.com",
  "a\uFE6Bb.com",
  "a@evil\u3002com",
  "a@b\uFF0Ecom",
  "ａ@b.com",
  "ﬁ@b.com",
  "\u212Aate@b.com",
  "a@ban\u212A.com",
  "a@ſ.com",
  "\u0130a@b.com",
  `a@${"b".repeat(64)}.com`,
  "a@b.1om",
  "a@b.co-",
  "a@b.com.",
  "a@\u0430pple.com",
  "a@bücher.example",
  "ä@b.com",
  "a@b.com\r\nBcc: c@evil.com",
  "a@b.com\nBcc:x",
  "a\r\n@b.com",
  "a\0@b.com",
  "a@b.com\0",
  "a@b\0.com",
  "a\u200b@b.com",
  "a\u202e@b.com",
  "a@[127.0.0.1]",
  "a@127.0.0.1",
  "a@localhost",
  "a@-b.com",
  "a@b-.com",
  "a@b..com",
  ".a@b.com",
  "a.@b.com",
  "a..b@c.com",
  "@b.com",
  "a@",
  "a",
  "",
  "a%40evil.com@",
  "a@b.c",
  "a\\@b.com",
  "=?utf-8?q?a?=@b.com,",
  `${"a".repeat(65)}@b.com`,
  `a@${domainOf(253)}.com`,
  `${"a".repeat(300)}@b.com`,
])("a doubtful address is refused rather than repaired: %j", (typed) => {
  expect(emailOrNull(typed)).toBeNull();
});

test("254 characters are an address and 255 are none", () => {
  const fits = `${"a".repeat(64)}@${"b".repeat(61)}.${"c".repeat(61)}.${"d".repeat(61)}.com`;
  expect(fits.length).toBe(254);
  expect(emailOrNull(fits)).toBe(fits);
  expect(emailOrNull(fits.replace(".com", ".comm"))).toBeNull();
});

test("whatever comes out is one plain ASCII address, and comes out again unchanged", () => {
  const bits = fc.constantFrom(
    "a",
    "b.com",
    "@",
    "\uFF20",
    ",",
    ";",
    " ",
    '"',
    "(",
    ")",
    "<",
    ">",
    "\r\n",
    "\0",
    ".",
    "-",
    "+",
    "é",
    "\u200b",
    "xn--",
    "[",
    "]",
    "\\",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(bits, { maxLength: 10 }).map((all) => all.join("")),
        fc.string({ unit: "binary" }),
        fc.emailAddress(),
      ),
      (typed) => {
        const address = emailOrNull(typed);
        if (address === null) return;
        expect(address).toMatch(/^[\x21-\x7e]{3,254}$/);
        expect(address.split("@")).toHaveLength(2);
        expect(address).not.toMatch(/[,;<>()"\\[\]\s]/);
        expect(address).toBe(typed.trim().toLowerCase());
        expect(emailOrNull(address)).toBe(address);
      },
    ),
    { numRuns: 5_000 },
  );
});
