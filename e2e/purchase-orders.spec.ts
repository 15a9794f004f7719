import type { Page } from "./test";
import { expect, expectAccessible, expectNoSidewaysScroll, phone, test, unique } from "./test";

const list = "/ab/reports/purchase-orders";

/** A day so many from now, as a date field wants it; far enough from midnight in any zone. */
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** From the list to a created purchase order of $1,000.00. */
async function createOrder(page: Page, number: string, { validThrough = "" } = {}): Promise<void> {
  await page.goto(list);
  await page.getByRole("link", { name: "Create PO" }).first().click();
  await page.getByLabel("Number", { exact: true }).fill(number);
  await page.getByLabel("Amount in USD").fill("1,000.00");
  await page.getByLabel(/^Description/).fill("Fence and gate, north yard");
  if (validThrough) await page.getByLabel(/^Valid through/).fill(validThrough);
  await page.getByRole("button", { name: "Create PO" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `PO ${number}` })).toBeVisible();
}

/** The amount of one line under “Where it stands”. */
const stands = (page: Page, label: string) =>
  page.locator("dl > div", { has: page.getByText(label, { exact: true }) }).locator("dd");

/** Opens a deed of the page and hands back its form. */
async function open(page: Page, deed: string) {
  await page.getByText(deed, { exact: true }).first().click();
  return page.locator("details[open]", { hasText: `Close “${deed}”` });
}

test("a purchase order from creation over funds and correction to archive and back", async ({ as }) => {
  const number = unique("PO");
  const finance = await as("finance-admin");
  await createOrder(finance, number, { validThrough: day(90) });
  await expect(stands(finance, "Left")).toHaveText("$1,000.00");
  await expect(finance.getByRole("img", { name: `Burndown of PO ${number}` }).first()).toBeVisible();
  await expect(finance.getByText("Not enough history for a forecast.").first()).toBeVisible();
  await expectAccessible(finance);

  const adding = await open(finance, "Add funds");
  await adding.getByLabel("Amount in USD").fill("0");
  await adding.getByRole("button", { name: "Add funds" }).click();
  await expect(adding.getByText("Enter an amount above zero.")).toBeVisible();
  await adding.getByLabel("Amount in USD").fill("250.50");
  await adding.getByLabel(/^Note/).fill("Second budget round");
  await adding.getByRole("button", { name: "Add funds" }).dblclick();
  await expect(adding.getByText("Funds added.")).toBeVisible();
  await expect(stands(finance, "Funds")).toHaveText("$1,250.50");
  await expect(adding.getByLabel("Amount in USD")).toHaveValue("");
  await expect(finance.getByText("Correct funds", { exact: true })).toHaveCount(0);

  const owner = await as("program-owner");
  await owner.goto(list);
  await owner.getByLabel("Search by the beginning of a number").fill(number.toLowerCase());
  await owner.getByLabel("Search by the beginning of a number").press("Enter");
  await expect(owner).toHaveURL(/[?&]q=/); // its line stood there before the search, too
  await owner.getByRole("link", { name: number, exact: true }).click();
  const correcting = await open(owner, "Correct funds");
  await correcting.getByRole("radio", { name: "too high: take away" }).check();
  await correcting.getByLabel("Difference in USD").fill("1,250.50");
  await correcting.getByLabel("Reason").fill("Entered twice.");
  await correcting.getByRole("button", { name: "Correct funds" }).click();
  await expect(correcting.getByText("Take away at most $1,250.49: funds stay above zero.")).toBeVisible();
  await correcting.getByLabel("Difference in USD").fill("250.50");
  await correcting.getByRole("button", { name: "Correct funds" }).click();
  await expect(stands(owner, "Funds")).toHaveText("$1,000.00");
  await expect(owner.getByText("corrected its funds down by $250.50")).toBeVisible();

  await owner.getByRole("button", { name: "Archive", exact: true }).click();
  await expect(owner.getByText("Archived", { exact: true }).first()).toBeVisible();
  await owner.getByRole("button", { name: "Unarchive" }).click();
  await expect(owner.getByRole("button", { name: "Archive", exact: true })).toBeVisible();
  // Pressed twice, added once.
  await expect(owner.getByText("added $250.50")).toHaveCount(1);
});

test("an expired one is extended before it is unarchived", async ({ as }) => {
  const admin = await as("admin");
  await admin.goto(`${list}?tab=expired`);
  await admin.getByRole("link", { name: "4500-0990" }).click();
  await expect(admin.getByText("Expired", { exact: true }).first()).toBeVisible();
  await admin.getByRole("button", { name: "Archive", exact: true }).click();
  await expect(admin.getByRole("button", { name: "Unarchive" })).toBeDisabled();
  await expect(admin.getByText("Extend the valid-through date first.")).toBeVisible();
  // A link of a mail leads to the deed itself.
  await admin.goto(`${new URL(admin.url()).pathname}#extend`);
  const extending = admin.locator("details[open]", { hasText: "Close “Extend”" });
  await expect(extending.getByLabel("New last day")).toBeFocused();
  await extending.getByLabel("New last day").fill("2020-01-01");
  await extending.getByRole("button", { name: "Extend" }).click();
  await expect(extending.getByText("Choose today or a later day.")).toBeVisible();
  await extending.getByLabel("New last day").fill(day(30));
  await extending.getByRole("button", { name: "Extend" }).click();
  await expect(extending.getByText("Extended.")).toBeVisible();
  await admin.getByRole("button", { name: "Unarchive" }).click();
  await expect(admin.getByText("Active", { exact: true }).first()).toBeVisible();
});

test("two people edit at once: the later one sees the earlier one's change", async ({ as }) => {
  const number = unique("PO");
  const [finance, owner] = [await as("finance-admin"), await as("program-owner")];
  await createOrder(finance, number);
  await finance.getByRole("link", { name: "Edit PO" }).click();
  await expect(finance.getByRole("button", { name: "Update PO" })).toBeVisible();
  await owner.goto(new URL(finance.url()).pathname);
  await owner.getByLabel(/^Description/).fill("Fence only");
  await owner.getByRole("radio", { name: "Hiring managers of some teams" }).check();
  await owner.getByRole("button", { name: "Update PO" }).click();
  await expect(owner.getByText("Tick at least one team.").first()).toBeVisible();
  await owner.getByRole("checkbox", { name: "Product design" }).check();
  await owner.getByRole("button", { name: "Update PO" }).click();
  await expect(owner).not.toHaveURL(/\/edit$/);
  await expect(owner.getByText("Product design", { exact: false }).first()).toBeVisible();

  await finance.getByLabel(/^Description/).fill("Gate only");
  await finance.getByRole("button", { name: "Update PO" }).click();
  await expect(
    finance.getByText(/Nothing was saved: this purchase order was changed meanwhile by Olu Adeyemi/),
  ).toBeVisible();
  await expect(finance.getByText("Fence only").first()).toBeVisible();
  await expect(finance.getByLabel(/^Description/)).toHaveValue("Gate only");
  const hana = await as("hiring-manager");
  await hana.goto(`${list}?q=${encodeURIComponent(number)}`);
  await expect(hana.getByText(`No number here begins with “${number}”.`)).toBeVisible();
});

test("a number is taken, whoever holds it; everything wrong is told at once", async ({ as }) => {
  const admin = await as("admin");
  await admin.goto(`${list}/new`);
  await admin.getByLabel("Number", { exact: true }).fill("4500-0871");
  await admin.getByLabel("Amount in USD").fill("-5");
  await admin.getByRole("textbox", { name: "Own percentage 1" }).fill("100");
  await admin.getByRole("button", { name: "Create PO" }).click();
  await expect(admin.getByText("Enter an amount above zero.").first()).toBeVisible();
  await expect(admin.getByText("Use whole percentages from 1 to 99.").first()).toBeVisible();
  await admin.getByLabel("Amount in USD").fill("5");
  await admin.getByRole("textbox", { name: "Own percentage 1" }).fill("80");
  await admin.getByRole("button", { name: "Create PO" }).click();
  await expect(admin.getByText("PO 4500-0871 already exists, archived. Choose another number.").first()).toBeVisible();
});

test("by keyboard and on a phone", async ({ as }) => {
  const number = unique("PO");
  const page = await as("finance-admin", { viewport: phone });
  await page.goto(`${list}/new`);
  await page.getByLabel("Number", { exact: true }).focus();
  await page.keyboard.type(number);
  await page.keyboard.press("Tab");
  await page.keyboard.type("12");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: `PO ${number}` })).toBeVisible();
  await expectNoSidewaysScroll(page);
  const summary = page.locator("summary", { hasText: "Add funds" });
  await summary.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.type("3");
  await page.keyboard.press("Enter");
  await expect(stands(page, "Funds")).toHaveText("$15.00");
  await expectNoSidewaysScroll(page);
  await page.getByText("The same numbers as a table").click();
  await expect(page.getByRole("region", { name: `Numbers of PO ${number}` })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await page.goto(list);
  await expectNoSidewaysScroll(page);
});

test("hiring managers see what they may use, and why they cannot create one", async ({ as }) => {
  const [hana, marek] = [await as("hiring-manager"), await as("second-hiring-manager")];
  await hana.goto(`${list}?tab=all`);
  await expect(hana.getByRole("link", { name: "4500-1182" })).toBeVisible();
  await expect(hana.getByRole("link", { name: "4500-1207" })).toHaveCount(0);
  await expect(hana.getByRole("button", { name: "Create PO" })).toBeDisabled();
  await expect(hana.getByText("Admins, finance admins and program owners create purchase orders.")).toBeVisible();
  await marek.goto(`${list}?tab=all`);
  await marek.getByRole("link", { name: "4500-1207" }).click();
  await expect(marek.getByRole("heading", { level: 1, name: "PO 4500-1207" })).toBeVisible();
  await expect(marek.getByText("Add funds", { exact: true })).toHaveCount(0);
  await expect(marek.getByText(/it is used up on|It is used up/).first()).toBeVisible();
});

test("the list leaves as CSV", async ({ as }) => {
  const page = await as("finance-admin");
  const answer = await page.request.get("/api/orders/export?tab=all");
  expect(answer.headers()["content-disposition"]).toContain("purchase-orders.csv");
  expect(await answer.text()).toContain("4500-1182,");
});
