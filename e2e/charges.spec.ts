import { ines, startContract } from "./steps";
import { expect, expectAccessible, expectNoSidewaysScroll, phone, test, unique } from "./test";

test("finance records a charge, the purchase order burns down, and a mistake is taken back", async ({
  as,
  witness,
}) => {
  const { page, title, manager } = await startContract(as, unique("Invoice archive"), { order: /4500-1182/ });
  await expect(manager.getByRole("button", { name: "Record charge" })).toHaveCount(0);
  const finance = await as("finance-admin");
  await finance.goto(page);
  await finance.getByText("Record charge", { exact: true }).first().click();
  await finance.getByLabel(/^Amount in/).fill("0");
  await finance.getByRole("button", { name: "Record charge" }).click();
  await expect(finance.getByText("Enter an amount above zero.")).toBeVisible();
  await finance.getByLabel(/^Amount in/).fill("250.00");
  await finance.getByLabel(/^Note/).fill("Invoice 2207");
  await finance.getByRole("button", { name: "Record charge" }).click();
  await expect(finance.getByText("$250.00 charged so far.")).toBeVisible();
  await expect(finance.getByRole("row", { name: /Invoice 2207/ })).toContainText("$250.00");
  await expect(finance.getByRole("img", { name: "Burndown of PO 4500-1182" })).toBeVisible();
  await finance.getByText("The same numbers as a table").click();
  const numbers = finance.getByRole("region", { name: "Numbers of PO 4500-1182" });
  await expect(numbers.getByRole("columnheader", { name: "Committed" })).toBeVisible();
  await expectAccessible(finance);
  await finance.setViewportSize(phone);
  await expectNoSidewaysScroll(finance);
  await finance.setViewportSize({ width: 1280, height: 900 });

  await finance.getByRole("button", { name: /^Take back/ }).click();
  await finance.getByRole("dialog").getByLabel("Reason").fill("Of another supplier");
  await finance.getByRole("dialog").getByRole("button", { name: "Take back" }).click();
  await expect(finance.getByText(/Taken back by Fiona Castell: “Of another supplier”/)).toBeVisible();
  await expect(finance.getByText("$0.00 charged so far.")).toBeVisible();
  const [sum] = await witness.sql`
    select coalesce(sum(case when t.kind = 'invoiced' then t.amount when t.kind = 'reversal' then -t.amount end), 0)::int as minor
    from ledger_transfers t join contracts c on c.account_id = t.account_id and c.id = t.subject_id where c.title = ${title}`;
  expect(sum?.minor).toBe(0);
});

test("the purchase order, the end date and the end of a contract are changed where it is shown", async ({
  as,
  mailTo,
}) => {
  const { page, title, manager, freelancer } = await startContract(as, unique("Invoice archive"), {
    order: /4500-1182/,
  });
  await manager.goto(page);
  await manager.getByText("Change PO", { exact: true }).click();
  await manager.getByLabel(/^Purchase order/).selectOption("placeholder");
  await manager.getByRole("button", { name: "Save purchase order" }).click();
  await expect(manager.getByText("No PO yet", { exact: true })).toBeVisible();
  await expect(manager.getByText(/changed the purchase order: 4500-1182 → none yet/)).toBeVisible();

  await manager.getByText("Change end date", { exact: true }).click();
  await manager.getByLabel(/^End date/).fill("2020-01-01");
  await manager.getByRole("button", { name: "Save end date" }).click();
  await expect(manager.getByText(/^The contract starts on/)).toBeVisible();
  await manager.getByLabel(/^End date/).fill("2027-06-30");
  await manager.getByRole("button", { name: "Save end date" }).click();
  await expect(manager.getByText(/moved the end date: 28 Mar 2027 → 30 Jun 2027/)).toBeVisible();
  expect((await mailTo(ines.email, { kind: "contract-terms-changed", text: title })).text).toContain("30 Jun 2027");

  await freelancer.goto("/talent/contracts");
  await freelancer.getByRole("link", { name: title }).click();
  await expect(freelancer.getByText("4500-1182")).toHaveCount(0);
  await freelancer.getByText("End contract", { exact: true }).first().click();
  await freelancer.getByLabel("Reason", { exact: true }).selectOption("Work completed");
  await freelancer.getByRole("button", { name: "End contract" }).click();
  await expect(freelancer.getByText(/^This contract ended on/)).toBeVisible();
  await manager.goto(`/ab/jobs/contracts?tab=ended&q=${encodeURIComponent(title)}`);
  await expect(manager.getByRole("link", { name: title })).toBeVisible();
  expect((await mailTo(ines.email, { kind: "contract-ended", text: title })).text).toContain("Work completed");
});
