import { approve, createRequest, pageOfOffer, pageOfRequest, sendOffer, teodor } from "./steps";
import { expect, test, unique } from "./test";

test("a modified offer keeps its approval; sender, approver and freelancer see what differs", async ({
  as,
  mailTo,
  witness,
}) => {
  const title = unique("Tax memo");
  const [manager, approver, freelancer] = [await as("hiring-manager"), await as("approver"), await as("freelancer")];
  const requestId = await createRequest(manager, { title });
  await approve(approver, requestId);
  const offerId = await sendOffer(manager, requestId);

  await freelancer.goto(`/talent/offers/${offerId}`);
  await expect(freelancer.getByRole("button", { name: "Accept offer" })).toBeVisible();

  await manager.getByRole("link", { name: "Modify offer" }).click();
  await manager.getByLabel(/^Rate in/).fill("100.00");
  const comparison = manager.getByRole("region", { name: "What the offer comes to" });
  await expect(comparison).toContainText("+17.6 %");
  await manager.getByRole("button", { name: "Modify offer" }).click();
  await expect(manager).toHaveURL(new RegExp(`${pageOfOffer(offerId)}$`));
  await expect(manager.getByRole("heading", { name: "Differs from what was approved" })).toBeVisible();
  const mail = await mailTo(teodor.email, { kind: "offer-modified", text: title });
  expect(mail.text).toContain("$100.00");

  // The version that was open meanwhile cannot be accepted any more.
  await freelancer.getByRole("button", { name: "Accept offer" }).click();
  await expect(freelancer.getByText("This offer has changed. Review the new terms.")).toBeVisible();
  await freelancer.reload();
  await expect(freelancer.getByRole("heading", { name: "What changed" })).toBeVisible();
  await expect(freelancer.getByText("+17.6 %").first()).toBeVisible();

  await approver.goto(pageOfRequest(requestId));
  await expect(approver.getByText("Differs from what was approved")).toBeVisible();
  await expect(approver.getByText("+17.6 %").first()).toBeVisible();

  await freelancer.getByRole("button", { name: "Accept offer" }).click();
  await expect(freelancer.getByText("You accepted this offer")).toBeVisible();
  const [row] = await witness.sql`
    select r.state as request, o.state as offer, o.version, c.offer_version from approval_requests r join offers o on o.request_id = r.id
    join contracts c on c.offer_id = o.id where r.id = ${requestId}`;
  expect(row).toEqual({ request: "consumed", offer: "accepted", version: 2, offer_version: 2 });
});
