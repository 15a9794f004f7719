import { approve, createRequest, depositAmply, ines, sendOffer } from "./steps";
import { addressOf, expect, expectAccessible, linkIn, test, unique } from "./test";

/** The clock of the demo is one for all, so this file runs last and alone. */
test("a purchase order is spent past a threshold, told at once and weekly, topped up, and told as resolved", async ({
  as,
  mailTo,
  mailsTo,
  advance,
  witness,
}) => {
  await depositAmply(as, unique("FT"));
  const [number, title] = [unique("PO"), unique("Substation survey")];
  const [finance, manager] = [await as("finance-admin"), await as("hiring-manager")];
  const hana = addressOf("hiring-manager");
  await finance.goto("/ab/reports/purchase-orders/new");
  await finance.getByLabel("Number", { exact: true }).fill(number);
  await finance.getByLabel("Amount in USD").fill("1,000.00");
  await finance.getByLabel(/^Description/).fill("Surveys, north yard");
  await finance.getByRole("button", { name: "Create PO" }).click();
  await expect(finance.getByRole("heading", { level: 1, name: `PO ${number}` })).toBeVisible();
  const pageOfOrder = new URL(finance.url()).pathname;

  const requestId = await createRequest(manager, { title, talent: ines, order: new RegExp(number) });
  await approve(await as("approver"), requestId);
  const offerId = await sendOffer(manager, requestId);
  const freelancer = await as("second-freelancer");
  await freelancer.goto(`/talent/offers/${offerId}`);
  await freelancer.getByRole("button", { name: "Accept offer" }).click();
  await expect(freelancer.getByText("You accepted this offer")).toBeVisible();

  await finance.goto(`/ab/jobs/contracts?q=${encodeURIComponent(title)}`);
  await finance.getByRole("link", { name: title }).click();
  await finance.getByText("Record charge", { exact: true }).first().click();
  await finance.getByLabel(/^Amount in/).fill("950.00");
  await finance.getByLabel(/^Note/).fill("Invoice 4410");
  await finance.getByRole("button", { name: "Record charge" }).click();
  await expect(finance.getByText("$950.00 charged so far.")).toBeVisible();
  expect((await mailTo(hana, { kind: "order-threshold-reached", text: number })).subject).toContain("90");

  // What the preview says now is what the next digest says.
  const alerts = await as("hiring-manager");
  await alerts.goto("/ab/reports/spend-alerts");
  const line = alerts.getByRole("listitem").filter({ hasText: title });
  await expect(line.first()).toContainText("95");
  await expectAccessible(alerts);
  const digests = async () => (await mailsTo(hana)).filter((mail) => mail.kind === "spend-alerts");
  const before = (await digests()).length;
  await advance("P7D");
  await expect.poll(async () => (await digests()).length).toBe(before + 1);
  const told = (await digests())[0];
  expect(told?.text).toContain(title);
  expect(told?.text).toContain(number);

  // One click from the mail to what mends it.
  const mend = linkIn(await mailTo(hana, { kind: "order-threshold-reached", text: number }), "/ab/");
  expect(mend).toContain(pageOfOrder);
  const later = await as("finance-admin");
  await later.goto(pageOfOrder);
  await later.getByText("Add funds", { exact: true }).first().click();
  const adding = later.locator("details[open]", { hasText: "Close “Add funds”" });
  await adding.getByLabel("Amount in USD").fill("9,000.00");
  await adding.getByRole("button", { name: "Add funds" }).click();
  await expect(adding.getByText("Funds added.")).toBeVisible();

  await advance("P7D");
  await expect.poll(async () => (await digests()).length).toBe(before + 2);
  const text = (await digests())[0]?.text ?? "";
  expect(text.slice(text.search(/resolved since last week/i))).toContain(title);
  const sent = await witness.sql`
    select count(*)::int as rows, count(distinct (user_id, iso_week))::int as weeks from digest_runs
    where account_id = (select id from accounts where slug = 'northwind')`;
  expect(sent[0]?.rows).toBe(sent[0]?.weeks);
});
