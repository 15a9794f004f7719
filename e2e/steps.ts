import type { Witness } from "./database";
import { expect, type Locator, type Page, type PersonaKey } from "./test";

/** The terms that stories use unless they say otherwise. */
export const usualTerms = { rate: "85.00", weeklyHours: "20", startDate: "2027-02-01", endDate: "2027-03-28" };

export type RequestWish = {
  title: string;
  kind?: "Direct" | "BYO" | "Payroll";
  talent?: { name: string; email: string } | null;
  rate?: string;
  weeklyHours?: string;
  budget?: string;
  startDate?: string;
  endDate?: string;
  team?: string;
  reason?: string;
  /** the line of a purchase order; “I don't have one yet” unless named */
  order?: RegExp | string;
};

export const teodor = { name: "Teodor Marsh", email: "teodor@marsh.example" };
export const ines = { name: "Ines Duarte", email: "ines@duarte.example" };

/** Fills in the request form that is open. */
export async function fillInRequest(page: Page, wish: RequestWish): Promise<void> {
  const {
    title,
    kind = "Direct",
    talent = teodor,
    team = "Finance operations",
    reason = "The auditors asked for an outside reading.",
  } = wish;
  await page.getByLabel("Job or contract title").fill(title);
  if (talent) {
    await page.getByRole("radio", { name: "A named freelancer" }).check();
    await page.getByLabel("Name", { exact: true }).fill(talent.name);
    await page.getByLabel("E-mail").fill(talent.email);
  } else {
    await page.getByRole("radio", { name: "Not chosen yet" }).check();
  }
  await page.getByRole("radio", { name: kind, exact: true }).check();
  if (wish.budget) {
    await page.getByRole("radio", { name: "Fixed-price" }).check();
    await page.getByLabel(/^Total budget/).fill(wish.budget);
  } else {
    await page.getByRole("radio", { name: "Hourly" }).check();
    await page.getByLabel(/^Rate in/).fill(wish.rate ?? usualTerms.rate);
    await page.getByLabel(/^Weekly limit/).fill(wish.weeklyHours ?? usualTerms.weeklyHours);
  }
  await page.getByLabel(/^Start date/).fill(wish.startDate ?? usualTerms.startDate);
  await page.getByLabel(/^End date/).fill(wish.endDate ?? usualTerms.endDate);
  await page.getByLabel("Team", { exact: true }).selectOption({ label: team });
  await page.getByLabel("Reason", { exact: true }).fill(reason);
  await answerOrder(page, wish.order);
}

/** Answers the question for a purchase order, where the form asks it: by its line, or “I don't have one yet”. */
export async function answerOrder(page: Page, order: RegExp | string = "I don't have one yet"): Promise<void> {
  const field = page.getByLabel(/^Purchase order/);
  if ((await field.count()) === 0) return;
  const option = field.getByRole("option", { name: order });
  await field.selectOption(await option.first().getAttribute("value"));
}

/** From the dashboard to a submitted request. @returns its id. */
export async function createRequest(page: Page, wish: RequestWish): Promise<string> {
  await page.goto("/ab/jobs/approvals");
  await page.getByRole("link", { name: "Create Request" }).first().click();
  await expect(page.getByRole("heading", { name: "New request" })).toBeVisible();
  await fillInRequest(page, wish);
  await page.getByRole("button", { name: "Submit" }).click();
  await expect(page.getByRole("heading", { level: 1, name: wish.title })).toBeVisible();
  return idIn(page, "/ab/jobs/approvals/");
}

/** Opens a request as its approver and approves it. */
export async function approve(page: Page, requestId: string): Promise<void> {
  await page.goto(`/ab/jobs/approvals/${requestId}`);
  await page.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(page.getByText("You approved this request.")).toBeVisible();
}

/** Opens a request (or the page behind a mail) as its approver and declines it with a reason. */
export async function decline(page: Page, reason: string): Promise<void> {
  await page.getByRole("button", { name: "Decline" }).click();
  await page.getByLabel("Reason", { exact: true }).fill(reason);
  await page.getByRole("button", { name: "Decline" }).click();
  await expect(page.getByText("You declined this request.")).toBeVisible();
}

/** From an approved request to a sent offer on the approved terms. @returns the offer's id. */
export async function sendOffer(
  page: Page,
  requestId: string,
  { description = "Read both payroll runs and write up every difference." } = {},
): Promise<string> {
  await page.goto(`/ab/jobs/approvals/${requestId}`);
  await page.getByRole("link", { name: "Send offer" }).click();
  await expect(page.getByRole("heading", { name: "New offer" })).toBeVisible();
  await page.getByLabel("Description").fill(description);
  await page.getByRole("button", { name: "Send offer" }).click();
  await expect(page.getByText(/^Offer \d+ to /)).toBeVisible();
  return idIn(page, "/ab/jobs/offers/");
}

/**
 * A contract of Ines that runs; with `milestones` it has a fixed price and its first one is funded.
 * @returns who is signed in, the client's page of it, and the freelancer's.
 */
export async function startContract(
  as: (persona: PersonaKey, look?: { viewport: { width: number; height: number } }) => Promise<Page>,
  title: string,
  {
    milestones = [],
    look,
    ...wish
  }: Partial<RequestWish> & {
    milestones?: readonly [title: string, amount: string][];
    look?: { viewport: { width: number; height: number } };
  } = {},
) {
  const manager = await as("hiring-manager");
  const requestId = await createRequest(manager, { title, talent: ines, ...wish });
  await approve(await as("approver"), requestId);
  await manager.goto(`/ab/jobs/approvals/${requestId}`);
  await manager.getByRole("link", { name: "Send offer" }).click();
  await expect(manager.getByRole("heading", { name: "New offer" })).toBeVisible();
  await manager.getByLabel("Description").fill("As it was discussed.");
  for (const [index, [name, amount]] of milestones.entries()) {
    const place = `Milestone ${index + 1}:`;
    await manager.getByLabel(`${place} Title`).fill(name);
    await manager.getByLabel(new RegExp(`^${place} Amount`)).fill(amount);
  }
  await manager.getByRole("button", { name: "Send offer" }).click();
  await expect(manager.getByText(/^Offer \d+ to /)).toBeVisible();
  const offerId = idIn(manager, "/ab/jobs/offers/");
  const freelancer = await as("second-freelancer", look);
  await freelancer.goto(`/talent/offers/${offerId}`);
  await freelancer.getByRole("button", { name: "Accept offer" }).click();
  await expect(freelancer.getByText("You accepted this offer")).toBeVisible();
  await freelancer.goto(`/talent/contracts?q=${encodeURIComponent(title)}`);
  await freelancer.getByRole("link", { name: title }).click();
  await expect(freelancer.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await manager.goto(`/ab/jobs/contracts?q=${encodeURIComponent(title)}`);
  await manager.getByRole("link", { name: title }).click();
  await expect(manager.getByRole("heading", { level: 1, name: title })).toBeVisible();
  return {
    title,
    manager,
    freelancer,
    page: new URL(manager.url()).pathname,
    ownPage: new URL(freelancer.url()).pathname,
  };
}

/** Fixed-price work funded with this amount, which the client wants back; with more milestones where they are named. */
export async function askForRefund(
  as: Parameters<typeof startContract>[0],
  title: string,
  amount: string,
  ...more: [title: string, amount: string][]
) {
  const all = more.reduce((sum, [, each]) => sum + Number(each), Number(amount)).toFixed(2);
  const started = await startContract(as, title, { budget: all, milestones: [["Survey", amount], ...more] });
  const { manager } = started;
  await openDeed(manager, "Request refund");
  await manager.getByRole("textbox", { name: "Reason" }).fill("One district is missing.");
  await manager.getByRole("button", { name: `Ask for $${amount} back` }).click();
  await expect(manager.getByText(/Without an answer the money comes back on/)).toBeVisible();
  return started;
}

/** The same, and the freelancer disputes it. */
export async function disputeRefund(...wish: Parameters<typeof askForRefund>) {
  const started = await askForRefund(...wish);
  const { freelancer, ownPage } = started;
  await freelancer.goto(ownPage);
  await openDeed(freelancer, "Dispute");
  await freelancer.getByLabel("What was agreed, and what was delivered").fill("Two districts were handed over.");
  await freelancer.getByRole("button", { name: "Submit dispute" }).click();
  await expect(freelancer.getByText("You dispute this")).toBeVisible();
  return started;
}

/** The same, and the client declines: its only milestone is in mediation. */
export async function disputeMilestone(...wish: Parameters<typeof askForRefund>) {
  const started = await disputeRefund(...wish);
  const { manager, page } = started;
  await manager.goto(page);
  await openDeed(manager, "Decline");
  await manager.getByLabel("Evidence").fill("Three were agreed.");
  await manager.getByRole("button", { name: "Send to mediation" }).click();
  await expect(manager.getByText(/^A mediator of Countersign works on it/)).toBeVisible();
  return started;
}

/** Where the only milestone of a contract stands, with its money in minor units. */
export async function figuresOf({ sql }: Witness, title: string) {
  const [row] = await sql`
    select m.state, m.held_minor::int as held, m.released_minor::int as released, m.refunded_minor::int as refunded
    from milestones m join contracts c on c.account_id = m.account_id and c.id = m.contract_id where c.title = ${title}`;
  return { ...row };
}

/** A deposit that covers whatever stories draw, so that months of the demo's clock find nothing past due. */
export async function depositAmply(as: Parameters<typeof startContract>[0], reference: string): Promise<void> {
  const [pat, ruth] = [await as("payment-operations-agent"), await as("second-payment-operations-agent")];
  await pat.goto("/staff/companies/northwind");
  await openDeed(pat, "Record payment");
  await pat
    .getByLabel(/^Amount in/)
    .first()
    .fill("500000.00");
  await pat.getByLabel("Reference", { exact: true }).fill(reference);
  await pat.getByLabel("Where it was seen").fill("Statement of the day, line 1.");
  await pat.getByRole("button", { name: "Record payment" }).click();
  await expect(pat.getByRole("row", { name: new RegExp(reference) })).toBeVisible();
  await ruth.goto("/staff/companies/northwind");
  await ruth
    .getByRole("row", { name: new RegExp(reference) })
    .getByRole("link")
    .click();
  await ruth.getByRole("button", { name: /^Confirm \$/ }).click();
  await expect(ruth.getByText("Confirmed", { exact: true })).toBeVisible();
}

/** Submits work for the milestone that is funded, from the freelancer's page. */
export async function submitWork(freelancer: Page, ownPage: string, message: string): Promise<void> {
  await freelancer.goto(ownPage);
  await openDeed(freelancer, "Submit work");
  await freelancer.getByLabel("Message", { exact: true }).fill(message);
  await freelancer.getByRole("button", { name: "Submit for review" }).click();
  await expect(freelancer.getByText(/unless Northwind Grid requests changes/)).toBeVisible();
}

/** Presses Tab until this control has the focus. */
export async function tabTo(page: Page, target: Locator): Promise<Locator> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return target;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${target}.`);
}

/** The button that opens a deed. */
export const opener = (page: Page, label: string) => page.locator("summary").filter({ hasText: label }).first();

/** Opens a deed by its button, for all its forms stand closed. */
export const openDeed = (page: Page, label: string) => opener(page, label).click();

/** The id at the end of the page's address. */
export function idIn(page: Page, path: string): string {
  const id = new URL(page.url()).pathname.slice(path.length);
  expect(id, page.url()).toMatch(/^[0-9a-f-]{36}$/);
  return id;
}

/** Where a request and an offer are shown. */
export const pageOfRequest = (id: string) => `/ab/jobs/approvals/${id}`;
export const pageOfOffer = (id: string) => `/ab/jobs/offers/${id}`;

/** A switch of the notification settings by its row and channel: "Spend alerts, e-mail". */
export const toggle = (page: Page, name: string) => page.getByRole("switch", { name, exact: true });

/** Switches a kind of notification on or off, and sees that it stays so. */
export async function setSwitch(
  page: Page,
  name: string,
  on: boolean,
  at = "/ab/notification-settings",
): Promise<void> {
  await page.goto(at);
  const found = toggle(page, name);
  if ((await found.getAttribute("aria-checked")) !== String(on)) await found.click();
  await expect(found).toBeChecked({ checked: on });
  await expect(found, "under way").not.toHaveAttribute("aria-disabled");
  await page.reload();
  await expect(found, "after a reload").toBeChecked({ checked: on });
}
