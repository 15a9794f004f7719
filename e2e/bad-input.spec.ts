import { approve, createRequest, fillInRequest } from "./steps";
import { expect, test, unique } from "./test";

const rows =
  "select (select count(*) from approval_requests where title like 'Refused%')::int + (select count(*) from offers where title like 'Refused%')::int as n";

test("the request form says at each field what to change, keeps what was typed and writes nothing", async ({
  as,
  witness,
}) => {
  const manager = await as("hiring-manager");
  await manager.goto("/ab/jobs/approvals/new");
  await manager.getByRole("button", { name: "Submit" }).click();
  await expect(manager.getByText(/things to change\. Nothing was saved\./)).toBeVisible();
  const title = unique("Refused");
  await fillInRequest(manager, { title });

  const wrong: [label: RegExp, value: string, message: RegExp, right: string][] = [
    [/^Rate in/, "0", /more than|greater|above|positive|at least/i, "85.00"],
    [/^Rate in/, "-5.00", /amount|minus|positive|without/i, "85.00"],
    [/^Rate in/, "12.345", /decimal|cents|two/i, "85.00"],
    [/^Rate in/, "99999999999999999999", /at most|too large|no more|less|below/i, "85.00"],
    [/^Weekly limit/, "169", /1 to 168/, "20"],
    [/^End date/, "2026-12-01", /before the start/, "2027-03-28"],
    [/^Start date/, "0201-01-01", /between 1 Jan 2000 and 31 Dec 2100/, "2027-02-01"],
    [/^E-mail/, "a@b.com,evil.com", /one plain address/, "teodor@marsh.example"],
    [/^Job or contract title/, "x".repeat(10_000), /120 characters/, title],
    [/^Reason/, "y".repeat(10_000), /2,000 characters/, "Because."],
    [/^Needed by/, "2020-01-01", /today or a later day/, ""],
  ];
  for (const [label, value, message, right] of wrong) {
    const field = manager.getByLabel(label).first();
    await field.fill(value);
    await manager.getByRole("button", { name: "Submit" }).click();
    await expect(field, `${label} ${value.slice(0, 20)}`).toHaveAttribute("aria-invalid", "true");
    await expect(
      manager.locator(`#${await field.getAttribute("id")}-errors`),
      `${label} ${value.slice(0, 20)}`,
    ).toContainText(message);
    await expect(field).toHaveValue(value);
    await field.fill(right);
  }
  expect((await witness.sql.unsafe(rows))[0]?.n).toBe(0);
});

test("the offer form refuses an offer without approval, without milestones and to nobody", async ({ as, witness }) => {
  const manager = await as("hiring-manager");
  await manager.goto("/ab/jobs/offers/new");
  await manager.getByLabel("Title", { exact: true }).fill("Refused offer");
  await manager.getByLabel("Description").fill("Nothing.");
  await manager.getByRole("radio", { name: "Fixed-price" }).check();
  await manager.getByRole("button", { name: "Send offer" }).click();
  await expect(manager.getByText(/things to change\. Nothing was saved\./)).toBeVisible();
  await manager.getByLabel("Name", { exact: true }).fill("Teodor Marsh");
  await manager.getByLabel("Address").fill("teodor@marsh.example");
  await manager.getByLabel("Team", { exact: true }).selectOption({ label: "Finance operations" });
  await manager.getByLabel(/^Start/).fill("2027-02-01");
  await manager.getByRole("button", { name: "Send offer" }).click();
  await expect(manager.getByText("Add at least one milestone: its title and amount.").first()).toBeVisible();
  await manager.getByLabel("Milestone 1: Title").fill("All of it");
  await manager.getByLabel(/^Milestone 1: Amount/).fill("4.99");
  await manager.getByRole("button", { name: "Send offer" }).click();
  await expect(manager.getByText(/Milestone 1: enter at least \$5\.00/).first()).toBeVisible();
  await manager.getByLabel(/^Milestone 1: Amount/).fill("500.00");
  await manager.getByRole("button", { name: "Send offer" }).click();
  await expect(manager.getByText("Select an approved request or request approval.").first()).toBeVisible();
  expect((await witness.sql.unsafe(rows))[0]?.n).toBe(0);
});

test("markup, emoji and right-to-left text are shown as they were typed", async ({ as, mailTo }) => {
  const title = unique("<b>Menü</b> 🚢 قائمة");
  const manager = await as("hiring-manager");
  const requestId = await createRequest(manager, {
    title,
    reason: "<script>alert(1)</script> & <img src=x onerror=alert(2)>",
  });
  await expect(manager.getByText("<script>alert(1)</script> & <img src=x onerror=alert(2)>")).toBeVisible();
  const mail = await mailTo("bo@northwind.example", { kind: "request-requested", text: title });
  expect(mail.html).not.toContain("<script>alert");
  await approve(await as("approver"), requestId);
});
