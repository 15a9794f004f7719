import { disputeRefund, figuresOf, ines, openDeed, opener, startContract, submitWork, tabTo } from "./steps";
import { addressOf, expect, expectAccessible, expectNoSidewaysScroll, phone, test, unique } from "./test";

test("work is funded, submitted, sent back, submitted again and paid in part; the rest rolls on", async ({
  as,
  mailTo,
  witness,
}) => {
  const { title, manager, freelancer, page, ownPage } = await startContract(as, unique("Tariff atlas"), {
    budget: "150.00",
    look: { viewport: phone },
    milestones: [
      ["Draft", "100.00"],
      ["Atlas", "50.00"],
    ],
  });
  await expect(manager.getByText(/^Ines Duarte submits the work\./)).toBeVisible();
  await expect(manager.getByText("Not funded yet: do not start work.")).toBeVisible();

  // On a phone: a link that is none is marked, what was typed stays, then it is sent.
  await freelancer.goto(ownPage);
  await openDeed(freelancer, "Submit work");
  await freelancer.getByLabel("Message", { exact: true }).fill("The draft, all forty sheets.");
  await freelancer.getByLabel(/^Links/).fill("the usual folder");
  await freelancer.getByRole("button", { name: "Submit for review" }).click();
  await expect(freelancer.getByText(/^Enter whole web addresses/)).toBeVisible();
  await freelancer.getByLabel(/^Links/).fill("https://files.example/atlas");
  await freelancer
    .locator('input[type="file"]')
    .setInputFiles({ name: "sheets.txt", mimeType: "text/plain", buffer: Buffer.from("Forty sheets, scale 1:500") });
  await expect(freelancer.getByText("sheets.txt is attached.")).toBeAttached();
  await freelancer.getByRole("button", { name: "Submit for review" }).click();
  await expect(freelancer.getByText(/unless Northwind Grid requests changes/)).toBeVisible();
  await expectNoSidewaysScroll(freelancer);
  await expectAccessible(freelancer);
  expect((await mailTo(addressOf("hiring-manager"), { kind: "milestone-submitted", text: title })).text).toContain(
    "all forty sheets",
  );

  // Without a mouse: the client asks for changes. What was attached is a download for both sides, and for nobody else.
  await manager.goto(page);
  const addresses: string[] = [];
  for (const side of [manager, freelancer]) {
    addresses.push((await side.getByRole("link", { name: "sheets.txt" }).getAttribute("href")) ?? "");
    const file = await side.request.get(addresses.at(-1) ?? "");
    expect([file.status(), await file.text()]).toEqual([200, "Forty sheets, scale 1:500"]);
    expect(file.headers()["content-disposition"]).toContain("attachment");
  }
  const stranger = await as("second-hiring-manager");
  for (const address of addresses) expect((await stranger.request.get(address)).status()).toBe(404);
  await expect(manager.getByText(/Releases automatically on .* unless you request changes\./)).toBeVisible();
  await manager.locator("summary").filter({ hasText: "Request changes" }).focus();
  await manager.keyboard.press("Enter");
  await manager.keyboard.press("Tab");
  await expect(manager.getByLabel("What should change")).toBeFocused();
  await manager.keyboard.type("Sheet 7 lacks the night tariff.");
  await manager.keyboard.press("Tab");
  await manager.keyboard.press("Enter");
  await expect(manager.getByText(/^Ines Duarte submits it again\./)).toBeVisible();
  await mailTo(ines.email, { kind: "changes-requested", text: title });

  await freelancer.goto(ownPage);
  await expect(freelancer.getByText("Sheet 7 lacks the night tariff.").first()).toBeVisible();
  await openDeed(freelancer, "Submit again");
  await freelancer.getByLabel("Message", { exact: true }).fill("With the night tariff.");
  await freelancer.getByRole("button", { name: "Submit for review" }).click();
  await expect(freelancer.getByText(/round 2/).first()).toBeVisible();

  await manager.goto(page);
  await openDeed(manager, "Pay another amount");
  await manager.getByLabel("Amount to pay", { exact: true }).fill("100.01");
  await manager.getByRole("button", { name: "Pay this amount" }).click();
  await expect(manager.getByText("More than is held in escrow ($100.00).")).toBeVisible();
  await manager.getByLabel("Amount to pay", { exact: true }).fill("80.00");
  await manager
    .getByLabel(/^Message/)
    .filter({ visible: true })
    .fill("The night tariff was worth it.");
  await manager.getByRole("button", { name: "Pay this amount" }).click();
  await expect(manager.getByText(/\$20\.00 rolled on to it/)).toBeVisible();
  await expectAccessible(manager);
  await openDeed(manager, "Fund milestone");
  await expect(manager.getByText(/\$20\.00 rolled on from an earlier milestone and is used first/)).toBeVisible();
  await manager.getByRole("button", { name: "Fund $30.00" }).click();
  await expect(manager.getByText(/funded milestone 2, “Atlas”, with \$50\.00/)).toBeVisible();
  const released = await mailTo(ines.email, { kind: "milestone-released", text: title });
  expect(released.text).toContain("The night tariff was worth it.");
  await mailTo(ines.email, { kind: "milestone-funded", text: "Atlas" });

  // What nobody asked for goes back all the same, on a phone, and is told before the second press.
  await freelancer.goto(ownPage);
  await openDeed(freelancer, "Give back");
  await expect(freelancer.getByText(/^All of the \$50\.00 held for this milestone goes back to/)).toBeVisible();
  await expectNoSidewaysScroll(freelancer);
  await freelancer.getByRole("button", { name: "Return $50.00" }).click();
  await expect(freelancer.getByText(/^Returned on/)).toBeVisible();
  await mailTo(addressOf("hiring-manager"), { kind: "escrow-refunded", text: title });
  const rows = await witness.sql`
    select m.state, m.held_minor::int as held, m.released_minor::int as released, m.rolled_minor::int as rolled,
      m.refunded_minor::int as refunded
    from milestones m join contracts c on c.account_id = m.account_id and c.id = m.contract_id
    where c.title = ${title} order by m.number`;
  expect(rows.map((row) => ({ ...row }))).toEqual([
    { state: "released", held: 0, released: 8000, rolled: 2000, refunded: 0 },
    { state: "refunded", held: 0, released: 0, rolled: 0, refunded: 5000 },
  ]);
});

test("the milestones change by proposal, and the contract ends with money in escrow", async ({
  as,
  mailTo,
  witness,
}) => {
  const { title, manager, freelancer, page, ownPage } = await startContract(as, unique("Meter survey"), {
    budget: "90.00",
    milestones: [["Survey", "90.00"]],
  });
  await openDeed(freelancer, "Propose a change");
  await freelancer.getByLabel("New milestone", { exact: true }).fill("Photos of every meter");
  await freelancer.getByLabel("Amount in USD of the new milestone").fill("4.00");
  await freelancer.getByRole("button", { name: "Send proposal" }).click();
  await expect(freelancer.getByText("Milestone 2: enter at least $5.00.")).toBeVisible();
  await freelancer.getByLabel("Amount in USD of the new milestone").fill("40.00");
  await freelancer.getByLabel("Amount in USD of milestone 1").fill("100.00");
  await freelancer.getByRole("button", { name: "Send proposal" }).click();
  await expect(freelancer.getByText("You proposed a change of the milestones")).toBeVisible();
  await manager.goto(page);
  await expect(manager.getByText("New: “Photos of every meter”, $40.00")).toBeVisible();
  await expect(manager.getByText(/^Milestone 1, amount:/)).toContainText("$100.00");
  expect(await figuresOf(witness, title), "a proposal alone moves nothing").toMatchObject({ held: 9000 });
  await openDeed(manager, "Accept change");
  await expect(
    manager.getByText(/Where it raises the funded milestone, the difference is funded at once/),
  ).toBeVisible();
  await manager.getByRole("button", { name: "Accept it" }).click();
  await expect(manager.getByRole("heading", { name: "2 · Photos of every meter" })).toBeVisible();
  // The company funds the difference, and nothing else: what was there stays there.
  const fundings = await witness.sql`
    select r.amount_minor::int as amount from receipts r join contracts c on c.account_id = r.account_id and c.id = r.contract_id
    where c.title = ${title} and r.kind = 'funding' order by r.issued_at`;
  expect(fundings.map((row) => row.amount)).toEqual([9000, 1000]);
  const [first] = await witness.sql`
    select m.state, m.held_minor::int as held, m.amount_minor::int as amount from milestones m
    join contracts c on c.account_id = m.account_id and c.id = m.contract_id where c.title = ${title} and m.number = 1`;
  expect({ ...first }).toEqual({ state: "funded", held: 10000, amount: 10000 });
  await mailTo(ines.email, { kind: "milestone-change-answered", text: title });

  await openDeed(manager, "End contract");
  await manager.getByRole("combobox", { name: "Reason" }).selectOption("No longer needed");
  await manager.getByRole("button", { name: "End contract" }).click();
  await expect(manager.getByText("Choose what happens to the $100.00 held in escrow.")).toBeVisible();
  await manager.getByRole("radio", { name: "Pay another amount" }).check();
  await manager.getByLabel("Amount to pay (optional)").fill("60.00");
  await manager.getByRole("button", { name: "End contract" }).click();
  await expect(manager.getByText(/^This contract ended on/)).toBeVisible();
  await expect(manager.getByText(/Without an answer the money comes back on/)).toBeVisible();
  await mailTo(ines.email, { kind: "escrow-refund-requested", text: title });

  await freelancer.goto(ownPage);
  await openDeed(freelancer, "Dispute");
  await freelancer.getByLabel("What was agreed, and what was delivered").fill("All ninety meters were surveyed.");
  await freelancer.getByRole("button", { name: "Submit dispute" }).click();
  await expect(freelancer.getByText("You dispute this")).toBeVisible();
  await mailTo(addressOf("hiring-manager"), { kind: "dispute-opened", text: title });
  await manager.goto(page);
  await expect(manager.getByText("All ninety meters were surveyed.")).toBeVisible();
  await openDeed(manager, "Decline");
  await manager.getByLabel("Evidence").fill("Eleven of them have no reading.");
  await manager.getByRole("button", { name: "Send to mediation" }).click();
  await expect(manager.getByText(/^A mediator of Countersign works on it/)).toBeVisible();
  await expectAccessible(manager);
  await freelancer.goto(ownPage);
  await openDeed(freelancer, "Withdraw dispute");
  await freelancer.getByRole("button", { name: "Withdraw", exact: true }).click();
  await expect(freelancer.getByText(/^Returned on/)).toBeVisible();
  const [row] = await witness.sql`
    select m.state, m.released_minor::int as released, m.refunded_minor::int as refunded, d.state as dispute
    from milestones m join contracts c on c.account_id = m.account_id and c.id = m.contract_id
      join escrow_disputes d on d.account_id = m.account_id and d.milestone_id = m.id
    where c.title = ${title}`;
  expect({ ...row }).toEqual({ state: "refunded", released: 6000, refunded: 4000, dispute: "withdrawn" });
});

test("an hourly contract is paused and restarted, and its terms change by the side that may", async ({
  as,
  mailTo,
  witness,
}) => {
  const { title, manager, freelancer, ownPage } = await startContract(as, unique("Billing desk"));
  await openDeed(manager, "Pause contract");
  await expect(manager.getByText(/nothing recorded in the pause is billed/)).toBeVisible();
  await manager.getByRole("button", { name: "Pause now" }).click();
  await expect(manager.getByText("Paused by your company")).toBeVisible();
  expect((await mailTo(ines.email, { kind: "contract-paused", text: title })).text).toContain(title);
  await mailTo(addressOf("hiring-manager"), { kind: "contract-paused", text: title });
  await freelancer.goto(ownPage);
  await expect(freelancer.getByText("Paused by Northwind Grid")).toBeVisible();
  await expect(freelancer.locator("summary").filter({ hasText: "Restart" })).toHaveCount(0);
  await openDeed(manager, "Restart");
  await manager.getByRole("button", { name: "Restart now" }).click();
  await expect(manager.getByText("Paused by your company")).toHaveCount(0);
  await mailTo(ines.email, { kind: "contract-restarted", text: title });

  await openDeed(manager, "Raise rate");
  await manager.getByLabel("Rate in USD an hour").fill("80.00");
  await manager.getByRole("button", { name: "Save rate" }).click();
  await expect(manager.getByText("Only the freelancer lowers the rate.")).toBeVisible();
  await manager.getByLabel("Rate in USD an hour").fill("92.00");
  await manager.getByRole("button", { name: "Save rate" }).click();
  await expect(manager.getByText("$92.00 an hour, up to 20 hours a week")).toBeVisible();
  await openDeed(manager, "Change weekly limit");
  await manager.getByLabel(/^Hours a week/).fill("30");
  await manager.getByRole("button", { name: "Save limit" }).click();
  await expect(manager.getByText("$92.00 an hour, up to 30 hours a week")).toBeVisible();
  await openDeed(manager, "Change manual time");
  await manager.getByRole("checkbox", { name: /^Manual time is allowed/ }).uncheck();
  await manager.getByRole("button", { name: "Save manual time" }).click();
  await expect(manager.getByText(/switched manual time off/)).toBeVisible();
  expect((await mailTo(ines.email, { kind: "contract-terms-changed", text: "Manual time" })).text).toContain(title);
  await freelancer.goto(ownPage);
  await openDeed(freelancer, "Lower rate");
  await freelancer.getByLabel("Rate in USD an hour").fill("90.00");
  await freelancer.getByRole("button", { name: "Save rate" }).click();
  await expect(freelancer.getByText("$90.00 an hour, up to 30 hours a week")).toBeVisible();
  for (const [reader, address] of [
    [manager, "/api/contracts/export?tab=all&type=hourly"],
    [freelancer, "/api/talent/contracts/export?type=hourly"],
  ] as const) {
    const csv = await (await reader.request.get(address)).text();
    expect(csv).toContain(title);
    expect(csv).not.toContain("fixed_price");
  }
  const rows = await witness.sql`
    select t.rate_minor::int as rate, t.weekly_hours as hours, t.manual_time as manual from contract_terms t
    join contracts c on c.account_id = t.account_id and c.id = t.contract_id where c.title = ${title} order by t.version`;
  expect(rows.map((row) => [row.rate, row.hours, row.manual])).toEqual([
    [8500, 20, true],
    [9200, 20, true],
    [9200, 30, true],
    [9200, 30, false],
    [9000, 30, false],
  ]);
  const [pause] = await witness.sql`
    select p.cause, p.lifted_at is not null as lifted from contract_pauses p
    join contracts c on c.account_id = p.account_id and c.id = p.contract_id where c.title = ${title}`;
  expect({ ...pause }).toEqual({ cause: "client", lifted: true });
});

test("a refund that was asked for is approved by its button, and a freelancer who ends the contract returns the money", async ({
  as,
  mailTo,
  witness,
}) => {
  const asked = await startContract(as, unique("Pole inventory"), {
    budget: "70.00",
    milestones: [["Inventory", "70.00"]],
  });
  await openDeed(asked.manager, "Request refund");
  await asked.manager.getByRole("textbox", { name: "Reason" }).fill("The poles are counted by drone now.");
  await asked.manager.setViewportSize(phone);
  await expectNoSidewaysScroll(asked.manager);
  await asked.manager.getByRole("button", { name: "Ask for $70.00 back" }).click();
  await expect(asked.manager.getByText(/Without an answer the money comes back on/)).toBeVisible();
  expect((await mailTo(ines.email, { kind: "escrow-refund-requested", text: asked.title })).text).toContain("by drone");
  await asked.freelancer.goto(asked.ownPage);
  await openDeed(asked.freelancer, "Approve refund");
  await asked.freelancer.getByRole("button", { name: "Return $70.00" }).click();
  await expect(asked.freelancer.getByText(/^Returned on/)).toBeVisible();
  await mailTo(addressOf("hiring-manager"), { kind: "escrow-refunded", text: asked.title });

  const left = await startContract(as, unique("Cable schedule"), {
    budget: "55.00",
    milestones: [["Schedule", "55.00"]],
  });
  await left.freelancer.goto(left.ownPage);
  await openDeed(left.freelancer, "End contract");
  await expect(left.freelancer.getByText("The $55.00 held in escrow goes back to the client at once.")).toBeVisible();
  await left.freelancer.getByRole("combobox", { name: "Reason" }).selectOption("Not the right match");
  await left.freelancer.getByRole("button", { name: "End contract" }).click();
  await expect(left.freelancer.getByText(/^This contract ended on/)).toBeVisible();
  await mailTo(addressOf("hiring-manager"), { kind: "contract-ended", text: left.title });
  const rows = await witness.sql`
    select c.title, c.state as contract, m.state, m.held_minor::int as held, m.refunded_minor::int as refunded
    from milestones m join contracts c on c.account_id = m.account_id and c.id = m.contract_id
    where c.title in ${witness.sql([asked.title, left.title])} order by c.number`;
  expect(rows.map((row) => ({ ...row }))).toEqual([
    { title: asked.title, contract: "active", state: "refunded", held: 0, refunded: 7000 },
    { title: left.title, contract: "ended", state: "refunded", held: 0, refunded: 5500 },
  ]);
});

test("a frozen milestone leaves the rest at work: a change is declined, work is approved by keyboard, and the client accepts the dispute", async ({
  as,
  mailTo,
  witness,
}) => {
  const { title, manager, freelancer, page, ownPage } = await disputeRefund(as, unique("Duct register"), "60.00", [
    "Photos",
    "50.00",
  ]);
  await manager.goto(page);
  for (const label of ["Release funds", "Pay another amount", "Request refund"])
    await expect(opener(manager, label), label).toHaveCount(0);
  await openDeed(manager, "Propose a change");
  await manager.getByLabel("Amount in USD of milestone 2").fill("40.00");
  await manager.getByRole("button", { name: "Send proposal" }).click();
  await expect(manager.getByText("You proposed a change of the milestones")).toBeVisible();
  await freelancer.setViewportSize(phone);
  await freelancer.goto(ownPage);
  await openDeed(freelancer, "Decline change");
  await expectNoSidewaysScroll(freelancer);
  await freelancer.getByRole("button", { name: "Decline it" }).click();
  await expect(opener(freelancer, "Decline change")).toHaveCount(0);
  await mailTo(addressOf("hiring-manager"), { kind: "milestone-change-answered", text: title });

  await manager.goto(page);
  await openDeed(manager, "Fund milestone");
  await manager.getByRole("button", { name: "Fund $50.00" }).click();
  await expect(manager.getByText(/funded milestone 2, “Photos”, with \$50\.00/)).toBeVisible();
  await submitWork(freelancer, ownPage, "Every duct, both ends.");
  await expectNoSidewaysScroll(freelancer);

  // "Approve & pay" without a mouse.
  await manager.goto(page);
  await tabTo(manager, opener(manager, "Approve & pay"));
  await manager.keyboard.press("Enter");
  await tabTo(manager, manager.getByLabel("Message (optional)").first());
  await manager.keyboard.type("Just as agreed.");
  await tabTo(manager, manager.getByRole("button", { name: "Pay $50.00" }));
  await manager.keyboard.press("Enter");
  await expect(manager.getByText(/^Released on/)).toBeVisible();
  expect((await mailTo(ines.email, { kind: "milestone-released", text: title })).text).toContain("$50.00");
  const [paid] = await witness.sql`
    select e.note from earnings e join contracts c on c.account_id = e.account_id and c.id = e.contract_id where c.title = ${title}`;
  expect(paid?.note).toBe("Just as agreed.");
  const rows = () => witness.sql`
    select m.state, m.held_minor::int as held, m.released_minor::int as released from milestones m
    join contracts c on c.account_id = m.account_id and c.id = m.contract_id where c.title = ${title} order by m.number`;
  expect((await rows()).map((row) => ({ ...row }))).toEqual([
    { state: "disputed", held: 6000, released: 0 },
    { state: "released", held: 0, released: 5000 },
  ]);

  await openDeed(manager, "Accept");
  await expect(manager.getByText(/goes to the freelancer at once and the dispute closes/)).toBeVisible();
  await manager.getByRole("button", { name: "Release $60.00" }).click();
  await expect(manager.getByText(/^Released on/)).toHaveCount(2);
  await mailTo(ines.email, { kind: "dispute-answered", text: title });
  expect((await rows())[0]).toMatchObject({ state: "released", held: 0, released: 6000 });
});
