import { approve, createRequest, depositAmply, pageOfOffer, pageOfRequest, sendOffer, teodor } from "./steps";
import { addressOf, expect, linkIn, test, unique } from "./test";

/** The clock of the demo is one for all, so this file runs last and alone. */
test("what nobody answers expires: a request, an approval and an offer, which gives its approval back", async ({
  as,
  mailTo,
  advance,
  witness,
}) => {
  await depositAmply(as, unique("FT"));
  const titles = { pending: unique("Never decided"), unused: unique("Never used"), offered: unique("Never answered") };
  const [manager, approver] = [await as("hiring-manager"), await as("approver")];
  const pending = await createRequest(manager, { title: titles.pending });
  const unused = await createRequest(manager, { title: titles.unused });
  await approve(approver, unused);
  const offered = await createRequest(manager, { title: titles.offered });
  await approve(approver, offered);
  const offerId = await sendOffer(manager, offered);
  const link = linkIn(await mailTo(addressOf("approver"), { kind: "request-requested", text: titles.pending }), "/d/");
  const states = async () => {
    const rows =
      await witness.sql`select id, state from approval_requests where id in ${witness.sql([pending, unused, offered])}`;
    return [pending, unused, offered].map((id) => rows.find((row) => row.id === id)?.state);
  };

  await advance("P29D");
  expect(await states()).toEqual(["pending", "approved", "consumed"]);
  const ran = await advance("P2D");
  expect(Object.values(ran).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
  expect(await states()).toEqual(["expired", "expired", "approved"]);

  const hana = addressOf("hiring-manager");
  await mailTo(hana, { kind: "request-expired", text: titles.pending });
  await mailTo(hana, { kind: "request-expired", text: titles.unused });
  await mailTo(hana, { kind: "request-freed", text: titles.offered });
  await mailTo(teodor.email, { kind: "offer-expired", text: titles.offered });

  const [later, decider] = [await as("hiring-manager"), await as("approver")];
  await later.goto(`/ab/jobs/approvals?tab=expired&q=${encodeURIComponent(titles.pending)}`);
  await expect(later.getByRole("link", { name: titles.pending, exact: true })).toBeVisible();
  await decider.goto(link);
  await expect(decider.getByText("This link can no longer be used to decide.")).toBeVisible();
  await expect(decider.getByRole("button", { name: "Approve", exact: true })).toHaveCount(0);
  await later.goto(pageOfOffer(offerId));
  await expect(later.getByText("Nobody answered in time").first()).toBeVisible();

  // Freed, so it carries another offer; then at least seven days were left.
  const [freed] =
    await witness.sql`select expires_at > (select max(ended_at) + interval '6 days 23 hours' from offers where id = ${offerId}) as enough from approval_requests where id = ${offered}`;
  expect(freed?.enough).toBe(true);
  await later.goto(pageOfRequest(offered));
  await expect(later.getByRole("link", { name: "Send offer" })).toBeVisible();
});

test("the clock goes forward only, and the banner moves it as well", async ({ as, request }) => {
  const page = await as("admin");
  await page.goto("/ab/jobs/offers");
  const clock = async () => new Date((await (await request.get("/api/demo/clock")).json()).now).getTime();
  const before = await clock();
  await page.getByRole("button", { name: "+1 day" }).click();
  await expect.poll(async () => (await clock()) - before).toBeGreaterThanOrEqual(86_400_000);
  const back = await request.post("/api/demo/clock", { data: { set: "2026-01-01T00:00:00Z" } });
  expect(back.status()).toBe(422);
  expect((await request.post("/api/demo/clock", { data: { advance: "soon" } })).status()).toBe(422);
});
