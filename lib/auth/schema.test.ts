import { expect, test } from "vitest";
import { askToSignInInput, finishWithCodeInput } from "./schema";

test("the form takes one plain address, in its one form, and a page of ours to return to", () => {
  expect(askToSignInInput.parse({ email: " Hana@Northwind.example ", return: "/d/abc" })).toEqual({
    email: "hana@northwind.example",
    return: "/d/abc",
  });
  expect(askToSignInInput.parse({ email: "hana@northwind.example", return: "//evil.com" }).return).toBeNull();
});

test.each([
  {},
  { email: "" },
  { email: "a@b.com,evil.com" },
  { email: ["a@b.com"] },
  { email: "a@b.com\r\nBcc: c@d.com" },
])("anything else is told what to change: %j", (fields) => {
  const parsed = askToSignInInput.safeParse(fields);
  expect(parsed.error?.issues.map((issue) => issue.path[0])).toEqual(["email"]);
  expect(parsed.error?.issues[0]?.message).toMatch(/^Enter /);
});

test("a code is six digits", () => {
  expect(finishWithCodeInput.parse({ code: "418 902" })).toEqual({ code: "418902" });
  expect(finishWithCodeInput.safeParse({ code: "41890" }).success).toBe(false);
  expect(finishWithCodeInput.safeParse({}).error?.issues[0]?.message).toBe("Type the six digits from the mail.");
});
