import { createRequest, idIn, openDeed } from "./steps";
import { expect, expectAccessible, linkIn, test, unique } from "./test";

test("an admin makes a team and puts somebody into it; a purchase order for that team is theirs and nobody else's", async ({
  as,
}) => {
  const [admin, marek, hana] = [await as("admin"), await as("second-hiring-manager"), await as("hiring-manager")];
  const [team, number] = [unique("Depot"), unique("4500-7")];

  await admin.goto("/ab/settings/teams");
  await openDeed(admin, "Create team");
  await admin.getByRole("textbox", { name: "Name" }).fill("finance OPERATIONS");
  await admin.getByRole("button", { name: "Create team" }).click();
  await expect(admin.getByText(/There is a team “finance OPERATIONS” already/).first()).toBeVisible();
  await admin.getByRole("textbox", { name: "Name" }).fill(team);
  await admin.getByRole("button", { name: "Create team" }).click();
  await expect(admin.getByRole("heading", { name: team })).toBeVisible();
  await expect(admin.getByText("Nobody hires in this team yet.")).toBeVisible();
  const teamPage = new URL(admin.url()).pathname;

  await admin.getByRole("searchbox", { name: "Search members by name or address" }).fill("marek");
  await admin.keyboard.press("Enter");
  await admin.getByRole("button", { name: "Add Marek Novak" }).click();
  await expect(admin.getByText("Added. It counts from the next request on.")).toBeVisible();
  await expect(
    admin.getByRole("list", { name: `Members of ${team}` }).getByRole("link", { name: "Marek Novak" }),
  ).toBeVisible();
  await expectAccessible(admin);

  await admin.goto("/ab/reports/purchase-orders/new");
  await admin.getByLabel("Number").fill(number);
  await admin.getByLabel(/^Amount/).fill("5,000.00");
  await admin.getByRole("radio", { name: /teams/i }).check();
  await admin.getByRole("checkbox", { name: team }).check();
  await admin.getByRole("button", { name: "Create PO" }).click();
  await expect(admin.getByRole("heading", { level: 1, name: number })).toBeVisible();
  const orderPage = new URL(admin.url()).pathname;

  await marek.goto("/ab/jobs/approvals/new");
  await expect(marek.getByLabel("Team", { exact: true }).getByRole("option", { name: team })).toHaveCount(1);
  await expect(marek.getByLabel(/^Purchase order/).getByRole("option", { name: number })).toHaveCount(1);
  await hana.goto("/ab/jobs/approvals/new");
  await expect(hana.getByLabel("Team", { exact: true }).getByRole("option", { name: team })).toHaveCount(0);
  await expect(hana.getByLabel(/^Purchase order/).getByRole("option", { name: number })).toHaveCount(0);
  expect((await hana.request.get(orderPage)).status()).toBe(404);

  await admin.goto(teamPage);
  await openDeed(admin, "Remove Marek Novak");
  await admin.getByRole("button", { name: "Remove from team" }).click();
  await expect(admin.getByText("Nobody hires in this team yet.")).toBeVisible();
  expect((await marek.request.get(orderPage)).status()).toBe(404);

  const renamed = `${team} north`;
  await admin.getByRole("textbox", { name: "Name" }).fill(renamed);
  await admin.getByRole("button", { name: "Rename team" }).click();
  await expect(admin.getByRole("heading", { name: renamed })).toBeVisible();
  await openDeed(admin, "Hide team");
  await admin.getByRole("button", { name: `Hide ${renamed}` }).click();
  await expect(admin.getByRole("button", { name: "Show team" })).toBeVisible();
  await admin.goto("/ab/jobs/approvals/new");
  await expect(admin.getByLabel("Team", { exact: true }).getByRole("option", { name: renamed })).toHaveCount(0);
});

test("roles count from the next request on, and of two admins the second is told", async ({ as }) => {
  const [dana, olu, priya] = [await as("admin"), await as("program-owner"), await as("second-approver")];
  await dana.goto("/ab/settings/members?q=priya");
  await dana.getByRole("link", { name: "Priya Raman" }).click();
  await expect(dana.getByRole("heading", { name: "Priya Raman" })).toBeVisible();
  const page = `/ab/settings/members/${idIn(dana, "/ab/settings/members/")}`;
  await olu.goto(page);
  await priya.goto(page);
  await expect(priya.getByText("Admins and program owners change company settings.")).toBeVisible();
  await expect(priya.getByRole("button", { name: "Confirm" })).toHaveCount(0);
  expect((await priya.request.get("/ab/billing")).status()).toBe(404);

  await dana.getByRole("checkbox", { name: "Finance admin" }).check();
  await dana.getByRole("button", { name: "Confirm" }).click();
  await expect(dana.getByText("Saved. It counts from the next request on.")).toBeVisible();
  expect((await priya.request.get("/ab/billing")).status()).toBe(200);

  await olu.getByRole("checkbox", { name: "Product design" }).check();
  await olu.getByRole("button", { name: "Confirm" }).click();
  await expect(olu.getByText(/Nothing was saved: these roles were changed meanwhile by Dana Whitfield/)).toBeVisible();
  await olu.getByRole("link", { name: "Load it as it stands" }).click();
  await expect(olu.getByRole("checkbox", { name: "Finance admin" })).toBeChecked();
  await olu.getByRole("checkbox", { name: "Finance admin" }).uncheck();
  await olu.getByRole("button", { name: "Confirm" }).click();
  await expect(olu.getByText("Saved. It counts from the next request on.")).toBeVisible();
  expect((await priya.request.get("/ab/billing")).status()).toBe(404);
});

test("somebody is invited by mail, joins, works, and is removed: the session is dead at once", async ({
  as,
  nobody,
  mailTo,
  mayComplain,
}) => {
  // The page that stands open when the session dies asks once more for news of its request.
  mayComplain(/401.*\/api\/approvals\//);
  const admin = await as("admin");
  const [name, email] = [unique("Noor Haddad"), `${unique("noor").replace(" ", ".")}@northwind.example`];
  await admin.goto("/ab/settings/members");
  await admin.getByRole("link", { name: "Invite member" }).click();
  await admin.getByRole("textbox", { name: "Name" }).fill(name);
  await admin.getByLabel("E-mail address").fill(email);
  await admin.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(admin.getByText("Choose at least one role, or a team to hire in.").first()).toBeVisible();
  await admin.getByRole("checkbox", { name: "Product design" }).check();
  await admin.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(admin.getByRole("list", { name: "Invitations" }).getByText(email, { exact: true })).toBeVisible();
  await expectAccessible(admin);

  const noor = await nobody();
  const invitation = linkIn(await mailTo(email, { kind: "member-invited" }), "/join/");
  await noor.goto(invitation);
  await noor.getByLabel("Your mail address").fill(email);
  await noor.getByRole("button", { name: "Send me a link" }).click();
  await expect(noor.getByRole("heading", { name: "Look into your mail" })).toBeVisible();
  await noor.goto(linkIn(await mailTo(email, { kind: "sign-in-link" }), "/verify"));
  await noor.getByRole("button", { name: "Sign in" }).click();
  await expect(noor.getByRole("heading", { level: 1, name: "Join Northwind Grid" })).toBeVisible();
  await expectAccessible(noor);
  const stranger = await as("second-freelancer");
  await stranger.goto(invitation);
  await expect(
    stranger.getByRole("heading", { level: 1, name: "This invitation is not for this address" }),
  ).toBeVisible();
  await noor.getByRole("button", { name: "Join" }).click();
  await expect(noor.getByRole("heading", { level: 1, name: "Approvals" })).toBeVisible();
  await noor.goto(invitation);
  await expect(noor.getByRole("heading", { level: 1, name: "You are a member of Northwind Grid" })).toBeVisible();
  const requestId = await createRequest(noor, { title: unique("Icons"), team: "Product design" });

  await admin.goto(`/ab/settings/members?q=${encodeURIComponent(email)}`);
  await admin.getByRole("link", { name }).click();
  await openDeed(admin, "Remove member");
  await expect(admin.getByText("1 pending request is withdrawn.")).toBeVisible();
  await expectAccessible(admin);
  await admin.getByRole("button", { name: `Remove ${name}` }).click();
  await expect(admin.getByText(/^Removed on /)).toBeVisible();
  await noor.goto("/ab/jobs/approvals");
  await expect(noor).toHaveURL(/\/sign-in/);
  await admin.goto(`/ab/jobs/approvals/${requestId}`);
  await expect(admin.getByText(`${name} has left the company`).first()).toBeVisible();
  await admin.goto("/ab/settings/members?state=removed");
  await expect(admin.getByRole("link", { name })).toBeVisible();

  await admin.goto("/ab/settings/members?q=hana");
  await admin.getByRole("link", { name: "Hana Okafor" }).click();
  await expect(admin.getByText(/^Reassign first: \d+ contracts?\.$/)).toBeVisible();
  await expect(admin.locator("summary").filter({ hasText: "Remove member" })).toHaveCount(0);
});
