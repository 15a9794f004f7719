import { approve, createRequest, idIn, ines, openDeed, opener } from "./steps";
import { addressOf, expect, expectAccessible, expectNoSidewaysScroll, phone, test, unique } from "./test";

test("an offer with an onboarding plan is accepted, both sides do their tasks, and the last one starts the contract", async ({
  as,
  mailTo,
  witness,
}) => {
  const title = unique("Meter register");
  const manager = await as("hiring-manager");
  const requestId = await createRequest(manager, { title, talent: ines, budget: "100.00" });
  await approve(await as("approver"), requestId);
  await manager.goto(`/ab/jobs/approvals/${requestId}`);
  await manager.getByRole("link", { name: "Send offer" }).click();
  await expect(manager.getByRole("heading", { name: "New offer" })).toBeVisible();
  await manager.getByLabel("Description").fill("Every meter of the district, with its reading.");

  // A task without an owner is marked; what was typed stays.
  await openDeed(manager, "Add an onboarding plan");
  await manager.getByLabel("Task 1: Task").fill("Sign the confidentiality agreement");
  await manager.getByRole("button", { name: "Send offer" }).click();
  await expect(manager.getByText("Task 1: choose who does it.").first()).toBeVisible();
  await expectAccessible(manager);
  await manager.getByLabel("Task 1: Done by").selectOption({ label: "The freelancer" });
  await manager.getByRole("button", { name: "Send offer" }).click();
  await expect(manager.getByText(/^Offer \d+ to /)).toBeVisible();
  const offerId = idIn(manager, "/ab/jobs/offers/");
  const sent = await mailTo(ines.email, { kind: "offer-sent", text: title });
  expect(sent.text).toContain("1 task, before the work begins");
  expect(sent.text).toContain("Ines Duarte: Sign the confidentiality agreement");

  // The plan may change while the offer is pending; the freelancer reads that it did.
  await manager.getByRole("link", { name: "Modify offer" }).click();
  await manager.getByLabel("Task 2: Task").fill("Open an account for the register");
  await manager.getByLabel("Task 2: Done by").selectOption({ label: "Hana Okafor" });
  await manager.getByRole("button", { name: "Modify offer" }).click();
  await expect(manager.getByText(/^Offer \d+ to .*, version 2$/)).toBeVisible();
  await expect(
    manager.getByRole("table", { name: "Onboarding plan" }).getByRole("row", { name: /Hana Okafor$/ }),
  ).toBeVisible();
  await mailTo(ines.email, { kind: "offer-modified", text: "Open an account for the register" });

  const freelancer = await as("second-freelancer", { viewport: phone });
  await freelancer.goto(`/talent/offers/${offerId}`);
  await expect(freelancer.getByText("It starts when the 2 tasks of its onboarding plan are done.")).toBeVisible();
  await expectNoSidewaysScroll(freelancer);
  await freelancer.getByRole("button", { name: "Accept offer" }).click();
  await expect(freelancer.getByText("You accepted this offer")).toBeVisible();
  const [made] = await witness.sql`select id, number, state from contracts where offer_id = ${offerId}`;
  expect(made?.state).toBe("pending");
  await mailTo(addressOf("hiring-manager"), { kind: "contract-pending", text: title });
  expect((await mailTo(ines.email, { kind: "contract-pending", text: title })).text).toContain("Waits for you");

  // The freelancer's own task, and nothing of the work yet.
  const ownPage = `/talent/contracts/${made?.id}`;
  await freelancer.goto(ownPage);
  await expect(freelancer.getByText("This contract is pending")).toBeVisible();
  await expect(opener(freelancer, "Submit work")).toHaveCount(0);
  await expect(freelancer.getByRole("button", { name: /^Mark as done/ })).toHaveCount(1);
  await expectAccessible(freelancer);
  await expectNoSidewaysScroll(freelancer);
  await freelancer.getByRole("button", { name: "Mark as done “Sign the confidentiality agreement”" }).click();
  await expect(freelancer.getByText("1 of 2 done. The last one starts the contract.")).toBeVisible();
  await expect(freelancer.getByRole("button", { name: /^Mark as done/ })).toHaveCount(0);

  // The client finds it behind "Pending"; without a mouse the last task starts it.
  await manager.goto("/ab/jobs/contracts?tab=pending");
  await manager.getByRole("link", { name: title }).click();
  await expect(manager.getByText("1 task waits for you")).toBeVisible();
  await expect(opener(manager, "Release funds")).toHaveCount(0);
  await expectAccessible(manager);
  await manager.getByRole("button", { name: /^Mark as done/ }).focus();
  await manager.keyboard.press("Enter");
  await expect(manager.getByText("2 of 2 done.")).toBeVisible();
  await expect(manager.getByText("This contract is pending")).toHaveCount(0);
  await expect(manager.getByText("started the contract: its onboarding plan is done")).toBeVisible();
  for (const address of [addressOf("hiring-manager"), ines.email])
    await mailTo(address, { kind: "contract-started", text: title });
  await freelancer.goto(ownPage);
  await expect(opener(freelancer, "Submit work")).toBeVisible();
  const [now] = await witness.sql`
    select c.state, (select count(*)::int from contract_tasks t where t.contract_id = c.id and t.done_at is null) as open,
      (select state from milestones m where m.contract_id = c.id) as milestone
    from contracts c where c.offer_id = ${offerId}`;
  expect(now).toEqual({ state: "active", open: 0, milestone: "funded" });
});
