import { figuresOf, ines, openDeed, startContract } from "./steps";
import { addressOf, expect, expectAccessible, expectNoSidewaysScroll, phone, test, unique } from "./test";

test("a mediator opens the freelancer's dispute about refused work by keyboard, and both sides see it frozen", async ({
  as,
  mailTo,
  witness,
}) => {
  const { title, manager, freelancer, page, ownPage } = await startContract(as, unique("Signal plan"), {
    budget: "240.00",
    milestones: [["Plan", "240.00"]],
  });
  await openDeed(freelancer, "Submit work");
  await freelancer.getByLabel("Message", { exact: true }).fill("The plan, all sheets.");
  await freelancer
    .locator('input[type="file"]')
    .setInputFiles({ name: "plan.txt", mimeType: "text/plain", buffer: Buffer.from("Sheet 1 to 9") });
  await expect(freelancer.getByText("plan.txt", { exact: true })).toBeVisible();
  await freelancer.getByRole("button", { name: "Submit for review" }).click();
  await expect(freelancer.locator("summary").filter({ hasText: "Submit work" })).toHaveCount(0);
  await manager.goto(page);
  await openDeed(manager, "Request changes");
  await manager.getByLabel("What should change").fill("We want another plan.");
  await manager.getByRole("button", { name: "Send the request" }).click();
  await expect(manager.getByText(/^Ines Duarte submits it again\./)).toBeVisible();
  const number = page.split("/").at(-1) ?? "";

  const sam = await as("support-agent");
  await sam.goto("/staff/disputes");
  const press = (...keys: string[]) =>
    keys.reduce((before, key) => before.then(() => sam.keyboard.press(key)), Promise.resolve());
  await sam.locator("summary").filter({ hasText: "Dispute for a freelancer" }).focus();
  await press("Enter", "Tab");
  await expect(sam.getByLabel("Short name of the company")).toBeFocused();
  await sam.keyboard.type("Northwind");
  await press("Tab");
  await sam.keyboard.type("999999");
  await press("Enter");
  await expect(sam.getByText("No such contract for you to open.")).toBeVisible();
  await sam.getByLabel("Contract number").fill(number);
  await press("Enter");
  const found = sam.getByRole("link", { name: `Open contract ${number}` });
  await expect(found).toBeVisible();
  await found.focus();
  await press("Enter");
  await expect(sam.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await expect(sam.getByText("Changes asked for: We want another plan.")).toBeVisible();
  await expect(sam.getByText("plan.txt", { exact: true })).toBeVisible();
  await expect(sam.getByRole("link", { name: "plan.txt" })).toHaveCount(0);
  await expectAccessible(sam);
  await sam.setViewportSize(phone);
  await expectNoSidewaysScroll(sam);

  await sam.locator("summary").filter({ hasText: "Open dispute" }).focus();
  await press("Enter", "Tab");
  await expect(sam.getByLabel("Milestone", { exact: true })).toBeFocused();
  await press("Tab", "Tab", "Enter"); // past the words, which are missing
  await expect(sam.getByText(/^Say what was agreed and what was delivered/)).toBeVisible();
  await sam.getByLabel(/^What Ines Duarte says/).focus();
  await sam.keyboard.type("Nine sheets were agreed in the offer, and nine were delivered.");
  await expectNoSidewaysScroll(sam);
  await press("Tab", "Enter");
  const open = sam.getByRole("link", { name: /^Open the case of/ });
  await expect(open).toBeVisible();
  expect(await figuresOf(witness, title)).toMatchObject({ state: "disputed", held: 240_00 });

  for (const address of [ines.email, addressOf("hiring-manager")]) {
    const { text } = await mailTo(address, { kind: "dispute-opened", text: title });
    expect(text).toContain("Ines Duarte opened a dispute");
    expect(text).toContain("nine were delivered");
  }
  const toStaff = await mailTo(addressOf("support-agent"), { kind: "dispute-opened", text: title });
  expect(toStaff.text).toMatch(/\/staff\/companies\/northwind\/disputes\/[0-9a-f-]{36}/);
  await freelancer.goto(ownPage);
  await expect(freelancer.getByText("You dispute this")).toBeVisible();
  await manager.goto(page);
  await expect(manager.getByText("Ines Duarte disputes this")).toBeVisible();
  await expect(manager.locator("summary").filter({ hasText: /^Approve & pay/ })).toHaveCount(0);
  for (const side of [freelancer, manager])
    await expect(
      side.getByText(/opened a dispute over milestone 1, “Plan”, as the freelancer asked support to/),
    ).toBeVisible();

  await open.click();
  await expect(sam.getByRole("heading", { name: "What Ines Duarte says" })).toBeVisible();
  await expect(sam.getByRole("link", { name: "plan.txt" })).toBeVisible();
  await expectNoSidewaysScroll(sam);
});
