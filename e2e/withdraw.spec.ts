import { approve, createRequest, pageOfRequest, sendOffer, teodor } from "./steps";
import { addressOf, expect, linkIn, test, unique } from "./test";

test("withdrawing an offer frees its approval for another one", async ({ as, mailTo, witness }) => {
  const title = unique("Shelf labels");
  const manager = await as("hiring-manager");
  const requestId = await createRequest(manager, { title });
  await approve(await as("approver"), requestId);
  await sendOffer(manager, requestId);
  await manager.getByText("Withdraw offer", { exact: true }).first().click();
  await manager.getByLabel(/^Reason/).fill("The depot closes earlier.");
  await manager.getByRole("button", { name: "Withdraw offer" }).click();
  await expect(manager.getByText(/withdrew this offer/)).toBeVisible();
  const mail = await mailTo(teodor.email, { kind: "offer-withdrawn", text: title });
  expect(mail.text).toContain("The depot closes earlier.");
  const second = await sendOffer(manager, requestId);
  const rows =
    await witness.sql`select id = ${second} as second, state from offers where request_id = ${requestId} order by sent_at`;
  expect(rows.map(({ second: is, state }) => [is, state])).toEqual([
    [false, "withdrawn"],
    [true, "pending"],
  ]);
});

test("a declined offer frees its approval and tells the sender why", async ({ as, mailTo, witness }) => {
  const title = unique("Forklift manual");
  const [manager, freelancer] = [await as("hiring-manager"), await as("freelancer")];
  const requestId = await createRequest(manager, { title });
  await approve(await as("approver"), requestId);
  const offerId = await sendOffer(manager, requestId);
  await freelancer.goto(`/talent/offers/${offerId}`);
  await freelancer.getByText("Decline", { exact: true }).click();
  await freelancer.getByLabel("Reason").fill("I am away until May.");
  await freelancer.getByRole("button", { name: "Decline offer" }).click();
  await expect(freelancer.getByText("You declined this offer")).toBeVisible();
  expect((await mailTo(addressOf("hiring-manager"), { kind: "offer-declined", text: title })).text).toContain(
    "I am away until May.",
  );
  const [row] = await witness.sql`select state from approval_requests where id = ${requestId}`;
  expect(row?.state).toBe("approved");
  await manager.goto(pageOfRequest(requestId));
  await expect(manager.getByRole("link", { name: "Send offer" })).toBeVisible();
});

test("a withdrawn request can no longer be decided, not even by the link in the mail", async ({ as, mailTo }) => {
  const title = unique("Visitor badges");
  const manager = await as("hiring-manager");
  await createRequest(manager, { title });
  const link = linkIn(await mailTo(addressOf("approver"), { kind: "request-requested", text: title }), "/d/");
  await manager.getByRole("button", { name: "Withdraw request" }).click();
  await manager.getByRole("dialog").getByRole("button", { name: "Withdraw request" }).click();
  await expect(manager.getByText("Withdrawn", { exact: true }).first()).toBeVisible();
  const approver = await as("approver");
  await approver.goto(link);
  await expect(approver.getByText("This link can no longer be used to decide.")).toBeVisible();
  await expect(approver.getByRole("button", { name: "Approve", exact: true })).toHaveCount(0);
});

test("an admin replaces the approver: the link before is for someone else, the new one decides, and the export says so", async ({
  as,
  mailTo,
  witness,
}) => {
  const title = unique("Loading dock rota");
  const requestId = await createRequest(await as("hiring-manager"), { title });
  const before = linkIn(await mailTo(addressOf("approver"), { kind: "request-requested", text: title }), "/d/");
  const admin = await as("admin");
  await admin.goto(pageOfRequest(requestId));
  await admin.getByRole("button", { name: "Replace approver Bo Lindqvist" }).click();
  const dialog = admin.getByRole("dialog");
  await dialog.getByLabel("New approver").selectOption({ label: "Priya Raman" });
  await dialog.getByRole("button", { name: "Replace approver" }).click();
  await expect(admin.getByText("named Priya Raman to decide step 1 instead of Bo Lindqvist")).toBeVisible();
  await expect(admin.getByRole("button", { name: "Replace approver Priya Raman" })).toBeVisible();

  const [bo, priya] = [await as("approver"), await as("second-approver")];
  await bo.goto(before);
  await expect(bo.getByRole("heading", { name: "This request is waiting for someone else" })).toBeVisible();
  await priya.goto(
    linkIn(await mailTo(addressOf("second-approver"), { kind: "request-requested", text: title }), "/d/"),
  );
  await priya.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(priya.getByText("You approved this request.")).toBeVisible();
  const rows = await witness.sql`select state from approval_slots where request_id = ${requestId} order by state`;
  expect(rows.map((row) => row.state)).toEqual(["approved", "replaced"]);

  await admin.goto(`/ab/jobs/approvals?tab=approved&q=${encodeURIComponent(title)}`);
  const address = (await admin.getByRole("link", { name: "Export as CSV" }).getAttribute("href")) ?? "";
  expect(await (await admin.request.get(address)).text()).toMatch(new RegExp(`${title},approved,.*Priya Raman`));
  expect(await (await bo.request.get(address)).text()).not.toContain(title);
});
