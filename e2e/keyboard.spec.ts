import { tabTo as tabToControl, usualTerms } from "./steps";
import { expect, type Page, test, unique } from "./test";

type Control = "link" | "button" | "textbox" | "radio" | "combobox";

/** Presses Tab until the control with this name has the focus. */
const tabTo = (page: Page, role: Control, name: string | RegExp) =>
  tabToControl(page, page.getByRole(role, { name, ...(typeof name === "string" ? { exact: true } : {}) }).first());

test("a request is created and decided without a mouse", async ({ as, witness }) => {
  const title = unique("Roof inspection");
  const manager = await as("hiring-manager");
  await manager.goto("/ab/jobs/approvals");
  await tabTo(manager, "link", "Create Request");
  await manager.keyboard.press("Enter");
  await tabTo(manager, "textbox", "Job or contract title");
  await manager.keyboard.type(title);
  await tabTo(manager, "radio", "A named freelancer");
  await manager.keyboard.press("ArrowRight");
  await expect(manager.getByRole("radio", { name: "Not chosen yet" })).toBeChecked();
  await tabTo(manager, "textbox", /^Rate in/);
  await manager.keyboard.type(usualTerms.rate);
  await tabTo(manager, "textbox", /^Weekly limit/);
  await manager.keyboard.type("10");
  const order = await tabTo(manager, "combobox", /^Purchase order/);
  await manager.keyboard.press("End"); // letters typed a second apart, on a busy machine, would be searched one by one
  await expect(order.locator("option:checked")).toHaveText("I don't have one yet");
  const team = await tabTo(manager, "combobox", "Team");
  await manager.keyboard.type("F");
  await expect(team.locator("option:checked")).toHaveText("Finance operations");
  await tabTo(manager, "textbox", "Reason");
  await manager.keyboard.type("Storms in March.");
  await tabTo(manager, "button", "Submit");
  await manager.keyboard.press("Enter");
  await expect(manager.getByRole("heading", { level: 1, name: title })).toBeVisible();

  const approver = await as("approver");
  await approver.goto(new URL(manager.url()).pathname);
  await tabTo(approver, "button", "Decline");
  await approver.keyboard.press("Enter");
  const reason = approver.getByLabel("Reason", { exact: true });
  await expect(reason).toBeFocused();
  await approver.keyboard.press("Escape");
  await tabTo(approver, "button", "Approve");
  await approver.keyboard.press("Enter");
  await expect(approver.getByText("You approved this request.")).toBeVisible();
  const [row] = await witness.sql`select state from approval_requests where title = ${title}`;
  expect(row?.state).toBe("approved");
});
