import type { Browser, Page } from "@playwright/test";
import { type Answer, ask } from "./http";

/** Something that opens the links of other people's mail. Resolves to how many requests or presses it made. */
export type Agent = { name: string; visit(origin: string, path: string): Promise<number> };

type Headers = Record<string, string>;

const form: Headers = { "content-type": "application/x-www-form-urlencoded" };

const outlook = {
  "user-agent":
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0 SafeLinks",
};
const browserLike = {
  "user-agent": "Mozilla/5.0 (X11; Linux x64) Chrome/150",
  accept: "text/html",
  "sec-fetch-mode": "navigate",
  "sec-fetch-dest": "document",
  "sec-fetch-site": "none",
};

/** The agents that speak HTTP alone, up to the rudest: they post, and replay from elsewhere. */
export const plainAgents: readonly Agent[] = [
  agent("HEAD", [{ method: "HEAD" }]),
  agent("GET", [{}]),
  agent("HEAD, then GET", [{ method: "HEAD" }, {}]),
  agent("GET as a browser, redirects followed", [{ headers: browserLike }], { follow: true }),
  agent("safe-links rewriter", [{ method: "HEAD", headers: outlook }, { headers: outlook }], { follow: true }),
  agent("prefetch", [
    { headers: { purpose: "prefetch", "sec-purpose": "prefetch" } },
    { headers: { rsc: "1", "next-router-prefetch": "1" } },
  ]),
  agent(
    "replay from other addresses",
    ["203.0.113.7", "198.51.100.9", "2001:db8::1"].map((ip) => ({
      headers: { ...browserLike, "x-forwarded-for": ip, "x-real-ip": ip },
    })),
  ),
  agent(
    "twenty at once",
    Array.from({ length: 20 }, () => ({ headers: outlook })),
  ),
  agent("OPTIONS and PUT", [{ method: "OPTIONS" }, { method: "PUT", body: "" }, { method: "DELETE" }]),
  agent("POST, empty", [{ method: "POST", body: "" }]),
  agent("POST, as a form", [{ method: "POST", headers: form, body: "requestId=1&decision=approve&reason=&token=1" }]),
  { name: "follows every link of every page", visit: followEverything },
];

type Step = { method?: string; headers?: Headers; body?: string };

function agent(name: string, steps: readonly Step[], { follow = false } = {}): Agent {
  return {
    name,
    async visit(origin, path) {
      const answers = await Promise.all(steps.map((step) => ask(origin, path, step)));
      if (!follow) return answers.length;
      let visits = answers.length;
      for (let answer = answers.at(-1), hops = 0; answer && hops < 5; hops++) {
        const next = targetOf(answer, origin);
        if (!next) break;
        answer = await ask(origin, next, { headers: browserLike });
        visits++;
      }
      return visits;
    },
  };
}

function targetOf({ headers }: Answer, origin: string): string | null {
  if (!headers.location) return null;
  const target = new URL(headers.location, origin);
  return target.origin === new URL(origin).origin ? target.pathname + target.search : null;
}

async function followEverything(origin: string, path: string): Promise<number> {
  const seen = new Set<string>();
  const open = [path];
  while (open.length > 0 && seen.size < 25) {
    const next = open.shift() ?? "";
    if (seen.has(next)) continue;
    seen.add(next);
    const answer = await ask(origin, next, { headers: browserLike });
    const redirect = targetOf(answer, origin);
    const links = [...answer.body.matchAll(/(?:href|src|action)="(\/[^"]*)"/g)].map((match) =>
      (match[1] ?? "").replaceAll("&amp;", "&"),
    );
    open.push(...(redirect ? [redirect] : []), ...links);
  }
  return seen.size;
}

/** Agents that are a browser: nobody is signed in, scripts run or do not, everything there is gets pressed. */
export const browserAgents = [
  { name: "browser, scripts, presses everything, forms left blank", scripts: true, fill: "" },
  { name: "browser, scripts, presses everything, forms filled in", scripts: true, fill: "scanner@scanner.example" },
  {
    name: "browser without scripts, presses everything, forms filled in",
    scripts: false,
    fill: "scanner@scanner.example",
  },
] as const;

const pressable = "button, summary, input[type=submit], [role=button]";

/**
 * Opens every link in a fresh browser; on each page that they lead to, once, presses every button, submits every form and
 * follows every link, always starting from the mail's link anew.
 */
export async function pressEverything(
  browser: Browser,
  origin: string,
  paths: readonly string[],
  { scripts, fill }: (typeof browserAgents)[number],
): Promise<number> {
  const context = await browser.newContext({ javaScriptEnabled: scripts });
  const known = new Set<string>();
  let deeds = 0;
  try {
    const page = await context.newPage();
    for (const path of paths) {
      await visit(page, origin + path);
      deeds++;
      const place = new URL(page.url()).pathname;
      if (known.has(place)) continue;
      known.add(place);
      deeds += await pressAll(page, origin, path, { scripts, fill });
    }
  } finally {
    await context.close();
  }
  return deeds;
}

async function pressAll(
  page: Page,
  origin: string,
  path: string,
  { scripts, fill }: { scripts: boolean; fill: string },
): Promise<number> {
  const [buttons, links, forms] = [
    await page.locator(pressable).count(),
    await linksOf(page, origin),
    await page.locator("form").count(),
  ];
  const again = async () => {
    await page.context().clearCookies();
    await visit(page, origin + path);
    await fillAll(page, fill);
  };
  for (let index = 0; index < buttons; index++) {
    await again();
    await page
      .locator(pressable)
      .nth(index)
      .click({ timeout: 3_000, noWaitAfter: true, force: true })
      .catch(() => undefined);
    await settle(page);
  }
  for (let index = 0; scripts && index < forms; index++) {
    await again();
    await page
      .locator("form")
      .nth(index)
      .evaluate((element) => element instanceof HTMLFormElement && element.requestSubmit())
      .catch(() => undefined);
    await settle(page);
  }
  for (const link of links) await visit(page, link);
  return buttons + (scripts ? forms : 0) + links.length;
}

const visit = (page: Page, url: string) => page.goto(url, { waitUntil: "load", timeout: 30_000 }).catch(() => null);
const settle = (page: Page) => page.waitForLoadState("networkidle", { timeout: 5_000 }).catch(() => undefined);

async function linksOf(page: Page, origin: string): Promise<string[]> {
  const found = await page.locator("a[href]").evaluateAll((all) => all.map((each) => (each as HTMLAnchorElement).href));
  return [...new Set(found)].filter((href) => new URL(href).origin === origin).slice(0, 12);
}

async function fillAll(page: Page, text: string): Promise<void> {
  if (!text) return;
  for (const input of await page
    .locator("input:visible:not([type=radio]):not([type=checkbox]), textarea:visible")
    .all()) {
    await input.fill(text, { timeout: 1_000 }).catch(() => undefined);
  }
}
