import { createRequest } from "./steps";
import { addressOf, expect, type Page, test, unique } from "./test";

/** Bo's; whoever else signs may be reminded too. */
const remind = (page: Page) =>
  page
    .getByRole("listitem")
    .filter({ hasText: "Bo Lindqvist" })
    .getByRole("button", { name: "Remind" })
    .filter({ visible: true })
    .first();

/** The clock of the demo is one for all, so this file runs last and alone. */
test("an approver who does not answer is reminded by the requester and by the clock", async ({
  as,
  mailTo,
  advance,
}) => {
  const title = unique("Waiting for Bo");
  const manager = await as("hiring-manager");
  await createRequest(manager, { title });
  await remind(manager).click();
  await expect(manager.getByText("Once in 24 hours is enough.", { exact: false })).toBeVisible();
  await expect(remind(manager)).toBeDisabled();
  await expect(manager.getByText("reminded Bo Lindqvist").first()).toBeVisible();
  const bo = addressOf("approver");
  const nudge = await mailTo(bo, { kind: "request-reminder", text: title });
  expect(nudge.subject).toContain("less than an hour");

  const ran = await advance("P3D");
  expect(ran["requests.reminded"]).toBeGreaterThanOrEqual(1);
  await expect
    .poll(async () => (await mailTo(bo, { kind: "request-reminder", text: title })).subject)
    .toContain("3 days");
  const later = await as("hiring-manager");
  await later.goto(`/ab/jobs/approvals?q=${encodeURIComponent(title)}`);
  await later.getByRole("link", { name: title, exact: true }).click();
  await expect(later.getByText("reminded Bo Lindqvist after 3 days").first()).toBeVisible();
  await expect(remind(later)).toBeEnabled();
});
