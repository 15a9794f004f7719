import { listPages, routeOf } from "./harness/inventory";
import { expect, expectAccessible, expectNoSidewaysScroll, linkIn, phone, test } from "./test";
import { stops, visitors } from "./tour";

test.describe.configure({ mode: "parallel" });

/** These send their visitor on, or are the framework's own; the empty pages are for the bench. */
const nothingToSee = [
  "/",
  "/ab",
  "/ab/jobs",
  "/staff",
  "/talent",
  "/_global-error",
  "/_not-found",
  "/dev/empty",
  "/dev/empty-client",
];

test("the tour stops at every page of the build", async ({ witness }) => {
  const seen = new Set((await stops(witness)).map(({ path }) => routeOf(path)));
  expect(listPages().filter((page) => !seen.has(page) && !nothingToSee.includes(page))).toEqual([]);
});

/** Who has so many pages that one test of all of them would hold up the rest. */
const tours = visitors.flatMap((visitor) => {
  const parts = visitor === "admin" ? 3 : 1;
  return Array.from({ length: parts }, (_, part) => ({ visitor, part, parts }));
});

for (const { visitor, part, parts } of tours) {
  const which = parts > 1 ? ` (${part + 1} of ${parts})` : "";
  test(`every page of ${visitor} is accessible in light and dark, and no wider than its window${which}`, async ({
    as,
    nobody,
    mailsTo,
    mayComplain,
    witness,
  }) => {
    mayComplain(/404 \(Not Found\)/);
    const page = await (visitor === "nobody" ? nobody() : as(visitor));
    const own = (await stops(witness)).filter((stop) => stop.as === visitor).map((stop) => stop.path);
    const paths = own.filter((_, at) => at % parts === part);
    if (visitor === "approver") {
      const waiting = (await mailsTo("bo@northwind.example")).find((mail) => mail.kind === "request-requested");
      if (!waiting) throw new Error("The demo has no mail about a request.");
      paths.push(linkIn(waiting, "/d/"));
    }
    expect(paths.length).toBeGreaterThan(0);
    for (const path of paths) {
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 }).first(), path).toBeVisible();
      await expectAccessible(page);
      for (const width of [1024, 1440, phone.width]) {
        await page.setViewportSize({ width, height: phone.height });
        await expectNoSidewaysScroll(page);
      }
    }
  });
}
