import type { Witness } from "./database";
import { plantEverywhere } from "./harness/crawl";
import { ask, each } from "./harness/http";
import { routeOf } from "./harness/inventory";
import { type PlainServer, startPlainServer } from "./harness/plain-server";
import type { Plants } from "./harness/plant";
import { browserAgents, plainAgents, pressEverything } from "./harness/scanners";
import { expect, test } from "./test";

type Mail = { id: string; kind: string; to: string; subject: string; text: string; html: string };

/**
 * reliability.md B5: whatever opens, follows, presses and submits the links of a mail, nothing is decided, accepted or
 * signed in by it. Against a copy of the app without the demo: there everybody may press "Continue as approver".
 */
let server: PlainServer;
let plants: Plants;
test.beforeAll(async ({ baseURL }) => {
  plants = await plantEverywhere();
  await ask(baseURL ?? "", "/api/demo/mailbox");
  server = await startPlainServer();
});
test.afterAll(async () => {
  await server?.stop();
});

/** A scanner that asks for a sign-in mail writes one line about that in the platform's own account, and nothing else. */
const asked = ["mail_outbox", "audit_events", "audit_entries", "audit_heads"];

async function companies({ sql, digest }: Witness): Promise<Record<string, string>> {
  const rest = await digest(asked);
  for (const table of asked) {
    const [row] = await sql.unsafe(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest from ${table} t where account_id <> '00000000-0000-7000-8000-000000000001'`,
    );
    rest[`${table} of companies`] = String(row?.digest);
  }
  return rest;
}

/** The newest mail of each kind; of those that can be decided or signed in with, one that still can. */
async function oneOfEachKind({ sql }: Witness): Promise<Mail[]> {
  const all = await sql<
    Mail[]
  >`select id, kind, to_address as to, subject, text, html from mailbox_messages order by at desc, id desc`;
  const chosen = new Map<string, Mail>();
  for (const mail of all) if (!chosen.has(mail.kind)) chosen.set(mail.kind, mail);
  const living = all.find(
    ({ kind, text }) => kind === "request-requested" && text.includes(plants.northwind.pending.word),
  );
  if (living) chosen.set(living.kind, living);
  return [...chosen.values()];
}

function pathsIn({ text, html }: Mail): string[] {
  const found = [...`${text}\n${html.replaceAll("&amp;", "&")}`.matchAll(/https?:\/\/[^\s<>"')]+/g)].map(
    ([url]) => new URL(url),
  );
  return [
    ...new Set(
      found.filter(({ hostname }) => hostname === "localhost").map(({ pathname, search }) => pathname + search),
    ),
  ];
}

test("scanners change nothing, and then the people the mails were for do", async ({
  baseURL,
  browser,
  nobody,
  witness,
}) => {
  const approver = "bo@northwind.example";
  // A person asks to sign in; the scanners see that mail as well, before its reader does.
  const reader = await nobody();
  const { pathname } = new URL(await linkTo(witness));
  await reader.goto(server.url + pathname);
  await reader.getByRole("link", { name: "Sign in to decide" }).click();
  await reader.getByLabel("Your mail address").fill(approver);
  await reader.getByRole("button", { name: "Send me a link" }).click();
  await expect(reader.getByRole("heading", { name: "Look into your mail" })).toBeVisible();
  const signIn = async () =>
    (
      await witness.sql<
        Mail[]
      >`select id, kind, to_address as to, subject, text, html from mailbox_messages where kind = 'sign-in-link' and to_address = ${approver} order by at desc, id desc limit 1`
    )[0];
  await expect.poll(async () => (await signIn()) !== undefined).toBe(true);
  const signInPath = pathsIn((await signIn()) as Mail).find((path) => path.startsWith("/verify")) ?? "";
  const [token] =
    await witness.sql`select count(*)::int as n from verification_tokens where identifier = ${approver} and tries_left > 0`;

  const mails = await oneOfEachKind(witness);
  expect(mails.length).toBeGreaterThanOrEqual(8);
  const before = await companies(witness);
  const sessions = async () => (await witness.sql`select count(*)::int as n from sessions`)[0]?.n;
  const sessionsBefore = await sessions();
  let deeds = 0;
  const paths = [...new Set(mails.flatMap(pathsIn))];
  // Kinds that nobody got here yet lead to the same routes; where one does not, the address of its preview joins in.
  const kinds = await previews(baseURL ?? "");
  expect(kinds.size).toBeGreaterThan(50);
  const reached = new Set(paths.map(routeOf));
  for (const path of [...kinds.values()].flat()) {
    const route = routeOf(path);
    expect(route, `${path} of a mail is an address of the build`).not.toBeNull();
    if (!reached.has(route)) paths.push(path);
    reached.add(route);
  }
  for (const agent of plainAgents) {
    const counts = await each(paths, (path) => agent.visit(server.url, path), 4);
    deeds += counts.reduce((sum, count) => sum + count, 0);
    expect(await companies(witness), agent.name).toEqual(before);
  }
  for (const agent of browserAgents) {
    // A code that is typed wrong five times ends its link; the sign-in's own page is for the agents that leave it blank.
    const own = paths.filter((path) => agent.fill === "" || !path.startsWith("/verify"));
    deeds += await pressEverything(browser, server.url, own, agent);
    expect(await companies(witness), agent.name).toEqual(before);
  }
  expect(await sessions(), "nobody was signed in").toBe(sessionsBefore);
  const [still] =
    await witness.sql`select count(*)::int as n from verification_tokens where identifier = ${approver} and tries_left > 0`;
  expect(still, "the sign-in that was asked for").toEqual(token);
  console.info(
    `scanners: ${plainAgents.length + browserAgents.length} agents × ${mails.length} of ${kinds.size} kinds of mail (${paths.length} links to ${reached.size} routes, every one that a mail has), ${deeds} requests and presses`,
  );

  // The human path: signed in by the mail, in the browser that asked, then one press.
  await reader.goto(server.url + signInPath);
  await reader.getByRole("button", { name: "Sign in" }).click();
  await expect(reader.getByRole("button", { name: "Approve", exact: true })).toBeVisible();
  await reader.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(reader.getByText("You approved this request.")).toBeVisible();
  const [row] = await witness.sql`select state from approval_requests where id = ${plants.northwind.pending.id}`;
  expect(row?.state).toBe("approved");
});

/** Every kind of mail the product has, with the addresses of its links, as the demo shows them. */
async function previews(demo: string): Promise<Map<string, string[]>> {
  const page = async (query: string) =>
    (await ask(demo, `/dev/emails${query}`)).body.replace(/<script[\s\S]*?<\/script>/g, "");
  const kinds = [...(await page("")).matchAll(/href="\/dev\/emails\?mail=([a-z-]+)"/g)].map(([, kind = ""]) => kind);
  const found = new Map<string, string[]>();
  for (const kind of new Set(kinds)) {
    const links = (await page(`?mail=${kind}`)).matchAll(/https:\/\/countersign\.example(\/[^\s<>"')&]*)/g);
    found.set(kind, [...new Set([...links].map(([, path = ""]) => path))]);
  }
  return found;
}

async function linkTo({ sql }: Witness): Promise<string> {
  const [mail] = await sql<
    Mail[]
  >`select text, html from mailbox_messages where kind = 'request-requested' and text like ${`%${plants.northwind.pending.word}%`} order by at desc limit 1`;
  const path = mail && pathsIn(mail).find((each) => each.startsWith("/d/"));
  if (!path) throw new Error("The planted request has no mail.");
  return `http://localhost${path}`;
}
