import {
  askForRefund,
  depositAmply,
  disputeMilestone,
  disputeRefund,
  figuresOf,
  ines,
  openDeed,
  startContract,
  submitWork,
} from "./steps";
import { addressOf, expect, expectAccessible, test, unique } from "./test";

/** The clock of the demo is one for all; this file moves it by months, so it runs last of all. */
test("what nobody answers ends by the clock: reviewed work is paid, a refund comes back, a dispute the company leaves alone is lost, another is arbitrated, dormant work is paid", async ({
  as,
  mailTo,
  mailsTo,
  advance,
  witness,
}) => {
  await depositAmply(as, unique("FT"));
  const reviewed = await startContract(as, unique("Silent review"), {
    budget: "60.00",
    milestones: [["Plan", "60.00"]],
  });
  const dormant = await startContract(as, unique("Long silence"), {
    budget: "45.00",
    milestones: [["Visit", "45.00"]],
  });
  const forgotten = await startContract(as, unique("Forgotten visit"), {
    budget: "25.00",
    milestones: [["Visit", "25.00"]],
  });
  const [clock] = await witness.sql<{ offset: number }[]>`select offset_ms::float8 as offset from demo_clock`;
  const inDays = (days: number) =>
    new Date(Date.now() + (clock?.offset ?? 0) + days * 86_400_000).toISOString().slice(0, 10);
  const woken = await startContract(as, unique("Late visit"), {
    budget: "20.00",
    milestones: [["Visit", "20.00"]],
    startDate: inDays(2),
    endDate: inDays(30),
  });
  const quarrel = await disputeMilestone(as, unique("Long quarrel"), "80.00");
  const unanswered = await askForRefund(as, unique("Silent refund"), "35.00");
  const ignored = await disputeRefund(as, unique("Silent company"), "55.00");
  const hana = addressOf("hiring-manager");
  await submitWork(reviewed.freelancer, reviewed.ownPage, "The plan, in three variants.");
  // One press, and still the notices of day 7 and day 13 are sent, each on its day.
  await advance("P13D");
  await mailTo(addressOf("admin"), { kind: "auto-release-reminder", text: reviewed.title });
  const reminders = (await mailsTo(hana)).filter((mail) => mail.kind === "auto-release-reminder");
  expect(reminders.filter((mail) => `${mail.subject}\n${mail.text}`.includes(reviewed.title))).toHaveLength(2);
  expect(await figuresOf(witness, reviewed.title)).toEqual({
    state: "submitted",
    held: 6000,
    released: 0,
    refunded: 0,
  });
  // Meanwhile 7 days went by without an answer to the refund, and 5 business days without one to the dispute.
  expect(await figuresOf(witness, unanswered.title)).toMatchObject({ state: "refunded", held: 0, refunded: 3500 });
  expect(await figuresOf(witness, ignored.title)).toMatchObject({ state: "released", held: 0, released: 5500 });
  for (const address of [ines.email, hana]) {
    const refunded = await mailTo(address, { kind: "escrow-refunded", text: unanswered.title });
    expect(refunded.text).toContain("$35.00");
    const answered = await mailTo(address, { kind: "dispute-answered", text: ignored.title });
    expect(answered.text).toContain("Nobody answered in five business days; the money is released.");
  }
  for (const [persona, at] of [
    ["hiring-manager", "page"],
    ["second-freelancer", "ownPage"],
  ] as const) {
    const side = await as(persona);
    await side.goto(unanswered[at]);
    await expect(side.getByText(/^Returned on/)).toBeVisible();
    await side.goto(ignored[at]);
    await expect(side.getByText(/^Released on/)).toBeVisible();
    await expect(side.getByText(/the dispute was not answered in time/)).toBeVisible();
  }
  await advance("P1D");
  expect(await figuresOf(witness, reviewed.title)).toEqual({ state: "released", held: 0, released: 6000, refunded: 0 });
  expect((await mailTo(ines.email, { kind: "milestone-released", text: reviewed.title })).text).toContain("$60.00");
  const pending = async () => {
    const [row] = await witness.sql`
      select e.moved_at is null as pending from earnings e
      join contracts c on c.account_id = e.account_id and c.id = e.contract_id where c.title = ${reviewed.title}`;
    return row?.pending;
  };
  expect(await pending()).toBe(true);
  await advance("P5D");
  expect(await pending()).toBe(false);

  // 30 days without agreement: arbitration, and both sides have 14 days to show that they filed.
  await advance("P12D");
  for (const address of [ines.email, hana]) await mailTo(address, { kind: "dispute-reminder", text: quarrel.title });
  for (const [persona, at] of [
    ["hiring-manager", quarrel.page],
    ["second-freelancer", quarrel.ownPage],
  ] as const) {
    const side = await as(persona);
    await side.goto(at);
    await expect(side.getByText(/^It is in arbitration, outside Countersign\./)).toBeVisible();
    await openDeed(side, "I filed for arbitration");
    await side.getByRole("button", { name: "Record that I filed" }).click();
    await expect(side.locator("summary").filter({ hasText: "I filed for arbitration" })).toHaveCount(0);
  }
  const sam = await as("support-agent");
  await sam.goto("/staff/disputes");
  await sam
    .getByRole("row", { name: new RegExp(quarrel.title) })
    .getByRole("link")
    .click();
  await sam.getByLabel(/^To Ines Duarte/).fill("50.00");
  await sam.getByLabel(/^Back to Northwind Grid/).fill("30.00");
  await sam.getByLabel("Why").fill("Award of the tribunal, its page 4.");
  await sam.getByRole("button", { name: "Record outcome" }).click();
  await sam.getByRole("link", { name: "Open the money move" }).click();
  await expect(sam.getByText("You proposed this; another person must confirm it.")).toBeVisible();
  const pat = await as("payment-operations-agent");
  await pat.goto(new URL(sam.url()).pathname);
  await pat.getByRole("button", { name: "Confirm $80.00" }).click();
  await expect(pat.getByText("Confirmed", { exact: true })).toBeVisible();
  for (const address of [ines.email, hana])
    expect((await mailTo(address, { kind: "dispute-decided", text: quarrel.title })).text).toContain("$50.00");
  expect(await figuresOf(witness, quarrel.title)).toEqual({
    state: "released",
    held: 0,
    released: 5000,
    refunded: 3000,
  });

  // 31 days are over; 76 without activity bring the first notice, 90 the client's week, 97 the freelancer's.
  await advance("P45D");
  await mailTo(ines.email, { kind: "contract-dormant", text: dormant.title });
  await mailTo(hana, { kind: "contract-dormant", text: dormant.title });
  await advance("P14D");
  const [manager, freelancer] = [await as("hiring-manager"), await as("second-freelancer")];
  await manager.goto(dormant.page);
  await expect(manager.getByText(/Dormant\. Release it, ask for a refund/)).toBeVisible();
  await freelancer.goto(dormant.ownPage);
  await expect(freelancer.locator("summary").filter({ hasText: "Request release" })).toHaveCount(0);
  // In its week the client may release what is dormant; what nobody asks for at all comes back.
  await manager.goto(woken.page);
  // Its end date is long over, which closes nothing and is said on both sides.
  await expect(manager.getByText(/^The end date was /)).toBeVisible();
  await expect(manager.getByRole("link", { name: "Extend it or end the contract" })).toBeVisible();
  await freelancer.goto(woken.ownPage);
  await expect(freelancer.getByText(/Only the client moves it\.$/)).toBeVisible();
  await openDeed(manager, "Release funds");
  await manager.getByRole("button", { name: "Pay $20.00" }).click();
  await expect(manager.getByText(/^Released on/)).toBeVisible();
  expect(await figuresOf(witness, woken.title)).toEqual({ state: "released", held: 0, released: 2000, refunded: 0 });
  await advance("P7D");
  const asker = await as("second-freelancer");
  await asker.goto(dormant.ownPage);
  await expect(asker.getByText(/Dormant\. Request the release until/)).toBeVisible();
  await expectAccessible(asker);
  await openDeed(asker, "Request release");
  await asker.getByRole("button", { name: "Ask for $45.00" }).click();
  await expect(asker.getByText(/Without an answer you are paid on/)).toBeVisible();
  const told = (await mailsTo(hana)).filter(
    (mail) => mail.kind === "contract-dormant" && mail.text.includes(dormant.title),
  );
  expect(told.length).toBeGreaterThanOrEqual(4);
  await advance("P14D");
  expect(await figuresOf(witness, dormant.title)).toEqual({ state: "released", held: 0, released: 4500, refunded: 0 });
  expect(await figuresOf(witness, forgotten.title)).toEqual({
    state: "refunded",
    held: 0,
    released: 0,
    refunded: 2500,
  });
  for (const address of [ines.email, hana])
    expect((await mailTo(address, { kind: "escrow-refunded", text: forgotten.title })).text).toContain("$25.00");
});
