import { ines, openDeed, startContract } from "./steps";
import { addressOf, expect, expectAccessible, expectNoSidewaysScroll, phone, test, unique } from "./test";

test("a client asks for a refund of what was paid; on a phone the freelancer pays a part, and the money is back", async ({
  as,
  mailTo,
  witness,
}) => {
  const { title, manager, freelancer, page, ownPage } = await startContract(as, unique("Harbour film"), {
    budget: "60.00",
    look: { viewport: phone },
    milestones: [["Storyboard", "60.00"]],
  });
  await openDeed(manager, "Release funds");
  await manager.getByRole("button", { name: "Pay $60.00" }).click();
  await expect(manager.getByText(/^Released on/)).toBeVisible();

  const ofManager = manager.locator("#refunds");
  await openDeed(manager, "Request a refund");
  await manager.getByLabel("Amount to ask for").fill("60.01");
  await ofManager.getByRole("textbox", { name: "Reason" }).fill("The third scene is missing.");
  await manager.getByRole("button", { name: "Ask for this amount" }).click();
  await expect(manager.getByText("At most $60.00 can be refunded.")).toBeVisible();
  await manager.getByLabel("Amount to ask for").fill("25.00");
  await manager.getByRole("button", { name: "Ask for this amount" }).click();
  await expect(ofManager.getByText(/is asked to refund \$25\.00/)).toBeVisible();
  await expect(ofManager.getByText(/lapses unanswered on/)).toBeVisible();
  await expectAccessible(manager);

  const asked = await mailTo(ines.email, { kind: "refund-asked", text: title });
  expect(asked.text).toContain(`${ownPage}#refunds`);
  await freelancer.goto(`${ownPage}#refunds`);
  // It stands on this page already, where a fragment alone loads nothing.
  await freelancer.reload();
  const own = freelancer.locator("#refunds");
  await expect(own.getByText(/asks you to refund \$25\.00/)).toBeVisible();
  await expect(own.getByText("The third scene is missing.").first()).toBeVisible();
  await openDeed(freelancer, "Pay the refund");
  await expect(freelancer.getByLabel("Amount to refund")).toHaveValue("25.00");
  await expect(own.getByText(/It cannot be undone/)).toBeVisible();
  await freelancer.getByLabel("Amount to refund").fill("20.00");
  await own.getByRole("textbox", { name: "Reason" }).fill("It was cut from the script.");
  await expectAccessible(freelancer);
  await freelancer.getByRole("button", { name: "Refund this amount" }).click();
  await expect(own.getByRole("row", { name: /^Refunded/ })).toContainText("$20.00");
  await expect(own.getByRole("row", { name: /Asked for/ })).toContainText("Answered");
  await expectNoSidewaysScroll(freelancer);
  await mailTo(addressOf("hiring-manager"), { kind: "refund-paid", text: title });

  await manager.goto(page);
  await expect(ofManager.getByRole("row", { name: /^Refunded/ })).toContainText("It was cut from the script.");
  await freelancer.goto("/talent/earnings");
  await expect(freelancer.getByRole("row").filter({ hasText: title })).toContainText("$20.00 refunded");
  const [figures] = await witness.sql`
    select e.left_minor::int as left, r.amount_minor::int as refunded, a.state from contracts c
    join earnings e on e.account_id = c.account_id and e.contract_id = c.id
    join refunds r on r.account_id = c.account_id and r.contract_id = c.id
    join refund_asks a on a.account_id = c.account_id and a.id = r.ask_id where c.title = ${title}`;
  expect({ ...figures }).toEqual({ left: 4000, refunded: 2000, state: "paid" });
});
