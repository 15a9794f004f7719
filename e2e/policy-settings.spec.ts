import { approve, createRequest, decline, pageOfRequest } from "./steps";
import { addressOf, expect, type Page, test, unique } from "./test";

type Policy = { step1a: string; step1b?: string; step2a?: string; step2b?: string };

/** Saves who approves, by name; everything else stays as it is. */
async function saveApprovers(
  page: Page,
  { step1a, step1b = "Nobody", step2a = "Nobody", step2b = "Nobody" }: Policy,
): Promise<void> {
  await page.goto("/ab/settings");
  const fields = {
    "Step 1, approver": step1a,
    "Step 1, second approver": step1b,
    "Step 2, approver": step2a,
    "Step 2, second approver": step2b,
  };
  for (const [label, name] of Object.entries(fields)) {
    const select = page.getByLabel(new RegExp(`^${label}`));
    const option = select.locator("option").filter({ hasText: name }).first();
    await select.selectOption(await option.getAttribute("value"));
  }
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved. It counts for requests submitted from now on.")).toBeVisible();
}

test("two steps and two approvers count from the next request on; one in flight is undisturbed", async ({
  as,
  mailTo,
  mailsTo,
  witness,
}) => {
  const [before, after] = [unique("Old rules"), unique("New rules")];
  const [admin, manager, bo, priya, olu] = [
    await as("admin"),
    await as("hiring-manager"),
    await as("approver"),
    await as("second-approver"),
    await as("program-owner"),
  ];
  const inFlight = await createRequest(manager, { title: before });

  await saveApprovers(admin, { step1a: "Bo Lindqvist", step1b: "Priya Raman", step2a: "Olu Adeyemi" });
  await approve(bo, inFlight);
  const [old] = await witness.sql`select state, step_count from approval_requests where id = ${inFlight}`;
  expect(old).toEqual({ state: "approved", step_count: 1 });

  const requestId = await createRequest(manager, { title: after });
  await mailTo(addressOf("second-approver"), { kind: "request-requested", text: after });
  expect(
    (await mailsTo(addressOf("program-owner"))).some((mail) => mail.text.includes(after)),
    "step 2 is not asked yet",
  ).toBe(false);
  await approve(bo, requestId);
  await olu.goto(pageOfRequest(requestId));
  await expect(olu.getByRole("button", { name: "Approve", exact: true })).toBeDisabled();
  await approve(priya, requestId);
  await mailTo(addressOf("program-owner"), { kind: "request-requested", text: after });
  await approve(olu, requestId);
  await mailTo(addressOf("hiring-manager"), { kind: "request-approved", text: after });

  const ended = await createRequest(manager, { title: unique("First no") });
  await priya.goto(pageOfRequest(ended));
  await decline(priya, "No room in the budget.");
  await bo.goto(pageOfRequest(ended));
  await expect(bo.getByText("No room in the budget.").first()).toBeVisible();
  await expect(bo.getByRole("button", { name: "Approve", exact: true })).toHaveCount(0);

  await saveApprovers(admin, { step1a: "Bo Lindqvist" });
  const [row] = await witness.sql`
    select r.state, (select count(*)::int from approval_decisions d where d.request_id = r.id) as decisions from approval_requests r where r.id = ${requestId}`;
  expect(row).toEqual({ state: "approved", decisions: 3 });
});

test("settings that somebody else changed meanwhile are not overwritten, and a person signs once", async ({
  as,
  witness,
}) => {
  const [dana, olu] = [await as("admin"), await as("program-owner")];
  const versions = async () =>
    (
      await witness.sql`select max(version)::int as n from approval_policies where account_id = (select id from accounts where slug = 'northwind')`
    )[0]?.n;
  await olu.goto("/ab/settings");
  await saveApprovers(dana, { step1a: "Bo Lindqvist" });
  const saved = await versions();
  await olu.getByRole("button", { name: "Save" }).click();
  await expect(olu.getByText(/Nothing was saved: these settings were changed meanwhile/)).toBeVisible();
  await olu.getByRole("link", { name: "Load the current settings" }).click();
  const [one, other] = [olu.getByLabel(/^Step 1, approver/), olu.getByLabel(/^Step 1, second approver/)];
  await other.selectOption(await one.inputValue());
  await olu.getByLabel("Days until a request expires").fill("366");
  await olu.getByRole("button", { name: "Save" }).click();
  await expect(olu.getByText("Enter whole days, 1 to 365.").first()).toBeVisible();
  await olu.getByLabel("Days until a request expires").fill("30");
  await olu.getByRole("button", { name: "Save" }).click();
  await expect(olu.getByText("A person signs once. Choose somebody else or nobody.").first()).toBeVisible();
  expect(await versions()).toBe(saved);
});

test("with approvals off no request is asked for, and what waits can still be decided", async ({ as, witness }) => {
  const [admin, manager, bo] = [await as("admin"), await as("hiring-manager"), await as("approver")];
  const waiting = await createRequest(manager, { title: unique("Asked before") });
  const toggle = async (on: boolean) => {
    await admin.goto("/ab/settings");
    await admin.getByRole("checkbox", { name: /^Every offer in scope/ }).setChecked(on);
    await admin.getByRole("button", { name: "Save" }).click();
    await expect(admin.getByText("Saved. It counts for requests submitted from now on.")).toBeVisible();
  };
  await toggle(false);
  await manager.goto("/ab/jobs/offers/new");
  await expect(manager.getByLabel("Approved request")).toBeHidden();
  await expect(manager.getByRole("navigation").getByRole("link", { name: /^Approvals/ })).toHaveCount(0);
  await approve(bo, waiting);
  await toggle(true);
  await manager.goto("/ab/jobs/offers/new");
  await expect(manager.getByLabel("Approved request")).toBeVisible();
  const [row] = await witness.sql`select state from approval_requests where id = ${waiting}`;
  expect(row?.state).toBe("approved");
});

test("a company that refuses more than was approved says so before an offer is sent, and keeps it from leaving", async ({
  as,
  witness,
}) => {
  const title = unique("Within ten percent");
  const [admin, manager, bo] = [await as("admin"), await as("hiring-manager"), await as("approver")];
  const allow = async (words: string) => {
    await admin.goto("/ab/settings");
    await admin.getByRole("radio", { name: words }).check();
    await admin.getByRole("button", { name: "Save" }).click();
    await expect(admin.getByText("Saved. It counts for requests submitted from now on.")).toBeVisible();
  };
  await allow("Refused above a percentage");
  const requestId = await createRequest(manager, { title });
  await bo.goto(pageOfRequest(requestId));
  await expect(bo.getByText("exceed rate, hours and total by at most 10 %")).toBeVisible();
  await approve(bo, requestId);
  await allow("Shown, never refused");

  await manager.goto(`/ab/jobs/offers/new?request=${requestId}`);
  await manager.getByLabel("Description").fill("Read both payroll runs and write up every difference.");
  await manager.getByLabel("Rate").fill("93.51");
  await expect(manager.getByText(/^Beyond what was approved: the estimated total, the rate\./)).toBeVisible();
  await manager.getByRole("button", { name: "Send offer" }).click();
  await expect(
    manager.getByText(/by at most 10 %\. Keep to what was approved, or request approval\./).first(),
  ).toBeVisible();
  const offers = () => witness.sql`select state from offers where request_id = ${requestId}`;
  expect(await offers()).toEqual([]);
  await manager.getByLabel("Rate").fill("93.50");
  await manager.getByRole("button", { name: "Send offer" }).click();
  await expect(manager.getByText(/^Offer \d+ to /)).toBeVisible();
  expect(await offers()).toEqual([{ state: "pending" }]);
});
