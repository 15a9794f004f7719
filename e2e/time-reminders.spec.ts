import { createRequest } from "./steps";
import { addressOf, expect, test, unique } from "./test";

/** The clock of the demo is one for all, so this file runs last and alone. */
test("an approver who does not answer is reminded by the requester and by the clock", async ({
  as,
  mailTo,
  advance,
}) => {
  const title = unique("Waiting for Bo");
  const manager = await as("hiring-manager");
  await createRequest(manager, { title });
  await manager.getByRole("button", { name: "Remind" }).click();
  await expect(manager.getByText("Once in 24 hours is enough.", { exact: false })).toBeVisible();
  await expect(manager.getByRole("button", { name: "Remind" })).toBeDisabled();
  await expect(manager.getByText("reminded Bo Lindqvist")).toBeVisible();
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
  await expect(later.getByText("reminded Bo Lindqvist after 3 days")).toBeVisible();
  await expect(later.getByRole("button", { name: "Remind" })).toBeEnabled();
});
