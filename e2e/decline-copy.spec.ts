import { createRequest, decline, idIn, pageOfRequest } from "./steps";
import { addressOf, expect, test, unique } from "./test";

test("a declined request says why, and its copy asks again", async ({ as, mailTo, witness }) => {
  const title = unique("Warehouse survey");
  const reason = "Too dear for one week; ask again with a lower rate.";
  const [manager, approver] = [await as("hiring-manager"), await as("approver")];
  const requestId = await createRequest(manager, { title });

  await approver.goto(pageOfRequest(requestId));
  await approver.getByRole("button", { name: "Decline" }).click();
  await approver.getByRole("button", { name: "Decline" }).click();
  await expect(approver.getByLabel("Reason", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await approver.getByRole("button", { name: "Back" }).click();
  await decline(approver, reason);

  const mail = await mailTo(addressOf("hiring-manager"), { kind: "request-declined", text: title });
  expect(mail.text).toContain(reason);
  expect(mail.html).toContain("Too dear for one week");

  await manager.goto("/ab/jobs/approvals?tab=declined");
  await manager.getByRole("link", { name: title }).click();
  await expect(manager.getByText(reason).first()).toBeVisible();
  await manager.getByRole("link", { name: "Copy to new request" }).click();
  await expect(manager.getByLabel("Job or contract title")).toHaveValue(title);
  await manager.getByLabel(/^Rate in/).fill("60.00");
  await manager.getByRole("button", { name: "Submit" }).click();
  await expect(manager.getByText("Changed against the earlier request")).toBeVisible();
  const copyId = idIn(manager, "/ab/jobs/approvals/");
  expect(copyId).not.toBe(requestId);

  const rows =
    await witness.sql`select id, state, copied_from from approval_requests where title = ${title} order by requested_at`;
  expect(rows.map(({ id, state, copied_from }) => ({ id, state, copied_from }))).toEqual([
    { id: requestId, state: "declined", copied_from: null },
    { id: copyId, state: "pending", copied_from: requestId },
  ]);
  await approver.goto(pageOfRequest(copyId));
  await expect(approver.getByText("$60.00").first()).toBeVisible();
});
