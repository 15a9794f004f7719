import { answerOrder, idIn } from "./steps";
import { addressOf, expect, expectNoSidewaysScroll, phone, test, unique } from "./test";

test("a post is drafted, posted, edited and becomes an offer; closed, it is marked as filled and can be reopened", async ({
  as,
  witness,
}) => {
  const title = unique("Meter reading audit");
  const manager = await as("hiring-manager");
  await manager.goto("/ab/jobs/posts");
  await manager.getByRole("link", { name: "New post" }).click();
  await expect(manager.getByRole("heading", { name: "New post" })).toBeVisible();
  await manager.getByLabel("Title", { exact: true }).fill(title);
  await manager.getByLabel("Team", { exact: true }).selectOption({ label: "Finance operations" });
  await manager.getByRole("button", { name: "Save draft" }).click();
  await expect(manager.getByRole("heading", { level: 1, name: `Draft: ${title}` })).toBeVisible();

  await manager.getByRole("button", { name: "Post", exact: true }).click();
  await expect(manager.getByText("Describe the work that is looked for.").first()).toBeVisible();
  await manager.getByLabel("Description").fill("Read forty meters and compare them with the books.");
  await manager.getByLabel(/^Highest rate/).fill("64.00");
  await answerOrder(manager, /4500-1182/);
  await manager.getByRole("button", { name: "Post", exact: true }).click();
  await expect(manager.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await expect(manager.getByText("Hourly, up to $64.00")).toBeVisible();
  const postId = idIn(manager, "/ab/jobs/posts/");

  await manager.getByRole("link", { name: "Edit post" }).click();
  await manager.getByLabel(/^Lowest rate/).fill("70.00");
  await manager.getByRole("button", { name: "Save changes" }).click();
  await expect(manager.getByText("The highest rate is below the lowest. Change one of them.").first()).toBeVisible();
  await manager.getByLabel(/^Lowest rate/).fill("58.00");
  await manager.getByRole("button", { name: "Save changes" }).click();
  await expect(manager.getByText("Hourly, $58.00 – $64.00", { exact: true })).toBeVisible();
  await expect(manager.getByText(/edited the post/)).toBeVisible();
  await manager.setViewportSize(phone);
  await expectNoSidewaysScroll(manager);
  await manager.setViewportSize({ width: 1280, height: 900 });

  await manager.getByRole("link", { name: "Make offer" }).click();
  await expect(manager.getByRole("heading", { name: "New offer" })).toBeVisible();
  await expect(manager.getByLabel("Title", { exact: true })).toHaveValue(title);
  await expect(manager.getByLabel(/^Job post/)).toHaveValue(postId);
  await expect(manager.getByLabel(/^Rate in/)).toHaveValue("64.00");
  await expect(manager.getByLabel(/^Purchase order/).locator("option:checked")).toContainText("4500-1182");

  await manager.goto(`/ab/jobs/posts/${postId}`);
  await manager.getByText("Close post", { exact: true }).first().click();
  await manager.getByLabel(/^Reason/).fill("The meters read themselves now.");
  await manager.getByRole("button", { name: "Close post" }).click();
  await expect(manager.getByText("This post is closed")).toBeVisible();
  await manager.goto(`/ab/jobs/posts?tab=closed&q=${encodeURIComponent(title.toLowerCase())}`);
  await expect(manager.getByRole("link", { name: title })).toBeVisible();
  await manager.getByRole("link", { name: title }).click();
  await manager.getByRole("link", { name: "Reopen" }).click();
  await manager.getByRole("button", { name: "Reopen" }).click();
  await expect(manager.getByText(/reopened the post/)).toBeVisible();
  const [row] = await witness.sql`select state, order_choice, filled from job_posts where id = ${postId}`;
  expect(row).toMatchObject({ state: "open", order_choice: "order", filled: false });
});

test("an approval request starts from a post, and its approver sees the purchase order with what is left", async ({
  as,
  mailTo,
}) => {
  const title = unique("Substation photographs");
  const manager = await as("hiring-manager");
  await manager.goto("/ab/jobs/posts/new");
  await manager.getByLabel("Title", { exact: true }).fill(title);
  await manager.getByLabel("Description").fill("Sixty pictures of six substations.");
  await manager.getByRole("radio", { name: "Fixed-price" }).check();
  await manager.getByLabel(/^Budget in/).fill("1,800.00");
  await manager.getByLabel("Team", { exact: true }).selectOption({ label: "Finance operations" });
  await answerOrder(manager, /4500-1182/);
  await manager.getByRole("button", { name: "Post", exact: true }).click();
  await expect(manager.getByRole("heading", { level: 1, name: title })).toBeVisible();
  const postId = idIn(manager, "/ab/jobs/posts/");

  await manager.goto(`/ab/jobs/approvals/new?post=${postId}`);
  await expect(manager.getByLabel("Job or contract title")).toHaveValue(title);
  await expect(manager.getByLabel(/^Total budget/)).toHaveValue("1800.00");
  await manager.getByLabel("Reason", { exact: true }).fill("For the annual report.");
  await manager.getByRole("button", { name: "Submit" }).click();
  await expect(manager.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await expect(manager.getByRole("link", { name: "4500-1182" })).toBeVisible();
  const requestId = idIn(manager, "/ab/jobs/approvals/");
  expect((await mailTo(addressOf("approver"), { kind: "request-requested", text: title })).text).toContain("4500-1182");
  const approver = await as("approver");
  await approver.goto(`/ab/jobs/approvals/${requestId}`);
  await expect(approver.getByText(/left, valid through/)).toBeVisible();
  const impact = approver.getByRole("region", { name: "What it does to PO 4500-1182" });
  await expect(impact.getByRole("definition").nth(2)).toHaveText("$1,800.00");
  await expect(impact.getByText(/^Of \$[\d,.]+, \$[\d,.]+ stays free\.$/)).toBeVisible();
  // The post itself is not the approver's to open.
  await expect(approver.getByText("Job post", { exact: true })).toBeVisible();
  await expect(approver.getByRole("link", { name: title })).toHaveCount(0);
});

test("a post without a purchase order is offered the way to one, and a colleague of another team does not see it", async ({
  as,
}) => {
  const title = unique("Cable survey");
  const manager = await as("hiring-manager");
  await manager.goto("/ab/jobs/posts/new");
  await manager.getByLabel("Title", { exact: true }).fill(title);
  await manager.getByLabel("Description").fill("Walk the line.");
  await manager.getByLabel("Team", { exact: true }).selectOption({ label: "Finance operations" });
  await manager.getByRole("button", { name: "Post", exact: true }).click();
  await expect(manager.getByText("Choose a purchase order, or “I don't have one yet”.").first()).toBeVisible();
  await answerOrder(manager);
  await manager.getByRole("button", { name: "Post", exact: true }).click();
  await expect(manager.getByText("The company asks for one on every post.")).toBeVisible();
  await manager.getByRole("link", { name: "Choose PO" }).click();
  await expect(manager).toHaveURL(/\/edit#order$/);
  await manager.getByLabel(/^Purchase order/).selectOption("new");
  await manager.getByLabel("Number", { exact: true }).fill(unique("CS"));
  await manager.getByLabel(/^Amount in/).fill("4,000.00");
  await manager.getByRole("button", { name: "Save changes" }).click();
  await expect(manager.getByText(/\$4,000\.00 left/)).toBeVisible();
  const other = await as("second-hiring-manager");
  await other.goto(`/ab/jobs/posts?q=${encodeURIComponent(title)}`);
  await expect(other.getByText(/No post here begins with/)).toBeVisible();
});
