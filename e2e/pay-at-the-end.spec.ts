import { figuresOf, ines, openDeed, startContract } from "./steps";
import { addressOf, expect, expectAccessible, expectNoSidewaysScroll, phone, test, unique } from "./test";

test("a client pays all at the end, without a submission, and adds a bonus; the freelancer sees both as pending", async ({
  as,
  mailTo,
  witness,
}) => {
  const { title, manager, freelancer, page } = await startContract(as, unique("Depot film"), {
    budget: "130.00",
    milestones: [
      ["Storyboard", "60.00"],
      ["Cut", "70.00"],
    ],
  });
  await openDeed(manager, "Release funds");
  await expect(manager.getByText(/although nothing is submitted/)).toBeVisible();
  await manager.getByRole("button", { name: "Pay $60.00" }).click();
  await expect(manager.getByText(/^Released on/)).toBeVisible();
  await mailTo(ines.email, { kind: "milestone-released", text: title });

  await openDeed(manager, "Give a bonus");
  await manager.getByLabel("Amount", { exact: true }).fill("0.99");
  await manager.getByRole("button", { name: "Pay the bonus" }).click();
  await expect(manager.getByText("At least $1.00.")).toBeVisible();
  await manager.getByLabel("Amount", { exact: true }).fill("12.50");
  await manager.getByRole("button", { name: "Pay the bonus" }).click();
  await expect(manager.getByText(/gave a bonus of \$12\.50/)).toBeVisible();
  await mailTo(ines.email, { kind: "bonus-paid", text: title });

  await openDeed(manager, "Fund milestone");
  await manager.getByRole("button", { name: "Fund $70.00" }).click();
  await expect(manager.getByText(/funded milestone 2, “Cut”, with \$70\.00/)).toBeVisible();
  await openDeed(manager, "End contract");
  await manager.getByRole("combobox", { name: "Reason" }).selectOption("Work completed");
  await manager.getByRole("radio", { name: "Pay the full balance" }).check();
  await manager.getByRole("button", { name: "End contract" }).click();
  await expect(manager.getByText(/^This contract ended on/)).toBeVisible();
  await expectAccessible(manager);
  await mailTo(ines.email, { kind: "contract-ended", text: title });
  const rows = await witness.sql`
    select m.state, m.released_minor::int as released, m.held_minor::int as held from milestones m
    join contracts c on c.account_id = m.account_id and c.id = m.contract_id where c.title = ${title} order by m.number`;
  expect(rows.map((row) => ({ ...row }))).toEqual([
    { state: "released", released: 6000, held: 0 },
    { state: "released", released: 7000, held: 0 },
  ]);

  await freelancer.goto("/talent/earnings");
  for (const [name, amount] of [
    ["Cut", "$70.00"],
    ["Bonus", "$12.50"],
    ["Storyboard", "$60.00"],
  ] as const) {
    const row = freelancer.getByRole("row").filter({ hasText: title }).filter({ hasText: name });
    await expect(row).toContainText(amount);
    await expect(row).toContainText("Pending");
  }
  await manager.goto(page);
  await expect(manager.locator("summary").filter({ hasText: "Fund milestone" })).toHaveCount(0);
});

test("a client pays nothing at the end; on a phone the freelancer reads until when to answer, and disputes it", async ({
  as,
  mailTo,
  witness,
}) => {
  const { title, manager, freelancer, ownPage } = await startContract(as, unique("Roof survey"), {
    budget: "80.00",
    look: { viewport: phone },
    milestones: [["Survey", "80.00"]],
  });
  await openDeed(manager, "End contract");
  await manager.getByRole("combobox", { name: "Reason" }).selectOption("No longer needed");
  await manager.getByRole("radio", { name: "Pay nothing and request a refund" }).check();
  await manager.setViewportSize(phone);
  await expectNoSidewaysScroll(manager);
  await manager.getByRole("button", { name: "End contract" }).click();
  await expect(manager.getByText(/Without an answer the money comes back on/)).toBeVisible();
  await mailTo(ines.email, { kind: "escrow-refund-requested", text: title });

  await freelancer.goto("/talent/earnings");
  const held = freelancer.getByRole("table", { name: "Held in escrow" }).getByRole("row").filter({ hasText: title });
  await expect(held).toContainText("$80.00");
  await expect(held).toContainText("Refund requested");
  await freelancer.setViewportSize({ width: 1280, height: 900 });
  await expect(held).toContainText("goes back to the company");
  await freelancer.setViewportSize(phone);
  await expectNoSidewaysScroll(freelancer);
  await freelancer.goto(ownPage);
  await openDeed(freelancer, "Dispute");
  await freelancer.getByLabel("What was agreed, and what was delivered").fill("Forty roofs, all of them.");
  await freelancer.getByRole("button", { name: "Submit dispute" }).click();
  await expect(freelancer.getByText("You dispute this")).toBeVisible();
  await mailTo(addressOf("hiring-manager"), { kind: "dispute-opened", text: title });
  expect(await figuresOf(witness, title)).toEqual({ state: "disputed", held: 8000, released: 0, refunded: 0 });
});
