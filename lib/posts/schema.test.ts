import { describe, expect, test } from "vitest";
import { closePostInput, postDraftInput, postInput } from "./schema";

const form = {
  id: "01a1ff00-0000-7000-8000-00000000aaaa",
  version: "0",
  title: "Payroll audit, March",
  description: "Reconcile.",
  teamId: "01a1ff00-0000-7000-8000-00000000bbbb",
  ownerId: "",
  contractType: "hourly",
  rateFrom: "60",
  rateTo: "95.00",
  budget: "nonsense of the other type",
  orderChoice: "placeholder",
};

/** What a form with these changes is told, by field. */
function told(schema: typeof postInput | typeof postDraftInput, change: Record<string, unknown>) {
  const parsed = schema("USD").safeParse({ ...form, ...change });
  if (parsed.success) return null;
  return Object.fromEntries(parsed.error.issues.map(({ path, message }) => [String(path[0]), message]));
}

test("a post is read in the company's currency; what belongs to the other type is passed over", () => {
  expect(postInput("USD").parse(form)).toEqual({
    id: form.id,
    version: 0,
    title: "Payroll audit, March",
    description: "Reconcile.",
    teamId: form.teamId,
    ownerId: null,
    contractType: "hourly",
    rateFromMinor: 60_00n,
    rateToMinor: 95_00n,
    budgetMinor: null,
    order: { orderChoice: "placeholder" },
  });
  expect(postInput("JPY").parse({ ...form, contractType: "fixed_price", budget: "12,400" })).toMatchObject({
    rateFromMinor: null,
    rateToMinor: null,
    budgetMinor: 12_400n,
  });
  expect(postInput("USD").parse({ ...form, rateFrom: "", rateTo: " " })).toMatchObject({ rateFromMinor: null });
});

describe("a post to be shown", () => {
  test.each([
    [{ title: " \n " }, { title: "Enter a title." }],
    [{ title: "x".repeat(121) }, { title: "Use at most 120 characters." }],
    [{ description: "" }, { description: "Describe the work that is looked for." }],
    [{ description: "x".repeat(5001) }, { description: "Use at most 5,000 characters." }],
    [{ teamId: "" }, { teamId: "Choose a team." }],
    [{ ownerId: "me" }, { ownerId: "Choose an owner." }],
    [{ contractType: "daily" }, { contractType: "Choose hourly or fixed-price." }],
    [{ rateFrom: "60.001" }, { rateFrom: "Use at most 2 decimal places." }],
    [{ rateTo: "0" }, { rateTo: "Enter an amount above zero." }],
    [{ rateFrom: "95.01" }, { rateTo: "The highest rate is below the lowest. Change one of them." }],
    [
      { contractType: "fixed_price", budget: "twelve", title: "" },
      { budget: "Enter an amount such as 12,400.00.", title: "Enter a title." },
    ],
  ])("%o", (change, messages) => {
    expect(told(postInput, change)).toMatchObject(messages);
  });
});

test("a draft may lack title and description, but what is there must be readable", () => {
  expect(postDraftInput("USD").parse({ ...form, title: " ", description: undefined })).toMatchObject({
    title: "Untitled post",
    description: "",
  });
  expect(told(postDraftInput, { rateFrom: "sixty", teamId: "" })).toEqual({
    rateFrom: "Enter an amount such as 12,400.00.",
    teamId: "Choose a team.",
  });
});

test("the reason of closing is optional", () => {
  expect(closePostInput.parse({ postId: "p", reason: " " })).toEqual({ postId: "p", reason: null });
  expect(closePostInput.safeParse({ postId: "p", reason: "x".repeat(1001) }).success).toBe(false);
});
