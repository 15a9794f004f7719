import { answerOrder, approve, usualTerms } from "./steps";
import { expect, test, unique } from "./test";

test("“Request approval” keeps the offer as a draft, and its author returns to it", async ({ as, witness }) => {
  const title = unique("Fixed-asset count");
  const manager = await as("hiring-manager");
  await manager.goto("/ab/jobs/offers/new");
  await manager.getByRole("radio", { name: "Direct", exact: true }).check();
  await manager.getByLabel("Name", { exact: true }).fill("Ines Duarte");
  await manager.getByLabel("Address").fill("ines@duarte.example");
  await manager.getByLabel("Title", { exact: true }).fill(title);
  await manager.getByLabel("Description").fill("Count and label every asset of the depot.");
  await manager.getByLabel("Team", { exact: true }).selectOption({ label: "Finance operations" });
  await manager.getByLabel(/^Rate in/).fill(usualTerms.rate);
  await manager.getByLabel(/^Weekly limit/).fill(usualTerms.weeklyHours);
  await manager.getByLabel(/^Start/).fill(usualTerms.startDate);
  await manager.getByLabel(/^End/).fill(usualTerms.endDate);
  await manager.getByRole("button", { name: "Request approval" }).click();

  await expect(manager.getByRole("heading", { name: "New request" })).toBeVisible();
  await expect(manager.getByText("Your offer is kept as a draft.")).toBeVisible();
  await expect(manager.getByLabel("Job or contract title")).toHaveValue(title);
  await manager.getByLabel("Reason", { exact: true }).fill("The depot moves in spring.");
  await answerOrder(manager);
  await manager.getByRole("button", { name: "Submit" }).click();
  await expect(manager.getByRole("heading", { level: 1, name: title })).toBeVisible();
  const requestId = new URL(manager.url()).pathname.split("/").at(-1) ?? "";
  await approve(await as("approver"), requestId);

  await manager.getByRole("link", { name: "Back to the offer" }).click();
  await expect(manager.getByLabel("Description")).toHaveValue("Count and label every asset of the depot.");
  await manager.getByLabel("Approved request").selectOption({ value: requestId });
  await answerOrder(manager);
  await manager.getByRole("button", { name: "Send offer" }).click();
  await expect(manager.getByText(/^Offer \d+ to Ines Duarte/)).toBeVisible();
  const [row] = await witness.sql`
    select o.state, (select count(*)::int from offer_drafts d where d.fields->>'title' = ${title}) as drafts from offers o where o.request_id = ${requestId}`;
  expect(row).toEqual({ state: "pending", drafts: 0 });
});
