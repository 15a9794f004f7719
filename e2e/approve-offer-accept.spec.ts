import { approve, createRequest, pageOfOffer, sendOffer, teodor } from "./steps";
import { addressOf, expect, test, unique } from "./test";

test("a request is approved, becomes an offer and, accepted, a contract that both sides see", async ({
  as,
  mailTo,
  witness,
}) => {
  const title = unique("Payroll audit");
  const [manager, approver, freelancer, admin] = [
    await as("hiring-manager"),
    await as("approver"),
    await as("freelancer"),
    await as("admin"),
  ];

  const requestId = await createRequest(manager, { title });
  await expect(manager.getByText("Waiting")).toBeVisible();
  await mailTo(addressOf("approver"), { kind: "request-requested", text: title });

  await approver.goto(`/ab/jobs/approvals?q=${encodeURIComponent(title)}`);
  await approver.getByRole("link", { name: title, exact: true }).click();
  await expect(approver.getByText("$13,600.00").first()).toBeVisible();
  await approve(approver, requestId);
  await mailTo(addressOf("hiring-manager"), { kind: "request-approved", text: title });

  const offerId = await sendOffer(manager, requestId);
  await expect(manager.getByText("Nothing differs from what was approved")).toBeVisible();
  await mailTo(teodor.email, { kind: "offer-sent", text: title });

  await freelancer.goto("/talent/offers");
  await freelancer.getByRole("link", { name: title }).click();
  await freelancer.getByRole("button", { name: "Accept offer" }).click();
  await expect(freelancer.getByText("You accepted this offer")).toBeVisible();
  await mailTo(addressOf("hiring-manager"), { kind: "offer-accepted", text: title });
  await freelancer.getByRole("link", { name: /^Open contract/ }).click();
  await expect(freelancer).toHaveURL(/\/talent\/contracts\//);
  await expect(freelancer.getByRole("heading", { level: 1, name: title })).toBeVisible();

  await manager.goto(pageOfOffer(offerId));
  await manager.getByRole("link", { name: /^Open contract/ }).click();
  await expect(manager.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await admin.goto("/ab/jobs/contracts");
  await expect(admin.getByRole("link", { name: title })).toBeVisible();

  const [row] = await witness.sql`
    select r.state as request, o.state as offer, o.gate, c.state as contract, x.outcome,
      (select count(*)::int from approval_decisions d where d.request_id = r.id) as decisions
    from approval_requests r join offers o on o.request_id = r.id join contracts c on c.offer_id = o.id
    join approval_outcomes x on x.request_id = r.id where r.id = ${requestId} and o.id = ${offerId}`;
  expect(row).toEqual({
    request: "consumed",
    offer: "accepted",
    gate: "approved",
    contract: "active",
    outcome: "approved",
    decisions: 1,
  });
});
