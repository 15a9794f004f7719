import { pdfText } from "./pdf-text";
import { openDeed } from "./steps";
import { expect, expectAccessible, expectNoSidewaysScroll, type Page, phone, test, unique } from "./test";

const flat = (text: string) => text.replaceAll(/\s/g, "");

/** Records a payment in the form that is open to finance, or to staff on a company's page. */
async function record(page: Page, { amount, reference }: { amount: string; reference: string }): Promise<void> {
  await page.getByText("Record payment", { exact: true }).first().click();
  await page
    .getByLabel(/^Amount in/)
    .first()
    .fill(amount);
  await page.getByLabel("Reference").fill(reference);
  await page.getByLabel("Where it was seen").fill("Statement of the day, line 3.");
}

test("a wire is recorded, refused to whoever recorded it, and counts once a second person has confirmed it", async ({
  as,
  mailTo,
  witness,
}) => {
  const [first, second] = [unique("FT"), unique("FT")];
  const finance = await as("finance-admin");
  // Of these two payments alone: other stories move the company's money at the same time.
  const deposited = async () => {
    const rows = await witness.sql`
      select m.state, m.proposed_by <> m.decided_by as two, coalesce(sum(t.amount), 0)::int as minor
      from money_moves m left join ledger_transfers t
        on t.account_id = m.account_id and t.kind = 'deposit' and t.idem_key = m.id || '/1'
      where m.external_ref in ${witness.sql([first, second])} group by m.id, m.state, m.proposed_by, m.decided_by, m.company_minor
      order by m.company_minor desc`;
    return rows.map((each) => ({ ...each }));
  };

  await finance.goto("/ab/billing/payments");
  await record(finance, { amount: "0", reference: first });
  await finance.getByRole("button", { name: "Record payment" }).click();
  await expect(finance.getByText("Enter an amount above zero.")).toBeVisible();
  await finance.getByLabel(/^Amount in/).fill("321.00");
  await finance
    .locator('input[type="file"]')
    .setInputFiles({ name: "statement.txt", mimeType: "text/plain", buffer: Buffer.from("Value date, line 3") });
  await expect(finance.getByText("statement.txt is attached.")).toBeAttached();
  await finance.getByRole("button", { name: "Record payment" }).click();
  const row = finance.getByRole("row", { name: new RegExp(first) });
  await expect(row).toContainText("$321.00");
  await expect(row).toContainText("Waits for a second person");
  await expectAccessible(finance);
  await finance.setViewportSize(phone);
  await expectNoSidewaysScroll(finance);
  await finance.setViewportSize({ width: 1280, height: 900 });

  await finance.goto("/ab/billing/payments");
  await record(finance, { amount: "321.00", reference: first });
  await finance.getByRole("button", { name: "Record payment" }).click();
  await expect(finance.getByText(/^This reference was recorded on/)).toBeVisible();

  const pat = await as("payment-operations-agent");
  await pat.goto("/staff/companies/northwind");
  await record(pat, { amount: "45.00", reference: second });
  await pat.getByRole("button", { name: "Record payment" }).click();
  await pat
    .getByRole("row", { name: new RegExp(second) })
    .getByRole("link")
    .click();
  await expect(pat.getByText("You proposed this; another person must confirm it.")).toBeVisible();
  await expect(pat.getByRole("button", { name: /^Confirm/ })).toHaveCount(0);
  const own = new URL(pat.url()).pathname;
  expect(await deposited(), "nothing moved so far").toEqual([
    { state: "proposed", two: null, minor: 0 },
    { state: "proposed", two: null, minor: 0 },
  ]);

  const ruth = await as("second-payment-operations-agent");
  await ruth.goto(own);
  await ruth.getByText("Refuse", { exact: true }).first().click();
  await ruth.getByRole("button", { name: "Refuse" }).click();
  await expect(ruth.getByText("Say why it is refused; whoever recorded it reads this.")).toBeVisible();
  await ruth.getByLabel("Reason").fill("Not on the statement.");
  await ruth.getByRole("button", { name: "Refuse" }).click();
  await expect(ruth.getByText("Refused", { exact: true })).toBeVisible();
  await ruth.goto("/staff/companies/northwind");
  await ruth
    .getByRole("row", { name: new RegExp(first) })
    .getByRole("link")
    .click();
  const file = await ruth.request.get(
    (await ruth.getByRole("link", { name: "statement.txt" }).getAttribute("href")) ?? "",
  );
  expect([file.status(), await file.text()]).toEqual([200, "Value date, line 3"]);
  await ruth.getByRole("button", { name: "Confirm $321.00" }).click();
  await expect(ruth.getByText("Confirmed", { exact: true })).toBeVisible();
  await expect(ruth.getByRole("button", { name: /^Confirm/ })).toHaveCount(0);

  expect(await deposited()).toEqual([
    { state: "confirmed", two: true, minor: 321_00 },
    { state: "refused", two: true, minor: 0 },
  ]);
  expect((await mailTo("fiona@northwind.example", { kind: "payment-received", text: first })).text).toContain(
    "$321.00",
  );
  await finance.goto("/ab/billing/payments");
  await expect(finance.getByRole("row", { name: new RegExp(second) })).toContainText(
    "Refused: “Not on the statement.”",
  );
});

test("a receipt, a statement and the CSV tell the same as the list, in a PDF that can be read", async ({ as }) => {
  const finance = await as("finance-admin");
  await finance.goto("/ab/billing");
  await expect(finance.getByRole("definition").first()).toBeVisible();
  await finance.getByRole("link", { name: "All transactions" }).click();
  await finance.getByRole("link", { name: "Filters", exact: true }).click();
  await finance.getByLabel("Kind").selectOption("funding");
  await finance.getByLabel("PO number").fill("4500-1182");
  await finance.getByRole("button", { name: "Show transactions" }).click();
  await expect(finance).toHaveURL(/order=4500-1182/);
  await expect(finance.getByRole("link", { name: "Filters (2)" })).toBeVisible();
  await expect(finance.getByLabel("Kind")).toHaveCount(0);
  const csv = await finance.request.get(
    (await finance.getByRole("link", { name: "Export as CSV" }).getAttribute("href")) ?? "",
  );
  const lines = (await csv.text()).trim().split("\n");
  expect(lines.length).toBe((await finance.getByRole("row").count()) || -1);
  for (const line of lines.slice(1)) expect(line).toContain(",funding,");
  await finance.getByRole("row").nth(1).getByRole("link").click();
  await expect(finance.getByRole("heading", { level: 1, name: /^Receipt \d{4}-\d+$/ })).toBeVisible();
  await expectSamePdf(finance);
  await expectAccessible(finance);

  await finance.goto("/ab/billing");
  await finance.getByRole("link", { name: "Statement of this month" }).click();
  const statement = finance.getByRole("heading", { level: 1, name: /^Statement for/ });
  await expect(statement).toBeVisible();
  // Of a month that is over: other stories move this one's money between the page and its PDF.
  const thisMonth = await statement.innerText();
  await finance.getByRole("link", { name: "Month before" }).click();
  await expect(statement).not.toHaveText(thisMonth);
  await expectSamePdf(finance);

  await finance.goto("/ab/billing/transactions?order=none-such");
  await expect(finance.getByText("No transaction fits these filters")).toBeVisible();

  const freelancer = await as("second-freelancer");
  await freelancer.goto("/talent/earnings");
  await expect(freelancer.getByText("In review").first()).toBeVisible();
  await freelancer.getByRole("table", { name: "Earnings" }).getByRole("link").first().click();
  await expect(freelancer.getByRole("heading", { level: 1, name: /^Earning of/ })).toBeVisible();
  await expectSamePdf(freelancer);
});

/** Every fact and sum of the page stands in the PDF that it offers. */
async function expectSamePdf(page: Page): Promise<void> {
  const answer = await page.request.get(
    (await page.getByRole("link", { name: "Download PDF" }).getAttribute("href")) ?? "",
  );
  expect(answer.headers()["content-type"]).toBe("application/pdf");
  const text = flat(pdfText(await answer.body()));
  const said = await page.locator("main dd").allInnerTexts();
  expect(said.length).toBeGreaterThan(4);
  for (const words of said) expect(text).toContain(flat(words));
}

test("a freelancer withdraws a payout and asks for another; one person records the transfer, a second one confirms", async ({
  as,
  mailTo,
  witness,
}) => {
  const reference = unique("CS");
  const ines = await as("second-freelancer");
  await ines.goto("/talent/earnings");
  await expect(ines.getByText("Payment operations record the transfer, a second person confirms.")).toBeVisible();
  await openDeed(ines, "Withdraw");
  await ines.getByRole("button", { name: "Withdraw now" }).click();
  await openDeed(ines, "Pay out");
  await ines.getByLabel("Amount in USD").fill("99,999.00");
  await ines.getByRole("button", { name: "Ask for it" }).click();
  await expect(ines.getByText(/^At most \$[\d,.]+ is available\.$/)).toBeVisible();
  await ines.getByLabel("Amount in USD").fill("431.00");
  await expectAccessible(ines);
  await ines.getByRole("button", { name: "Ask for it" }).click();
  await expect(ines.getByText(/\$431\.00 asked for on/)).toBeVisible();
  await ines.setViewportSize(phone);
  await expectNoSidewaysScroll(ines);

  const pat = await as("payment-operations-agent");
  await pat.goto("/staff/moves");
  await pat.getByRole("link", { name: /Payouts asked for/ }).click();
  await pat
    .getByRole("row", { name: /\$431\.00/ })
    .getByRole("link")
    .click();
  await openDeed(pat, "Record transfer");
  await expect(pat.getByLabel("Amount in USD")).toHaveValue("431.00");
  await pat.getByRole("button", { name: "Record transfer" }).click();
  await expect(pat.getByText("Enter the reference of the transfer.")).toBeVisible();
  await pat.getByLabel("Reference of the transfer").fill(reference);
  await pat.getByLabel("How it is sent").fill("By wire; bank details as on file.");
  await pat.getByRole("button", { name: "Record transfer" }).click();
  await pat.getByRole("link", { name: "Open the money move" }).click();
  await expect(pat.getByText("You proposed this; another person must confirm it.")).toBeVisible();
  await ines.reload();
  await expect(ines.getByText(/have recorded the transfer/)).toBeVisible();
  await expect(ines.locator("summary").filter({ hasText: "Withdraw" })).toHaveCount(0);

  const ruth = await as("second-payment-operations-agent");
  await ruth.goto(new URL(pat.url()).pathname);
  await ruth.getByRole("button", { name: "Confirm $431.00" }).click();
  await expect(ruth.getByText("Confirmed", { exact: true })).toBeVisible();
  await ines.goto("/talent/earnings?tab=payouts");
  await expect(ines.getByRole("row", { name: new RegExp(reference) })).toContainText("Paid out");
  await ines
    .getByRole("row", { name: new RegExp(reference) })
    .getByRole("link")
    .click();
  await expect(ines.getByRole("heading", { level: 1, name: /^Payout of / })).toBeVisible();
  await expect(ines.getByText(reference)).toBeVisible();
  const pdf = await ines.request.get((await ines.getByRole("link", { name: "PDF" }).getAttribute("href")) ?? "");
  expect([pdf.status(), pdf.headers()["content-type"]]).toEqual([200, "application/pdf"]);
  await mailTo("ines@duarte.example", { kind: "payout-asked", text: "$431.00" });
  const told = await mailTo("ines@duarte.example", { kind: "payout-answered", text: reference });
  expect(told.text).toContain("$431.00");
  expect(told.text, "leads to the receipt").toContain(new URL(ines.url()).pathname);
  const [row] = await witness.sql`
    select m.proposed_by <> m.decided_by as two, t.amount::int as minor from money_moves m join ledger_transfers t
      on t.account_id = m.account_id and t.kind = 'payout' and t.idem_key = m.id || '/1' where m.external_ref = ${reference}`;
  expect({ ...row }).toEqual({ two: true, minor: 431_00 });
});

test("a mediator shares what is held, and both sides are told", async ({ as, mailTo, witness }) => {
  const sam = await as("support-agent");
  await sam.goto("/staff/disputes");
  await sam
    .getByRole("row", { name: /Outline/ })
    .getByRole("link")
    .click();
  await expect(sam.getByRole("heading", { level: 1, name: "Outline" })).toBeVisible();
  await expect(sam.getByText(/Six vendors were agreed/)).toBeVisible();
  await expect(sam.getByText(/names three others/)).toBeVisible();
  await sam.getByLabel(/^To Ines Duarte/).fill("900.00");
  await sam.getByLabel(/^Back to Northwind Grid/).fill("500.00");
  await sam.getByLabel("Why").fill("Four of six interviews were held as agreed.");
  await sam.getByRole("button", { name: "Propose" }).click();
  await expect(sam.getByText("Both amounts together are $1,500.00, what is held.")).toBeVisible();
  await sam.getByLabel(/^Back to Northwind Grid/).fill("600.00");
  await sam.getByRole("button", { name: "Propose" }).click();
  await expect(sam.getByText("$900.00 to Ines Duarte, $600.00 back to Northwind Grid")).toBeVisible();
  await expect(sam.getByRole("button", { name: "Propose" })).toHaveCount(0);
  const [row] = await witness.sql`
      select s.state, s.release_minor::int as release from dispute_settlements s
      join escrow_disputes d on d.account_id = s.account_id and d.id = s.dispute_id
      join milestones m on m.account_id = d.account_id and m.id = d.milestone_id where m.title = 'Outline'`;
  expect({ ...row }).toEqual({ state: "open", release: 900_00 });
  for (const address of ["ines@duarte.example", "hana@northwind.example"])
    expect((await mailTo(address, { kind: "dispute-proposed", text: "Outline" })).text).toContain("$900.00");
});
