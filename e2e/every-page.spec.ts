import type { Witness } from "./database";
import { expect, expectAccessible, expectNoSidewaysScroll, linkIn, type Page, phone, test } from "./test";
import { type Stop, stops } from "./tour";

type Open = (stop: Stop["as"]) => Promise<Page>;

/** Goes to every page in turn, one browser per person. */
async function tour(
  witness: Witness,
  open: Open,
  look: (page: Page) => Promise<void>,
  more: Stop[] = [],
): Promise<void> {
  const pages = new Map<Stop["as"], Page>();
  for (const { as, path } of [...(await stops(witness)), ...more]) {
    const page = pages.get(as) ?? (await open(as));
    pages.set(as, page);
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 }).first(), path).toBeVisible();
    await look(page);
  }
}

/** The page behind the mail of a request that waits in the demo. */
async function decisionPage(
  mailsTo: (address: string) => Promise<{ kind: string; text: string }[]>,
  witness: Witness,
): Promise<Stop> {
  const [waiting] =
    await witness.sql`select title from approval_requests where state = 'pending' and account_id = (select id from accounts where slug = 'northwind') order by requested_at limit 1`;
  const mail = (await mailsTo("bo@northwind.example")).find(
    ({ kind, text }) => kind === "request-requested" && text.includes(String(waiting?.title)),
  );
  if (!mail) throw new Error("The demo has no mail for a pending request.");
  return { as: "approver", path: linkIn(mail as Parameters<typeof linkIn>[0], "/d/") };
}

test("every page is accessible, in light and in dark", async ({ as, nobody, mailsTo, mayComplain, witness }) => {
  test.setTimeout(300_000);
  mayComplain(/404 \(Not Found\)/);
  await tour(witness, (who) => (who === "nobody" ? nobody() : as(who)), expectAccessible, [
    await decisionPage(mailsTo, witness),
  ]);
});

test("no page scrolls sideways on a phone", async ({ as, nobody, mailsTo, mayComplain, witness }) => {
  test.setTimeout(240_000);
  mayComplain(/404 \(Not Found\)/);
  const look = { viewport: phone };
  await tour(witness, (who) => (who === "nobody" ? nobody(look) : as(who, look)), expectNoSidewaysScroll, [
    await decisionPage(mailsTo, witness),
  ]);
});
