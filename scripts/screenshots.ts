import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import type { PersonaKey } from "@/lib/demo/personas";
import { appEnvironment } from "./lib/app-env";
import { buildIfNeeded } from "./lib/build";
import { main, onInterrupt, spawnNode, stopAllChildren } from "./lib/children";
import { findChromium } from "./lib/chromium";
import { type Database, openTemporaryDatabase } from "./lib/database";
import { freePort } from "./lib/port";
import { printLine, step } from "./lib/progress";
import { startServer } from "./lib/server";

const folder = join("docs", "screenshots");
const desktop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

type Shot = { name: string; as: PersonaKey; find: (page: Page) => Promise<void>; size?: typeof desktop };

/** What the README and the documents show, each in light and in dark. The words are those of the demo's own story. */
const shots: readonly Shot[] = [
  { name: "approvals", as: "approver", find: async (page) => void (await page.goto("/ab/jobs/approvals")) },
  { name: "decision", as: "approver", find: openFirstWaiting },
  { name: "offer", as: "hiring-manager", find: openOfferForm },
  {
    name: "mail",
    as: "approver",
    find: async (page) => void (await page.goto("/dev/mailbox?to=bo@northwind.example")),
  },
  { name: "phone", as: "approver", find: openFirstWaiting, size: phone },
  { name: "contract", as: "hiring-manager", find: (page) => openFirst(page, "/ab/jobs/contracts?type=fixed_price") },
];

async function openFirst(page: Page, list: string): Promise<void> {
  await page.goto(list);
  await page.locator("a.row-link").first().click();
  await page.locator("main h1").waitFor();
  await page.waitForLoadState("networkidle");
}

async function openFirstWaiting(page: Page): Promise<void> {
  await page.goto("/ab/jobs/approvals");
  await page.locator("a.row-link").first().click();
  await page.getByRole("button", { name: "Approve", exact: true }).waitFor();
}

async function openOfferForm(page: Page): Promise<void> {
  await page.goto("/ab/jobs/approvals?tab=approved");
  await page.locator("tr", { hasText: "Available" }).locator("a.row-link").first().click();
  await page.getByRole("link", { name: "Send offer" }).click();
  await page.getByRole("heading", { name: "New offer" }).waitFor();
}

/** `npm run screenshots`: pictures of the production build with the demo company, into docs/screenshots. */
await main(async () => {
  let opening: Promise<Database> | undefined;
  const cleanUp = async () => {
    await stopAllChildren();
    await (await opening?.catch(() => undefined))?.stop();
  };
  onInterrupt(cleanUp, () => 130);
  try {
    const executablePath = await findChromium();
    await buildIfNeeded();
    opening = openTemporaryDatabase({ log: printLine });
    const database = await opening;
    const port = await freePort();
    const env = { ...appEnvironment(database, ""), APP_ORIGIN: `http://localhost:${port}`, MAIL_TRANSPORT: "mailbox" };
    await step("Filling in the demo company", () => seed(database, env.APP_ORIGIN));
    const server = await step("Starting the app", () =>
      startServer({ port, databaseUrl: database.url, env, log: printLine }),
    );
    const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    const browser = await chromium.launch({ executablePath, args });
    await step("Taking pictures", () => takeAll(browser, server.url));
    await browser.close();
    return 0;
  } finally {
    await cleanUp();
  }
});

async function seed(database: Database, origin: string): Promise<void> {
  const { DATABASE_URL: _, ...rest } = process.env;
  const env = { ...rest, COUNTERSIGN_DATA: database.dataDir ?? "", MAIL_TRANSPORT: "mailbox", APP_ORIGIN: origin };
  if ((await spawnNode(["scripts/run.mjs", "seed"], { env }).ended) !== 0)
    throw new Error("The demo company could not be written.");
}

async function takeAll(browser: Browser, baseURL: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const { name, as, find, size = desktop } of shots) {
    for (const colorScheme of ["light", "dark"] as const) {
      const look = {
        baseURL,
        colorScheme,
        viewport: size,
        deviceScaleFactor: 2,
        locale: "en-GB",
        timezoneId: "America/New_York",
        reducedMotion: "reduce",
      } as const;
      const context = await browser.newContext(look);
      const page = await context.newPage();
      await page.request.post("/api/demo/sign-in", { data: { persona: as } });
      await find(page);
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
      await context.close();
    }
  }
}
