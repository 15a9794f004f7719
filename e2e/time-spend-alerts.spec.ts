import { approve, createRequest, depositAmply, ines, sendOffer, setSwitch } from "./steps";
import { addressOf, expect, expectAccessible, expectNoSidewaysScroll, linkIn, type Page, test, unique } from "./test";

/** The clock of the demo is one for all, so this file runs last and alone. */
test("a purchase order is spent past a threshold, told at once and weekly, topped up, and told as resolved", async ({
  as,
  mailTo,
  mailsTo,
  advance,
  request,
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

  // Hana may not add funds: the alert leads her to whoever may.
  const alerts = await as("hiring-manager");
  await alerts.goto("/ab/reports/spend-alerts");
  const line = alerts.getByRole("listitem").filter({ hasText: title }).first();
  await expect(line).toContainText("95");
  await expectAccessible(alerts);
  await line.getByRole("link", { name: "Ask finance" }).click();
  await expect(alerts).toHaveURL(new RegExp(`${pageOfOrder}#ask-finance$`));
  await expectAccessible(alerts);
  await expectNoSidewaysScroll(alerts);
  await alerts.getByLabel(/^What you need/).fill("Two more yards in June.");
  await alerts.getByRole("button", { name: "Ask finance" }).click();
  await expect(alerts.getByText(/^You asked finance on/)).toBeVisible();
  await expect(alerts.getByText(/asked finance to look at it: 95 % of funds spent/)).toBeVisible();
  const asked = await mailTo(addressOf("finance-admin"), { kind: "finance-asked", text: number });
  expect(asked.text).toContain("Two more yards in June.");
  expect(linkIn(asked, "/ab/reports/")).toBe(pageOfOrder);

  // What the preview says a minute before is what the mail says; whoever switched it off gets none.
  const dana = await as("admin");
  await setSwitch(dana, "Spend alerts, e-mail", false);
  const digestsTo = async (address: string) => (await mailsTo(address)).filter((mail) => mail.kind === "spend-alerts");
  const digests = () => digestsTo(hana);
  const [before, danas] = [(await digests()).length, (await digestsTo(addressOf("admin"))).length];
  const [next] = await witness.sql<{ due_at: Date }[]>`
    select s.due_at from digest_schedules s join accounts a on a.id = s.account_id and a.id = s.scope_id
    where a.slug = 'northwind'`;
  const { now } = await (await request.get("/api/demo/clock")).json();
  const wait = Math.floor(((next?.due_at.getTime() ?? 0) - Date.parse(now)) / 1000) - 60;
  await advance(`PT${Math.max(0, wait)}S`);
  await dana.goto("/ab/notification-settings?preview=me");
  await expect(dana.getByText("No mail would go out: setting off.")).toBeVisible();
  const promised = await previewText(alerts);
  expect(promised).toContain("Ask finance: ");
  await advance("PT2M");
  await expect.poll(async () => (await digests()).length).toBe(before + 1);
  const told = (await digests())[0]?.text ?? "";
  expect(told).toContain(title);
  expect(told).toContain(number);
  expect(withoutAsOf(told)).toBe(withoutAsOf(promised));
  expect(await digestsTo(addressOf("admin"))).toHaveLength(danas);
  await setSwitch(dana, "Spend alerts, e-mail", true);

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

/** "What would I get now", as text. */
async function previewText(page: Page): Promise<string> {
  await page.goto("/ab/notification-settings?preview=me");
  await page.getByText("As text", { exact: true }).click();
  return (await page.getByRole("region", { name: "Text" }).locator("pre").textContent()) ?? "";
}

/** The one line that says of which minute it speaks. */
const withoutAsOf = (text: string) => text.replace(/, as of [^\n]+\.$/m, "");
