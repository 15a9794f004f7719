import { approve, createRequest, openDeed, pageOfRequest, startContract } from "./steps";
import { expect, test, unique } from "./test";

test("of two tabs the first decides, and the second is told", async ({ as, mayComplain, witness }) => {
  mayComplain(/ERR_FAILED.*\/api\/approvals\//);
  const title = unique("Parking survey");
  const approver = await as("approver");
  const requestId = await createRequest(await as("hiring-manager"), { title });
  await approver.goto(pageOfRequest(requestId));
  const second = await approver.context().newPage();
  // The second tab hears nothing of the first: its page stays as it was drawn.
  await second.route("**/api/approvals/**", (route) => route.abort());
  await second.goto(pageOfRequest(requestId));
  await second.getByRole("button", { name: "Decline" }).click();
  await second.getByLabel("Reason", { exact: true }).fill("Not needed.");
  await approver.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(approver.getByText("You approved this request.")).toBeVisible();
  await second.getByRole("button", { name: "Decline" }).click();
  await expect(second.getByText("You already approved this request.")).toBeVisible();
  const rows = await witness.sql`select kind from approval_decisions where request_id = ${requestId}`;
  expect(rows.map((row) => row.kind)).toEqual(["approved"]);
});

test("of two offers on one approval the first is sent, and the second keeps what was typed", async ({
  as,
  witness,
}) => {
  const title = unique("Cable inventory");
  const manager = await as("hiring-manager");
  const requestId = await createRequest(manager, { title });
  await approve(await as("approver"), requestId);
  const pages = [manager, await manager.context().newPage()];
  for (const page of pages) {
    await page.goto(`/ab/jobs/offers/new?request=${requestId}`);
    await page.getByLabel("Description").fill("Every cable, labelled.");
  }
  await manager.getByRole("button", { name: "Send offer" }).dblclick();
  await expect(manager.getByText(/^Offer \d+ to /)).toBeVisible();
  const second = pages[1] ?? manager;
  await second.getByRole("button", { name: "Send offer" }).click();
  await expect(second.getByText(/used by offer/).first()).toBeVisible();
  await expect(second.getByLabel("Description")).toHaveValue("Every cable, labelled.");
  const [row] = await witness.sql`select count(*)::int as offers from offers where request_id = ${requestId}`;
  expect(row?.offers).toBe(1);
});

test("of two tabs on a contract the first pays, and the second is told why nothing more is paid", async ({
  as,
  witness,
}) => {
  const { title, manager, page } = await startContract(as, unique("Gate counts"), {
    budget: "40.00",
    milestones: [["Counts", "40.00"]],
  });
  const second = await manager.context().newPage();
  await second.goto(page);
  await openDeed(second, "Pay another amount");
  await second.getByLabel("Amount to pay", { exact: true }).fill("10.00");
  await openDeed(manager, "Release funds");
  await manager.getByRole("button", { name: "Pay $40.00" }).dblclick();
  await expect(manager.getByText(/^Released on/)).toBeVisible();
  await second.getByRole("button", { name: "Pay this amount" }).click();
  await expect(second.getByText(/^Milestone 1 was released on/)).toBeVisible();
  const rows = await witness.sql`
    select e.amount_minor::int as paid from earnings e join contracts c on c.account_id = e.account_id and c.id = e.contract_id
    where c.title = ${title}`;
  expect(rows.map((row) => row.paid)).toEqual([4000]);
});
