import { ines, openDeed, startContract } from "./steps";
import { addressOf, expect, expectAccessible, test, unique } from "./test";

/** The clock of the demo is one for all; this file moves it by months, so it runs last of all. */
test("what nobody answers ends by the clock: reviewed work is paid, dormant work is asked for and paid", async ({
  as,
  mailTo,
  mailsTo,
  advance,
  witness,
}) => {
  test.setTimeout(300_000);
  const reviewed = await startContract(as, unique("Silent review"), {
    budget: "60.00",
    milestones: [["Plan", "60.00"]],
  });
  const dormant = await startContract(as, unique("Long silence"), {
    budget: "45.00",
    milestones: [["Visit", "45.00"]],
  });
  const hana = addressOf("hiring-manager");
  const figuresOf = async (title: string) => {
    const [row] = await witness.sql`
      select m.state, m.held_minor::int as held, m.released_minor::int as released, m.refunded_minor::int as refunded
      from milestones m join contracts c on c.account_id = m.account_id and c.id = m.contract_id where c.title = ${title}`;
    return { ...row };
  };

  await reviewed.freelancer.goto(reviewed.ownPage);
  await openDeed(reviewed.freelancer, "Submit work");
  await reviewed.freelancer.getByLabel("Message", { exact: true }).fill("The plan, in three variants.");
  await reviewed.freelancer.getByRole("button", { name: "Submit for review" }).click();
  await expect(reviewed.freelancer.getByText(/unless Northwind Grid requests changes/)).toBeVisible();
  await advance("P7D");
  await mailTo(hana, { kind: "auto-release-reminder", text: reviewed.title });
  await advance("P6D");
  await mailTo(addressOf("admin"), { kind: "auto-release-reminder", text: reviewed.title });
  expect(await figuresOf(reviewed.title)).toEqual({ state: "submitted", held: 6000, released: 0, refunded: 0 });
  await advance("P1D");
  expect(await figuresOf(reviewed.title)).toEqual({ state: "released", held: 0, released: 6000, refunded: 0 });
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

  // 19 days are over; 76 without activity bring the first notice, 90 the client's week, 97 the freelancer's.
  await advance("P57D");
  await mailTo(ines.email, { kind: "contract-dormant", text: dormant.title });
  await mailTo(hana, { kind: "contract-dormant", text: dormant.title });
  await advance("P14D");
  const [manager, freelancer] = [await as("hiring-manager"), await as("second-freelancer")];
  await manager.goto(dormant.page);
  await expect(manager.getByText(/Dormant\. Release it, ask for a refund/)).toBeVisible();
  await freelancer.goto(dormant.ownPage);
  await expect(freelancer.locator("summary").filter({ hasText: "Request release" })).toHaveCount(0);
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
  expect(await figuresOf(dormant.title)).toEqual({ state: "released", held: 0, released: 4500, refunded: 0 });
});
