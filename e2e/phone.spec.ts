import { approve, createRequest, sendOffer } from "./steps";
import { expect, expectNoSidewaysScroll, phone, test, unique } from "./test";

test("from the request to the contract on phones", async ({ as }) => {
  const title = unique("Signs for the yard, both gates and the way between them");
  const look = { viewport: phone };
  const [manager, approver, freelancer] = [
    await as("hiring-manager", look),
    await as("approver", look),
    await as("freelancer", look),
  ];
  const requestId = await createRequest(manager, { title });
  await expectNoSidewaysScroll(manager);
  await approver.goto(`/ab/jobs/approvals/${requestId}`);
  await expect(approver.getByRole("button", { name: "Approve", exact: true })).toBeInViewport();
  await expectNoSidewaysScroll(approver);
  await approve(approver, requestId);
  const offerId = await sendOffer(manager, requestId);
  await expectNoSidewaysScroll(manager);
  await freelancer.goto(`/talent/offers/${offerId}`);
  await expect(freelancer.getByRole("button", { name: "Accept offer" })).toBeInViewport();
  await freelancer.getByRole("button", { name: "Accept offer" }).click();
  await expect(freelancer.getByText("You accepted this offer")).toBeVisible();
  await expectNoSidewaysScroll(freelancer);
});
