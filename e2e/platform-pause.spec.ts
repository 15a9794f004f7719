import { ines, openDeed, startContract } from "./steps";
import { addressOf, expect, expectAccessible, expectNoSidewaysScroll, phone, test, unique } from "./test";

test("the platform pauses a contract: both sides read safe words, only staff lift it, and the client's own pause stays", async ({
  as,
  mailTo,
  witness,
}) => {
  const { title, manager, freelancer, page, ownPage } = await startContract(as, unique("Night desk"));
  const secret = "Two accounts share one bank account.";
  const pauses = async () => {
    const rows = await witness.sql`
      select p.cause, p.lifted_at is null as open, c.state from contract_pauses p
      join contracts c on c.account_id = p.account_id and c.id = p.contract_id where c.title = ${title} order by p.paused_at`;
    return rows.map((row) => [row.cause, row.open, row.state]);
  };

  const pat = await as("payment-operations-agent");
  await pat.goto("/staff/companies/northwind");
  await pat.getByRole("link", { name: "Contracts of this company" }).click();
  await pat.getByRole("searchbox").fill(title);
  await pat.getByRole("searchbox").press("Enter");
  await expect(pat).toHaveURL(/[?&]q=/); // its row stood there before the search, too
  await pat.getByRole("row", { name: title }).getByRole("link").click();
  await expect(pat.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await openDeed(pat, "Pause for the platform");
  await pat.getByRole("button", { name: "Pause now" }).click();
  await expect(pat.getByText("Say why; only staff read this.")).toBeVisible();
  await pat.getByRole("textbox", { name: "Reason" }).fill("w".repeat(1001)); // nothing is cut off in silence
  await pat.getByRole("button", { name: "Pause now" }).click();
  await expect(pat.getByText("Use at most 1,000 characters.")).toBeVisible();
  await pat.getByRole("textbox", { name: "Reason" }).fill(secret);
  await pat.getByRole("button", { name: "Pause now" }).click();
  await expect(pat.getByText("Paused by payment operations")).toBeVisible();
  await expect(pat.getByText(secret).first()).toBeVisible();
  await expectAccessible(pat);
  await pat.setViewportSize(phone);
  await expectNoSidewaysScroll(pat);
  for (const address of [ines.email, addressOf("hiring-manager")]) {
    const { text } = await mailTo(address, { kind: "contract-paused", text: title });
    expect(text).toContain("paused by the platform");
    expect(text).not.toContain(secret);
  }

  await freelancer.goto(ownPage);
  await manager.goto(page);
  for (const side of [freelancer, manager]) {
    await expect(side.getByText("Paused by the platform", { exact: true })).toBeVisible();
    await expect(side.getByText("Only the platform lifts its pause")).toBeVisible();
    await expect(side.locator("summary").filter({ hasText: "Restart" })).toHaveCount(0);
    expect(await side.content()).not.toContain(secret);
    expect(await side.content()).not.toContain("Pat Moreau");
  }
  await openDeed(manager, "Pause contract");
  await manager.getByRole("button", { name: "Pause now" }).click();
  await expect(manager.getByText("Paused by your company")).toBeVisible();
  await expect(manager.getByText("Paused by the platform", { exact: true })).toBeVisible();
  await openDeed(manager, "Restart");
  await expect(manager.getByText(/The contract stays paused by the platform until that ends too/)).toBeVisible();

  const ruth = await as("second-payment-operations-agent");
  await ruth.goto(new URL(pat.url()).pathname);
  await openDeed(ruth, "Lift the pause");
  await expect(ruth.getByText(/stays paused, for another pause is open/)).toBeVisible();
  await ruth.getByRole("textbox", { name: "Reason" }).fill("The bank has confirmed both.");
  await ruth.getByRole("button", { name: "Lift now" }).click();
  await expect(ruth.getByText("Paused by the client")).toBeVisible();
  await expect(ruth.getByText("Paused by payment operations")).toHaveCount(0);
  expect(await pauses()).toEqual([
    ["risk", false, "paused"],
    ["client", true, "paused"],
  ]);

  await manager.goto(page);
  await expect(manager.getByText("Paused by your company")).toBeVisible();
  await expect(manager.getByText("Paused by the platform", { exact: true })).toHaveCount(0);
  await openDeed(manager, "Restart");
  await manager.getByRole("button", { name: "Restart now" }).click();
  await expect(manager.getByText("Paused by your company")).toHaveCount(0);
  await mailTo(ines.email, { kind: "contract-restarted", text: title });
  expect((await pauses()).map(([, open, state]) => [open, state])).toEqual([
    [false, "active"],
    [false, "active"],
  ]);
});
