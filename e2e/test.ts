import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Locator,
  type Page,
} from "@playwright/test";
import axe, { type RunOptions } from "axe-core";
import type { MailboxEntry } from "@/lib/demo/mailbox";
import { type PersonaKey, personas } from "@/lib/demo/personas";
import { openWitness, type Witness } from "./database";

export type { Locator, MailboxEntry, Page, PersonaKey };
export { expect };

/** The size of a phone. */
export const phone = { width: 390, height: 844 };

type Look = Pick<BrowserContextOptions, "viewport" | "javaScriptEnabled" | "colorScheme">;

type Stage = {
  /** A page in a browser of the persona's own, signed in; asked again, another page in the same browser. */
  as(persona: PersonaKey, look?: Look): Promise<Page>;
  /** A browser of its own in which nobody is signed in. */
  nobody(look?: Look): Promise<Page>;
  /** The newest mail to an address of this kind that holds this text; waits for it. */
  mailTo(address: string, about: { kind: string; text?: string }): Promise<MailboxEntry>;
  /** Every mail there is to an address, newest first. */
  mailsTo(address: string): Promise<MailboxEntry[]>;
  /** Moves the clock of the whole demo: only in files named time-*.spec.ts. ISO 8601 duration → sweeps that ran. */
  advance(duration: string): Promise<Record<string, number>>;
  /** Lets this test meet what would fail it otherwise: a console error that matches. */
  mayComplain(about: RegExp): void;
};

/** What went wrong in any page of a test, as the browser told it. */
type Watch = {
  complaints: string[];
  allowed: RegExp[];
  browserFor(look?: Look): Promise<BrowserContext>;
  close(): Promise<void>;
};

/** The test of every story: a console error or a violation of the content policy in any of its pages fails it. */
export const test = base.extend<Stage & { watch: Watch }, { witness: Witness }>({
  witness: [
    async ({ browserName: _ }, use) => {
      const witness = openWitness();
      await use(witness);
      await witness.end();
    },
    { scope: "worker" },
  ],
  watch: async ({ browser, contextOptions, baseURL }, use) => {
    const watch = watchOver(browser, { ...contextOptions, ...(baseURL ? { baseURL } : {}) });
    await use(watch);
    const unexpected = watch.complaints.filter((text) => !watch.allowed.some((each) => each.test(text)));
    // Only after asking: a request cut short complains. Left open, every page would poll until the last test has ended.
    await watch.close();
    expect(unexpected, "what the browser complained about").toEqual([]);
  },
  as: async ({ watch }, use) => {
    const browsers = new Map<string, BrowserContext>();
    await use(async (persona, look) => {
      const key = JSON.stringify([persona, look]);
      const known = browsers.get(key);
      if (known) return known.newPage();
      const browser = await watch.browserFor(look);
      browsers.set(key, browser);
      const answer = await browser.request.post("/api/demo/sign-in", { data: { persona } });
      expect(answer.status(), `signing in as ${persona}`).toBe(200);
      return browser.newPage();
    });
  },
  nobody: async ({ watch }, use) => {
    await use(async (look) => (await watch.browserFor(look)).newPage());
  },
  mailsTo: async ({ request }, use) => {
    await use(async (address) => {
      const answer = await request.get(`/api/demo/mailbox?to=${encodeURIComponent(address)}`);
      expect(answer.status()).toBe(200);
      return answer.json();
    });
  },
  mailTo: async ({ mailsTo }, use) => {
    await use(async (address, { kind, text = "" }) => {
      let found: MailboxEntry | undefined;
      const look = async () => {
        const mails = await mailsTo(address);
        found = mails.find((mail) => mail.kind === kind && `${mail.subject}\n${mail.text}`.includes(text));
        return found !== undefined;
      };
      await expect.poll(look, { message: `a mail ${kind} to ${address} about “${text}”` }).toBe(true);
      if (!found) throw new Error("unreachable");
      return found;
    });
  },
  advance: async ({ request }, use) => {
    await use(async (duration) => {
      const answer = await request.post("/api/demo/clock", { data: { advance: duration }, timeout: 600_000 });
      expect(answer.status()).toBe(200);
      return (await answer.json()).ran;
    });
  },
  mayComplain: async ({ watch }, use) => {
    await use((about) => void watch.allowed.push(about));
  },
});

function watchOver(browser: Browser, options: BrowserContextOptions): Watch {
  const complaints: string[] = [];
  const contexts: BrowserContext[] = [];
  return {
    complaints,
    allowed: [],
    async close() {
      await Promise.all(contexts.map((context) => context.close()));
    },
    async browserFor(look = {}) {
      const context = await browser.newContext({ ...options, ...look });
      contexts.push(context);
      await context.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
          console.error(`content policy: ${violatedDirective} ${blockedURI}`);
        });
      });
      context.on("weberror", (error) => complaints.push(`uncaught: ${error.error().message}`));
      context.on("console", (message) => {
        if (message.type() === "error") complaints.push(`${message.text()} (${message.location().url})`);
      });
      return context;
    },
  };
}

let counter = 0;

/** A title that no other story and no earlier run uses. */
export const unique = (title: string) => `${title} ${Date.now().toString(36).slice(-5)}${process.pid % 97}${counter++}`;

/** The address of a persona. */
export const addressOf = (key: PersonaKey): string => personas.find((each) => each.key === key)?.email ?? "";

/** The one link in a mail's text whose path begins so; on the server under test, whatever origin the mail names. */
export function linkIn(mail: MailboxEntry, path: string): string {
  const found = mail.text
    .match(/https?:\/\/[^\s<>")]+/g)
    ?.map((each) => new URL(each))
    .find((each) => each.pathname.startsWith(path));
  if (!found) throw new Error(`The mail “${mail.subject}” has no link to ${path}:\n${mail.text}`);
  return found.pathname + found.search;
}

/** Rules about colours, the only ones for which light and dark may differ: the markup is the same. */
const aboutColours = ["color-contrast", "link-in-text-block"];

/** No violation of the accessibility rules in light and in dark. */
export async function expectAccessible(page: Page): Promise<void> {
  const said = await page.locator("body").innerText();
  expect(
    said.match(/.*(?:\bundefined\b|\bNaN\b|\[object |Invalid Date).*/),
    `${page.url()} has words for it`,
  ).toBeNull();
  for (const frame of page.frames())
    await frame.evaluate(`${axe.source};axe.configure({ allowedOrigins: ["<unsafe_all_origins>"] })`);
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  expect(await violations(page), `${page.url()} in light`).toEqual([]);
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  expect(await violations(page, { runOnly: aboutColours }), `${page.url()} in dark`).toEqual([]);
  await page.emulateMedia({ colorScheme: "light" });
}

/** By the rules that are on the page already. Only violations are described, and focus guards of pop-ups are no content. */
async function violations(page: Page, options: RunOptions = {}): Promise<string[]> {
  const found = await page.evaluate(
    (options) =>
      (window as unknown as { axe: typeof axe }).axe.run({ exclude: ["[data-base-ui-focus-guard]"] }, options),
    { ...options, resultTypes: ["violations"] } satisfies RunOptions,
  );
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary}`),
  );
}

/** The page is no wider than the window. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const wide = await page.evaluate(() => (document.scrollingElement?.scrollWidth ?? 0) - innerWidth);
  expect(wide, `${page.url()} is wider than the window`).toBeLessThanOrEqual(0);
}
