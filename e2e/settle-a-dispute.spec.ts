import { disputeMilestone, figuresOf, ines, openDeed, opener } from "./steps";
import { addressOf, expect, expectAccessible, expectNoSidewaysScroll, phone, test, unique } from "./test";

test("a mediator proposes a split, one side declines it, both accept another, and it is paid to the cent once a second person confirms", async ({
  as,
  mailTo,
  witness,
}) => {
  const { title, manager, freelancer, page, ownPage } = await disputeMilestone(as, unique("Noise map"), "300.00");
  const sides = [ines.email, addressOf("hiring-manager")];
  const sam = await as("support-agent");
  await sam.goto("/staff/disputes");
  await sam
    .getByRole("row", { name: new RegExp(title) })
    .getByRole("link")
    .click();
  const propose = async (to: string, back: string, why: string) => {
    await sam.getByLabel(/^To Ines Duarte/).fill(to);
    await sam.getByLabel(/^Back to Northwind Grid/).fill(back);
    await sam.getByLabel("Why").fill(why);
    await expectNoSidewaysScroll(sam);
    await sam.getByRole("button", { name: "Propose" }).click();
  };
  // On a phone, too; the client declines the first split, and the dispute goes on.
  await sam.setViewportSize(phone);
  await propose("300.00", "0.00", "All of it is there.");
  await expect(sam.getByText("$300.00 to Ines Duarte")).toBeVisible();
  await manager.goto(page);
  await openDeed(manager, "Decline proposal");
  await manager.getByRole("button", { name: "Decline it" }).click();
  await expect(opener(manager, "Decline proposal")).toHaveCount(0);
  expect(await figuresOf(witness, title)).toMatchObject({ state: "disputed", held: 300_00 });
  await sam.goto(new URL(sam.url()).pathname);
  await propose("180.50", "119.50", "Two of three districts are mapped as agreed.");
  await expect(sam.getByText("$180.50 to Ines Duarte, $119.50 back to Northwind Grid")).toBeVisible();
  const staffCase = new URL(sam.url()).pathname;
  for (const address of sides)
    expect((await mailTo(address, { kind: "dispute-proposed", text: title })).text).toContain("$180.50");

  // The freelancer answers on a phone; half a yes moves nothing.
  await freelancer.setViewportSize(phone);
  await freelancer.goto(ownPage);
  await expect(freelancer.getByText("Two of three districts are mapped as agreed.")).toBeVisible();
  await openDeed(freelancer, "Accept proposal");
  await freelancer.getByRole("button", { name: "Accept it" }).click();
  await expect(freelancer.getByText(/^You accepted\. The other side has until/)).toBeVisible();
  await expectNoSidewaysScroll(freelancer);
  expect(await figuresOf(witness, title)).toEqual({ state: "disputed", held: 300_00, released: 0, refunded: 0 });
  await manager.goto(page);
  await openDeed(manager, "Accept proposal");
  await manager.getByRole("button", { name: "Accept it" }).click();
  await expect(manager.getByText(/^Both sides accepted\. A second person/)).toBeVisible();
  await expectAccessible(manager);

  // Whoever proposed it does not confirm it.
  await sam.goto(staffCase);
  await sam.getByRole("link", { name: "Open the money move" }).click();
  await expect(sam.getByText("You proposed this; another person must confirm it.")).toBeVisible();
  await expect(sam.getByRole("button", { name: /^Confirm/ })).toHaveCount(0);
  expect(await figuresOf(witness, title)).toMatchObject({ state: "disputed", held: 300_00 });
  const ruth = await as("second-payment-operations-agent");
  await ruth.goto(new URL(sam.url()).pathname);
  await ruth.getByRole("button", { name: "Confirm $300.00" }).click();
  await expect(ruth.getByText("Confirmed", { exact: true })).toBeVisible();

  for (const address of sides)
    expect((await mailTo(address, { kind: "dispute-decided", text: title })).text).toContain(
      "$180.50 to the freelancer, $119.50 back",
    );
  expect(await figuresOf(witness, title)).toEqual({ state: "released", held: 0, released: 180_50, refunded: 119_50 });
  const [row] = await witness.sql`
    select d.state as dispute, s.state as settlement, v.state as move, v.proposed_by <> v.decided_by as two,
      (select sum(e.amount_minor)::int from earnings e where e.account_id = d.account_id and e.contract_id = d.contract_id) as earned
    from escrow_disputes d join contracts c on c.account_id = d.account_id and c.id = d.contract_id
      join dispute_settlements s on s.account_id = d.account_id and s.dispute_id = d.id and s.state <> 'rejected'
      join money_moves v on v.account_id = d.account_id and v.subject_id = d.id
    where c.title = ${title}`;
  expect({ ...row }).toEqual({
    dispute: "closed",
    settlement: "executed",
    move: "confirmed",
    two: true,
    earned: 180_50,
  });
  for (const [side, at] of [
    [manager, page],
    [freelancer, ownPage],
  ] as const) {
    await side.goto(at);
    await expect(side.getByText("$119.50 refunded")).toBeVisible();
    await expect(side.getByText(/closed the dispute over milestone 1/)).toBeVisible();
    await expect(side.locator("summary").filter({ hasText: "Accept proposal" })).toHaveCount(0);
  }
});
