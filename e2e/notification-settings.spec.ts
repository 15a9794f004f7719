import { createHmac, hkdfSync } from "node:crypto";
import type { Witness } from "./database";
import { approve, createRequest, sendOffer, setSwitch, toggle } from "./steps";
import { addressOf, expect, expectAccessible, expectNoSidewaysScroll, type Page, phone, test, unique } from "./test";

// Everything here is Marek's, the second hiring manager's, so that what he switches off is missed by no other story.
const marek = addressOf("second-hiring-manager");
const settings = "/ab/notification-settings";

const bellOf = (page: Page) => page.getByRole("link", { name: /^Notifications/ }).filter({ visible: true });

/** Marek asks, Bo approves, Marek offers, Teodor declines. @returns the offer's id. */
async function declinedOffer({ manager, bo, talent }: Record<"manager" | "bo" | "talent", Page>, title: string) {
  const requestId = await createRequest(manager, { title, team: "Product design" });
  await approve(bo, requestId);
  const offerId = await sendOffer(manager, requestId);
  await talent.goto(`/talent/offers/${offerId}`);
  await talent.getByText("Decline", { exact: true }).click();
  await talent.getByLabel("Reason", { exact: true }).fill("Not before summer.");
  await talent.getByRole("button", { name: "Decline offer" }).click();
  await expect(talent.getByText("You declined this offer")).toBeVisible();
  return offerId;
}

test("what is switched off sends no mail and still stands in the list; what is locked on has no switch", async ({
  as,
  mailTo,
  mailsTo,
}) => {
  const [manager, bo, talent] = [await as("second-hiring-manager"), await as("approver"), await as("freelancer")];
  const people = { manager, bo, talent };
  await setSwitch(manager, "Jobs and offers, e-mail", false);
  await expect(toggle(manager, "Approvals, e-mail")).toHaveCount(0);
  await expect(
    manager.getByText("E-mail is always sent, so that no request and no decision goes unseen."),
  ).toBeVisible();

  const quiet = unique("Quiet");
  const offerId = await declinedOffer(people, quiet);
  // The same deed frees the approval, and that mail is still on: when it is there, the other would be as well.
  await mailTo(marek, { kind: "request-freed", text: quiet });
  await mailTo(marek, { kind: "request-approved", text: quiet });
  const kinds = (await mailsTo(marek)).filter((mail) => mail.text.includes(quiet)).map((mail) => mail.kind);
  expect(kinds).not.toContain("offer-declined");

  await manager.goto("/ab/notifications");
  await expectAccessible(manager);
  const line = manager.getByRole("button", { name: new RegExp(`declined your offer “${quiet}”`) });
  await expect(line).toContainText("Unread");
  await line.click();
  await expect(manager).toHaveURL(new RegExp(`/ab/jobs/offers/${offerId}$`));
  await manager.goto("/ab/notifications");
  await expect(line).not.toContainText("Unread");

  await setSwitch(manager, "Jobs and offers, e-mail", true);
  const loud = unique("Loud");
  await declinedOffer(people, loud);
  await mailTo(marek, { kind: "offer-declined", text: loud });
});

test("a freelancer finds switches of their own from the menu; what is locked on says why", async ({ as }) => {
  const talent = await as("second-freelancer", { viewport: phone });
  const own = "/talent/notification-settings";
  await talent.goto("/talent/offers");
  await expect(
    talent.getByRole("link", { name: "Notification settings", includeHidden: true }).first(),
  ).toHaveAttribute("href", own);
  await talent.goto(own);
  await expectNoSidewaysScroll(talent);
  await expectAccessible(talent);
  await expect(toggle(talent, "Contracts paused or ended, e-mail")).toHaveCount(0);
  await expect(talent.getByText("Always on: work stops at once.")).toBeVisible();
  await expect(talent.getByText("Spend alerts")).toHaveCount(0);
  // Off and on again, so that no other story misses a mail for long.
  await setSwitch(talent, "Jobs and offers, e-mail", false, own);
  await setSwitch(talent, "Jobs and offers, e-mail", true, own);
});

test("the bell and the list show what is unread, and learn of more while the page stands", async ({ as }) => {
  const [manager, bo] = [await as("second-hiring-manager"), await as("approver")];
  const title = unique("Rings the bell");
  const requestId = await createRequest(manager, { title, team: "Product design" });
  // Marek's bell: at Bo's every other story rings, also between his reading and our looking.
  await manager.goto("/ab/notifications");
  const mark = manager.getByRole("button", { name: "Mark all as read" });
  if ((await mark.count()) > 0) await mark.click();
  await expect(bellOf(manager)).toHaveAccessibleName("Notifications, none unread");
  await approve(bo, requestId);
  await expect
    .poll(async () => {
      await manager.evaluate(() => window.dispatchEvent(new Event("visibilitychange"))); // somebody looks again
      return bellOf(manager).textContent();
    })
    .toMatch(/Notifications, \d+ unread/);
  // The list stands on the same page, and learns of it too.
  await expect(manager.getByRole("button", { name: new RegExp(`approved .* for “${title}”`) })).toBeVisible();
});

test("the settings are whole by keyboard, on a phone and without scripts", async ({ as }) => {
  const [manager, plain] = [
    await as("second-hiring-manager", { viewport: phone }),
    await as("second-hiring-manager", { javaScriptEnabled: false }),
  ];
  await manager.goto(settings);
  await expectNoSidewaysScroll(manager);
  await expectAccessible(manager);
  const frequency = manager.getByLabel("Messages, e-mail");
  await frequency.selectOption("Once a day");
  await expect(manager.getByText("Saved.", { exact: true })).toBeVisible();
  await manager.reload();
  await expect(frequency).toHaveValue("daily");
  await frequency.selectOption("Every 15 minutes");
  await manager.getByLabel("Time", { exact: true }).fill("04:00");
  await manager.getByRole("button", { name: "Save", exact: true }).click();
  await expect(manager.getByText("Choose a time from 05:00 to 21:00.").first()).toBeVisible();
  await manager.goto("/ab/notifications");
  await expectNoSidewaysScroll(manager);

  await plain.goto(settings);
  const orders = toggle(plain, "Purchase orders, e-mail");
  await orders.click();
  await expect(orders).not.toBeChecked();
  await orders.focus();
  await plain.keyboard.press("Enter");
  await expect(orders).toBeChecked();
});

test("what would I get now: the reader's own, and anybody's for admins; looking changes nothing", async ({ as }) => {
  const [manager, admin] = [await as("second-hiring-manager"), await as("admin")];
  await manager.goto(settings);
  await expect(manager.getByLabel("For whom")).toHaveCount(0);
  await manager.getByRole("button", { name: "Show it" }).click();
  await expect(manager.getByText(/^As of .* for Marek Novak/)).toBeVisible();
  await expect(manager.getByRole("heading", { name: "Looked at and left out" })).toBeVisible();
  await admin.goto(settings);
  const option = admin.getByLabel("For whom").locator("option").filter({ hasText: "Marek Novak" });
  await admin.getByLabel("For whom").selectOption(await option.getAttribute("value"));
  await admin.getByRole("button", { name: "Show it" }).click();
  await expect(admin.getByText(/^As of .* for Marek Novak/)).toBeVisible();
  await expectAccessible(admin);
});

test("a company's settings of spend alerts refuse a time at night, and say so to nobody but admins", async ({ as }) => {
  const [admin, manager] = [await as("admin"), await as("second-hiring-manager")];
  await manager.goto("/ab/settings/spend-alerts");
  await expect(manager.getByText("Admins and program owners change company settings.")).toBeVisible();
  await admin.goto("/ab/settings/spend-alerts");
  await expectAccessible(admin);
  await admin.getByLabel("Time", { exact: true }).fill("21:01");
  await admin.getByRole("button", { name: "Save" }).click();
  await expect(admin.getByText("Choose a time from 05:00 to 21:00.").first()).toBeVisible();
});

test("unsubscribe: looking changes nothing, one press does, and a mail provider's post as well", async ({
  as,
  nobody,
  request,
  witness,
  mayComplain,
}) => {
  mayComplain(/status of 404/);
  const [manager, stranger] = [await as("second-hiring-manager"), await nobody()];
  const path = await unsubscribePath(witness);
  await setSwitch(manager, "Spend alerts, e-mail", true);
  for (const method of ["GET", "HEAD", "GET"]) expect((await request.fetch(path, { method })).status()).toBe(200);
  expect((await request.post(path, { form: { token: "1" } })).status()).toBe(400);
  await manager.reload();
  await expect(toggle(manager, "Spend alerts, e-mail")).toBeChecked();

  await stranger.goto(path);
  await expect(stranger.getByText("Nothing was changed yet.")).toBeVisible();
  await expectAccessible(stranger);
  await stranger.getByRole("button", { name: "Stop these mails" }).click();
  await expect(
    stranger.getByRole("heading", { name: /^You get no more spend alerts of Northwind Grid/ }),
  ).toBeVisible();
  await manager.reload();
  await expect(toggle(manager, "Spend alerts, e-mail")).not.toBeChecked();

  await setSwitch(manager, "Spend alerts, e-mail", true);
  const oneClick = { "List-Unsubscribe": "One-Click" };
  const flipped = path.replace(/.$/, (last) => (last === "A" ? "B" : "A"));
  expect((await request.post(flipped, { form: oneClick })).status()).toBe(404);
  await stranger.goto(flipped);
  await expect(stranger.getByRole("heading", { level: 1 })).toHaveText("There is no such page");
  const answer = await request.post(path, { form: oneClick, maxRedirects: 0 });
  expect([answer.status(), answer.headers()["set-cookie"]]).toEqual([200, undefined]);
  await manager.reload();
  await expect(toggle(manager, "Spend alerts, e-mail")).not.toBeChecked();
  await setSwitch(manager, "Spend alerts, e-mail", true);
});

/** The address in a digest's headers, made here once more by what the mail would carry: ids and their keyed hash. */
async function unsubscribePath({ sql }: Witness): Promise<string> {
  const [row] = await sql<{ account: string; usr: string }[]>`
    select a.id as account, u.id as usr from accounts a, users u where a.slug = 'northwind' and u.email = ${marek}`;
  const ids = Buffer.from(`${row?.account}${row?.usr}`.replaceAll("-", ""), "hex");
  const secret = process.env.COUNTERSIGN_SECRET ?? "";
  const key = Buffer.from(hkdfSync("sha256", secret, "countersign", "unsubscribe/v1", 32));
  const mac = createHmac("sha256", key).update("spend-alerts|").update(ids).digest();
  return `/unsubscribe/${Buffer.concat([ids, mac]).toString("base64url")}`;
}
