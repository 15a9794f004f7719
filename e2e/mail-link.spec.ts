import { createRequest, decline } from "./steps";
import { addressOf, expect, linkIn, test, unique } from "./test";

test("the approver decides from the mail, signed out at first; afterwards the link says what happened", async ({
  as,
  nobody,
  mailTo,
  witness,
}) => {
  const title = unique("Newsletter rewrite");
  const requestId = await createRequest(await as("hiring-manager"), { title });
  const link = linkIn(await mailTo(addressOf("approver"), { kind: "request-requested", text: title }), "/d/");

  const page = await nobody();
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "Sign in to decide" })).toBeVisible();
  await expect(page.getByText(title)).toHaveCount(0);
  await page.getByRole("link", { name: "Sign in to decide" }).click();
  await page.getByRole("button", { name: "Continue as approver", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`${link.slice(0, 40)}`));
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await page.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(page.getByText("You approved this request.")).toBeVisible();
  await mailTo(addressOf("hiring-manager"), { kind: "request-approved", text: title });

  await page.goto(link);
  await expect(page.getByText("This link can no longer be used to decide.")).toBeVisible();
  await expect(page.getByText(/You approved this request on/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Approve", exact: true })).toHaveCount(0);
  const [row] = await witness.sql`
    select r.state, d.channel, (select count(*)::int from decision_links l where l.request_id = r.id and l.dead_since is null) as alive
    from approval_requests r join approval_decisions d on d.request_id = r.id where r.id = ${requestId}`;
  expect(row).toEqual({ state: "approved", channel: "mail", alive: 0 });
});

test("a forwarded mail is harmless: another person finds no case and no button", async ({ as, mailTo, witness }) => {
  const title = unique("Logo variants");
  const requestId = await createRequest(await as("hiring-manager"), { title });
  const link = linkIn(await mailTo(addressOf("approver"), { kind: "request-requested", text: title }), "/d/");
  for (const other of [
    "second-approver",
    "admin",
    "hiring-manager",
    "freelancer",
    "other-company-hiring-manager",
    "support-agent",
  ] as const) {
    const page = await as(other);
    await page.goto(link);
    await expect(page.getByRole("heading", { name: "This request is waiting for someone else" }), other).toBeVisible();
    await expect(page.getByText(title), other).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Approve", exact: true }), other).toHaveCount(0);
    await page.context().close();
  }
  const bo = await as("approver");
  await bo.goto(link);
  await decline(bo, "Not this quarter.");
  const [row] = await witness.sql`select state from approval_requests where id = ${requestId}`;
  expect(row?.state).toBe("declined");
});
