import { approve, createRequest, sendOffer } from "./steps";
import { addressOf, expect, expectAccessible, linkIn, type MailboxEntry, test, unique } from "./test";

const codeIn = (mail: MailboxEntry) => /\b(\d{3}) (\d{3})\b/.exec(mail.text)?.slice(1).join("") ?? "";

test("somebody without an account is invited, signs in by the link in the browser that asked, and accepts", async ({
  as,
  nobody,
  mailTo,
  witness,
}) => {
  const title = unique("Harbour photographs");
  const talent = { name: "Ravi Menon", email: `ravi.${Date.now().toString(36)}@photo.example` };
  const manager = await as("hiring-manager");
  const requestId = await createRequest(manager, { title, kind: "BYO", talent });
  await approve(await as("approver"), requestId);
  await sendOffer(manager, requestId);
  const invitation = await mailTo(talent.email, { kind: "offer-invited", text: title });

  const ravi = await nobody();
  await ravi.goto(linkIn(invitation, "/talent/offers/"));
  await ravi.getByLabel("Your mail address").fill(talent.email);
  await ravi.getByRole("button", { name: "Send me a link" }).click();
  await expect(ravi.getByRole("heading", { name: "Look into your mail" })).toBeVisible();
  await ravi.goto(linkIn(await mailTo(talent.email, { kind: "sign-in-link" }), "/verify"));
  await ravi.getByRole("button", { name: "Sign in" }).click();
  await expect(ravi.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await ravi.getByRole("button", { name: "Accept offer" }).click();
  await expect(ravi.getByText("You accepted this offer")).toBeVisible();
  await mailTo(addressOf("hiring-manager"), { kind: "offer-accepted", text: title });
  const [row] =
    await witness.sql`select o.state, u.email_verified_at is not null as proven from offers o join users u on u.id = o.talent_user_id where o.request_id = ${requestId}`;
  expect(row).toEqual({ state: "accepted", proven: true });
});

test("in another browser the link is not enough, and the code typed there is; both work once", async ({
  nobody,
  mailTo,
  mayComplain,
}) => {
  mayComplain(/404|403/);
  const address = addressOf("second-freelancer");
  const asking = await nobody();
  await asking.goto("/sign-in");
  await asking.getByLabel("Your mail address").fill(address);
  await asking.getByRole("button", { name: "Send me a link" }).click();
  await expect(asking.getByRole("heading", { name: "Look into your mail" })).toBeVisible();
  await expectAccessible(asking);
  const mail = await mailTo(address, { kind: "sign-in-link" });
  await asking.goto(linkIn(mail, "/verify"));
  await expect(asking.getByRole("button", { name: "Sign in" })).toBeVisible();
  await expectAccessible(asking);

  const other = await nobody();
  await other.goto(linkIn(mail, "/verify"));
  await expect(other.getByRole("heading", { name: "Type the code from the mail" })).toBeVisible();
  await other.getByLabel("Code from the mail").fill(codeIn(mail) === "000000" ? "000001" : "000000");
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other.getByText("This code did not work")).toBeVisible();
  await expectAccessible(other);
  await other.getByLabel("Code from the mail").fill(codeIn(mail));
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other).toHaveURL(/\/talent\/offers/);

  await asking.goto(linkIn(mail, "/verify"));
  await expect(asking.getByRole("heading", { name: "This link does not work any more" })).toBeVisible();
});
