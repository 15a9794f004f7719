import { createRequest, idIn, pageOfRequest } from "./steps";
import { expect, type Page, test, unique } from "./test";

/** Opens an address as on a slow line: its scripts arrive when the function that is handed back is called. */
async function openSlowly(page: Page, address: string): Promise<() => void> {
  let arrive = () => {};
  const arrival = new Promise<void>((done) => {
    arrive = done;
  });
  await page.route("**/_next/static/**", async (route) => {
    if (route.request().resourceType() === "script") await arrival;
    await route.continue();
  });
  await page.goto(address, { waitUntil: "domcontentloaded" });
  return arrive;
}

test("what is typed before scripts arrive stays, and what needs them is not offered until then", async ({
  as,
  witness,
}) => {
  const title = unique("Slow line survey");
  const manager = await as("hiring-manager");
  const first = await createRequest(manager, { title, reason: "As it was." });
  const copy = (await manager.getByRole("link", { name: "Copy to new request" }).getAttribute("href")) ?? "";

  const form = await as("hiring-manager");
  const scriptsOfForm = await openSlowly(form, copy);
  await expect(form.getByRole("button", { name: "Attach files" })).toBeDisabled();
  await form.getByLabel("Reason", { exact: true }).fill("Typed before anything else was there.");
  await form.getByLabel(/^Rate in/).fill("61.00");
  scriptsOfForm();
  await expect(form.getByRole("button", { name: "Attach files" })).toBeEnabled();
  await expect(form.getByLabel("Reason", { exact: true })).toHaveValue("Typed before anything else was there.");
  await form.getByRole("button", { name: "Submit" }).click();
  await expect(form.getByText("Changed against the earlier request")).toBeVisible();
  const second = idIn(form, "/ab/jobs/approvals/");
  const [row] = await witness.sql`select reason, rate_minor::int as rate from approval_requests where id = ${second}`;
  expect({ ...row }).toEqual({ reason: "Typed before anything else was there.", rate: 6100 });

  const page = await as("hiring-manager");
  const scriptsOfPage = await openSlowly(page, pageOfRequest(first));
  const withdraw = page.getByRole("button", { name: "Withdraw request" });
  await expect(withdraw).toBeDisabled();
  scriptsOfPage();
  await withdraw.click();
  await page.getByRole("dialog").getByRole("button", { name: "Withdraw request" }).click();
  await expect(page.getByText("Withdrawn", { exact: true }).first()).toBeVisible();
});
