import { expect, expectAccessible, expectNoSidewaysScroll, linkIn, phone, test } from "./test";
import { stops, visitors } from "./tour";

test.describe.configure({ mode: "parallel" });

for (const visitor of visitors) {
  test(`every page of ${visitor} is accessible in light and dark, and no wider than a phone`, async ({
    as,
    nobody,
    mailsTo,
    mayComplain,
    witness,
  }) => {
    test.setTimeout(480_000);
    mayComplain(/404 \(Not Found\)/);
    const page = await (visitor === "nobody" ? nobody() : as(visitor));
    const paths = (await stops(witness)).filter((stop) => stop.as === visitor).map((stop) => stop.path);
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
      await page.setViewportSize(phone);
      await expectNoSidewaysScroll(page);
    }
  });
}
