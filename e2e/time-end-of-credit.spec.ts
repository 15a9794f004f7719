import type { Page } from "@playwright/test";
import { ines, startContract } from "./steps";
import { addressOf, expect, expectAccessible, expectNoSidewaysScroll, phone, test, unique } from "./test";

/** The clock of the demo is one for all, so this file runs last and alone; its name puts it before those that deposit. */
test("an unpaid invoice is told of, suspends the company by the clock, and payment by two people opens it again", async ({
  as,
  mailTo,
  mailsTo,
  advance,
  witness,
}) => {
  const { title, freelancer, ownPage } = await startContract(as, unique("Unpaid film"), {
    budget: "90.00",
    milestones: [
      ["Sketch", "40.00"],
      ["Film", "50.00"],
    ],
  });
  const told = await mailTo(ines.email, { kind: "milestone-funded", text: title });
  expect(told.subject, "one mail about the start and the money").toBe(`Contract started: ${title}`);
  expect(
    (await mailsTo(ines.email)).filter(({ kind, text }) => kind === "contract-started" && text.includes(title)),
  ).toEqual([]);
  const fiona = addressOf("finance-admin");
  const notices = async () => (await mailsTo(fiona)).filter(({ kind }) => kind === "past-due-notice").length;
  const [due] = await witness.sql`
    select min(i.due_on)::text as day from invoices i join accounts a on a.id = i.account_id and a.slug = 'northwind'`;
  const now = async (page: Page) => new Date((await (await page.request.get("/api/demo/clock")).json()).now);
  const finance = await as("finance-admin");
  const daysTo = async (day: number) => {
    const at = new Date(`${due?.day}T12:00:00Z`).getTime() + day * 86_400_000;
    return `P${Math.ceil((at - (await now(finance)).getTime()) / 86_400_000)}D`;
  };

  await advance(await daysTo(1));
  await finance.goto("/ab/jobs/contracts");
  await expect(finance.getByText(/ is past due\. The oldest unpaid invoice was due on /)).toBeVisible();
  await expect(finance.getByText(/Unpaid, the account is suspended on /)).toBeVisible();
  await expectAccessible(finance);
  await finance.setViewportSize(phone);
  await expectNoSidewaysScroll(finance);
  await finance.setViewportSize({ width: 1280, height: 900 });
  const manager = await as("hiring-manager");
  await manager.goto("/ab/jobs/contracts");
  await expect(manager.getByText(/ is past due/)).toHaveCount(0);
  expect(await notices()).toBe(1);
  const pat = await as("payment-operations-agent");
  await pat.goto("/staff/companies/northwind");
  await expect(pat.getByRole("heading", { name: "Past due" })).toBeVisible();
  await expect(pat.getByText(/the clock suspends the company on/)).toBeVisible();
  await expectAccessible(pat);

  await advance(await daysTo(15));
  expect(await notices()).toBe(3);
  for (const address of [fiona, addressOf("hiring-manager")]) await mailTo(address, { kind: "account-suspended" });

  // The manager reads why nothing can be funded or sent, and whom to ask.
  await manager.goto(`/ab/jobs/contracts?tab=all&q=${encodeURIComponent(title)}`);
  await manager.getByRole("link", { name: title }).click();
  await expect(manager.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await expect(manager.getByText("Your company’s account is suspended until its balance is paid.")).toBeVisible();
  await expect(manager.getByText(/^Who pays for your company: .*fiona@northwind\.example/)).toBeVisible();
  await expectAccessible(manager);
  await manager.setViewportSize(phone);
  await expectNoSidewaysScroll(manager);
  await manager.setViewportSize({ width: 1280, height: 900 });
  await expect(manager.getByText("Paused by the platform", { exact: true })).toBeVisible();

  // The freelancer reads that it is paused, and not why.
  await freelancer.goto(ownPage);
  await expect(freelancer.getByText("Paused by the platform", { exact: true })).toBeVisible();
  expect(await freelancer.locator("body").innerText()).not.toMatch(/suspended|balance is paid|past due/i);
  const paused = await mailTo(ines.email, { kind: "contract-paused", text: title });
  expect(paused.text).not.toMatch(/suspen|debt|past due/i);

  // Finance records what is owed, by keyboard; it counts when payment operations have confirmed it.
  await finance.goto("/ab/billing");
  const heading = await finance.getByText(/^Your account is suspended until the balance of /).innerText();
  const amount = heading.match(/\$([\d,.]+\d)/)?.[1] ?? "";
  await finance.getByRole("link", { name: "Record a payment" }).focus();
  await finance.keyboard.press("Enter");
  await expect(finance).toHaveURL(/\/ab\/billing\/payments$/);
  const summary = finance.locator("summary").filter({ hasText: "Record payment" });
  await summary.focus();
  await finance.keyboard.press("Enter");
  await finance.getByLabel(/^Amount in/).focus();
  await finance.keyboard.type(amount);
  const reference = unique("FT");
  await finance.getByLabel("Reference").focus();
  await finance.keyboard.type(reference);
  await finance.getByLabel("Where it was seen").focus();
  await finance.keyboard.type("Statement of the day, line 1.");
  await finance.getByRole("button", { name: "Record payment" }).focus();
  await finance.keyboard.press("Enter");
  await expect(finance.getByRole("row", { name: new RegExp(reference) })).toContainText("Waits for a second person");
  await manager.reload();
  await expect(manager.getByText("Your company’s account is suspended until its balance is paid.")).toBeVisible();
  await pat.goto("/staff/companies/northwind");
  await pat
    .getByRole("row", { name: new RegExp(reference) })
    .getByRole("link")
    .click();
  await pat.getByRole("button", { name: /^Confirm \$/ }).click();
  await expect(pat.getByText("Confirmed", { exact: true })).toBeVisible();

  await advance("PT1H");
  for (const address of [fiona, addressOf("hiring-manager")]) await mailTo(address, { kind: "account-reinstated" });
  await mailTo(ines.email, { kind: "contract-restarted", text: title });
  await manager.reload();
  await expect(manager.getByText(/account is suspended/)).toHaveCount(0);
  await expect(manager.getByText("Paused by the platform", { exact: true })).toHaveCount(0);
  await finance.goto("/ab/billing");
  await expect(finance.getByText("No invoice is unpaid.")).toBeVisible();
  await startContract(as, unique("Paid again"), { budget: "30.00", milestones: [["Cut", "30.00"]] });
});
