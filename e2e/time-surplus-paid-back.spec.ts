import { pdfText } from "./pdf-text";
import { openDeed } from "./steps";
import { expect, expectAccessible, expectNoSidewaysScroll, type Page, phone, test, unique } from "./test";

const company = "/staff/companies/northwind";

/** Opens the money move with this reference and confirms it as the second person. */
async function confirm(page: Page, reference: string): Promise<void> {
  await page.goto(company);
  await page
    .getByRole("row", { name: new RegExp(reference) })
    .getByRole("link")
    .click();
  await page.getByRole("button", { name: /^Confirm/ }).click();
  await expect(page.getByText("Confirmed", { exact: true })).toBeVisible();
}

// All that the company owes is paid here, so it runs by itself, after the story of a company that owes too long.
test("what is left on a balance is paid back by two people of staff, and finance sees it among the transactions", async ({
  as,
  mailTo,
  witness,
}) => {
  const [wire, reference] = [unique("FT"), unique("CS")];
  const pots = async () => {
    const [row] = await witness.sql`
      select coalesce(-sum(balance) filter (where code = 'credit'), 0)::int as owed, coalesce(sum(balance) filter (where code = 'balance'), 0)::int as balance
      from ledger_accounts where subject_kind = 'company' and account_id = (select id from accounts where slug = 'northwind')`;
    return { owed: Number(row?.owed), balance: Number(row?.balance) };
  };
  const pat = await as("payment-operations-agent");
  const ruth = await as("second-payment-operations-agent");
  const { owed, balance } = await pots();
  await pat.goto(company);
  if (owed > 0) await expect(pat.getByText(/owes .* That is settled before anything is paid back\./)).toBeVisible();
  await openDeed(pat, "Record payment");
  await pat
    .getByLabel(/^Amount in/)
    .first()
    .fill(((owed + 100_00) / 100).toFixed(2));
  await pat.getByLabel("Reference").first().fill(wire);
  await pat.getByLabel("Where it was seen").fill("Statement of the day.");
  await pat.getByRole("button", { name: "Record payment" }).click();
  await expect(pat.getByRole("row", { name: new RegExp(wire) })).toBeVisible();
  await confirm(ruth, wire);
  expect(await pots()).toEqual({ owed: 0, balance: balance + 100_00 });

  await pat.goto(company);
  await openDeed(pat, "Pay back balance");
  const form = pat.locator("form").filter({ hasText: "Reference of the transfer" });
  await form.getByLabel(/^Amount in/).fill("71000000");
  await form.getByLabel("Reference of the transfer").fill(reference);
  await form.getByLabel("Who asked for it, and how it is sent").fill("Finance asked by mail; bank transfer.");
  await form.getByRole("button", { name: "Record transfer" }).click();
  await expect(pat.getByText(/^At most .* can be paid back/)).toBeVisible();
  await form.getByLabel(/^Amount in/).fill("60.00");
  await expectAccessible(pat);
  await pat.setViewportSize(phone);
  await expectNoSidewaysScroll(pat);
  await form.getByRole("button", { name: "Record transfer" }).click();
  await expect(pat.getByText("$60.00 to be paid back waits for a second person.")).toBeVisible();
  expect((await pots()).balance, "nothing moved so far").toBe(balance + 100_00);
  await pat
    .getByRole("row", { name: new RegExp(reference) })
    .getByRole("link")
    .click();
  await expect(pat.getByText("You proposed this; another person must confirm it.")).toBeVisible();
  await confirm(ruth, reference);
  expect(await pots()).toEqual({ owed: 0, balance: balance + 40_00 });

  const mail = await mailTo("fiona@northwind.example", { kind: "balance-returned", text: reference });
  expect(mail.text).toContain("$60.00");
  const finance = await as("finance-admin");
  await finance.goto("/ab/billing/transactions?kind=return");
  const row = finance.getByRole("row", { name: new RegExp(reference) });
  await expect(row).toContainText("Balance paid back");
  await expect(row).toContainText("$60.00");
  await expectAccessible(finance);
  const csv = await (await finance.request.get("/api/billing/transactions?kind=return")).text();
  expect(csv.split("\n").find((line) => line.includes(reference))).toMatch(/,return,.*60\.00,paid back/);
  await row.getByRole("link").click();
  await expect(finance.getByText("Paid back to")).toBeVisible();
  await expect(finance.getByText(reference).first()).toBeVisible();
  await finance.setViewportSize(phone);
  await expectNoSidewaysScroll(finance);
  const id = new URL(finance.url()).pathname.split("/").at(-1);
  const pdf = await finance.request.get(`/api/billing/receipts/${id}`);
  expect(pdfText(await pdf.body()).replaceAll(/\s/g, "")).toContain(reference.replaceAll(/\s/g, ""));
  const month = (await finance.request.get("/api/demo/clock").then((answer) => answer.json())).now.slice(0, 7);
  await finance.goto(`/ab/billing/statements/${month}`);
  await expect(finance.getByText("Balance paid back", { exact: true })).toBeVisible();
});
