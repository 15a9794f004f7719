import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { checkRepository, checkText, printFinding } from ".";
import { checkLockfile } from "./lockfile";

const root = path.resolve(import.meta.dirname, "../..");

/** Where it stands, what is written there, and the words that must be said about it; "" where it is allowed. */
type Case = [file: string, text: string, message: string];

describe("clock", () => {
  test.each<Case>([
    ["lib/approvals/expire-request.ts", "export const at = Date.now();", "take|handed its instant as ctx.now"],
    ["lib/approvals/rules.ts", "export const at = new Date();", "ctx.now"],
    ["app/ab/page.tsx", "export default () => <p>{new Date().getFullYear()}</p>;", "ctx.now"],
    ["components/layout/ago.tsx", "const clock = Date; export const at = () => new clock();", "ctx.now"],
    ["components/layout/ago.tsx", "export const at = [1].map(Date.now);", "ctx.now"],
    ["components/layout/ago.tsx", "const { now } = Date; export const at = now;", "ctx.now"],
    ["lib/dates.ts", 'export const at = Date["now"]();', "ctx.now"],
    ["lib/dates.ts", "export const at = globalThis.Date.now();", "ctx.now"],
    ["lib/dates.ts", "export const text = Date();", "ctx.now"],
    ["emails/request.tsx", "export const at = performance.now();", "ctx.now"],
    ["lib/mail/drain.ts", "export const at = process.hrtime.bigint();", "ctx.now"],
    ["db/schema/offers.ts", 'export const at = timestamp("created_at").defaultNow();', "column default"],
    [
      "lib/offers/queries.ts",
      'import "server-only"; export const q = sql`select * from offers where due < now()`;',
      "parameter",
    ],
    ["lib/offers/queries.ts", 'import "server-only"; export const q = sql`${a} <= CURRENT_DATE`;', "parameter"],
    [
      "lib/offers/queries.ts",
      'import "server-only"; export const q = tx.unsafe("select clock_timestamp()");',
      "parameter",
    ],
    ["lib/ctx.ts", "export const q = sql`select set_config('app.account', ${id}, false)`;", "app.enter"],
    ["lib/ctx.ts", "export const q = sql`set app.account = '1'`;", "app.enter"],
    ["lib/ctx.ts", 'export const q = tx.unsafe("SET SESSION AUTHORIZATION postgres");', "app.enter"],
    ["lib/clock.ts", "export const wallNow = () => new Date();", ""],
    ["lib/dates.ts", "export const at = (iso: string): Date => new Date(iso);", ""],
    [
      "lib/dates.ts",
      "export const day = (x: unknown) => (x instanceof Date ? Date.UTC(2026, 0, 1) : Date.parse('2026'));",
      "",
    ],
    ["lib/dates.ts", "type Due = { at: Date; when: Map<string, Date> }; export type { Due };", ""],
    ["lib/offers/expire.test.ts", "export const started = performance.now();", ""],
    ["scripts/bench.ts", "export const started = performance.now();", ""],
  ])("%s: %s", expectFinding);
});

describe("ledger", () => {
  const server = 'import "server-only";';
  test.each<Case>([
    [
      "lib/orders/fund.ts",
      `${server} export const f = (db: Db) => db.insert(ledgerTransfers).values({});`,
      "only transfer()",
    ],
    [
      "lib/orders/fund.ts",
      `${server} export const f = (db: Db) => db.update(ledgerAccounts).set({});`,
      "only transfer()",
    ],
    ["lib/orders/fund.ts", `${server} export const q = sql\`insert into ledger_entries select 1\`;`, "only transfer()"],
    [
      "lib/ledger/queries.ts",
      `${server} export const q = "UPDATE ledger_accounts set balance = 0";`,
      "only transfer()",
    ],
    ["lib/ledger/transfer.ts", `${server} export const q = sql\`insert into ledger_entries select 1\`;`, ""],
    ["lib/ledger/queries.ts", `${server} export const f = (db: Db) => db.select().from(ledgerEntries);`, ""],
  ])("%s: %s", expectFinding);
});

describe("floors", () => {
  test.each<Case>([
    [
      "components/offers/card.tsx",
      'import { getOffer } from "@/lib/offers/queries"; export { getOffer };',
      "server code",
    ],
    ["components/offers/card.tsx", 'export { sendOffer } from "@/lib/offers/send-offer";', "server code"],
    ["components/offers/card.tsx", 'export const load = () => import("@/lib/offers/queries");', "server code"],
    ["app/ab/leaf.tsx", '"use client"; import { writeAs } from "@/lib/ctx"; export { writeAs };', "server code"],
    [
      "components/offers/card.tsx",
      'import type { OfferRow } from "@/lib/offers/queries"; export type { OfferRow };',
      "",
    ],
    [
      "components/offers/card.tsx",
      'import { type OfferRow } from "@/lib/offers/queries"; export type { OfferRow };',
      "",
    ],
    [
      "components/offers/card.tsx",
      'import { canSend } from "@/lib/offers/rules"; import { formatMoney } from "@/lib/money";',
      "",
    ],
    ["app/ab/page.tsx", 'import { readAs } from "@/lib/ctx"; import { listOffers } from "@/lib/offers/queries";', ""],
    ["lib/offers/send-offer.ts", 'import "server-only"; import { pool } from "../../db/client";', "the alias is used"],
    ["lib/offers/send-offer.ts", 'import type { Ctx } from "@/lib/ctx"; export type { Ctx };', "server-only"],
    [
      "lib/offers/send-offer.ts",
      'import type { Ctx } from "../ctx"; import "server-only"; export type { Ctx };',
      "server-only",
    ],
    ["lib/offers/queries.ts", "export const none = null;", "server-only"],
    ["lib/mail/outbox.ts", 'import { mailOutbox } from "@/db/schema/mail"; export { mailOutbox };', "server-only"],
    ["db/client.ts", 'import postgres from "postgres"; export { postgres };', "server-only"],
    ["lib/offers/send-offer.ts", 'import "server-only"; import type { Ctx } from "../ctx"; export type { Ctx };', ""],
    ["lib/offers/rules.ts", "export const canSend = () => true;", ""],
    ["app/ab/actions.ts", '"use server"; export async function send() {}', "lib/<noun>/actions.ts"],
    ["lib/offers/actions.ts", '"use server"; export async function send() {}', ""],
  ])("%s: %s", expectFinding);
});

describe("lockfile", () => {
  const optionalDependencies = { "@tool/linux": "1.0.0" };

  test("a platform package that npm left out is named", () => {
    const text = JSON.stringify({ packages: { "node_modules/tool": { optionalDependencies } } });
    expect(checkLockfile(text).map((each) => each.message)).toEqual([expect.stringContaining("@tool/linux")]);
  });

  test.each(["node_modules/@tool/linux", "node_modules/tool/node_modules/@tool/linux"])("present at %s", (place) => {
    const text = JSON.stringify({ packages: { "node_modules/tool": { optionalDependencies }, [place]: {} } });
    expect(checkLockfile(text)).toEqual([]);
  });
});

describe("biome.json", () => {
  const cases: Case[] = [
    ["lib/offers/send.ts", 'import { pool } from "@/db/client";\nexport { pool };\n', "two doors"],
    ["lib/offers/send.ts", 'import { plumbing } from "@/db/plumbing";\nexport { plumbing };\n', "around the doors"],
    ["lib/offers/send.ts", 'import postgres from "postgres";\nexport { postgres };\n', "db/client.ts alone"],
    [
      "lib/offers/send.ts",
      'import { Button } from "@/components/ui/button";\nexport { Button };\n',
      "Arrows point down",
    ],
    ["lib/offers/send.ts", 'import { request } from "@/emails/request";\nexport { request };\n', "Only lib/mail"],
    ["components/offers/card.tsx", 'import page from "@/app/page";\nexport { page };\n', "Arrows point down"],
    ["components/offers/card.tsx", 'import { pool } from "@/db/client";\nexport { pool };\n', "they load nothing"],
    ["app/ab/list.tsx", 'import { offers } from "@/db/schema/offers";\nexport { offers };\n', "Pages hold no SQL"],
    ["app/ab/list.tsx", 'import postgres from "postgres";\nexport { postgres };\n', "db/client.ts alone"],
    ["db/schema/offers.ts", 'import { send } from "@/lib/offers/send";\nexport { send };\n', "lowest floor"],
    ["db/schema/offers.ts", 'import postgres from "postgres";\nexport { postgres };\n', "db/client.ts alone"],
    ["emails/offer.tsx", 'import { offer } from "@/lib/offers/queries";\nexport { offer };\n', "A mail is pure"],
    ["lib/offers/send.ts", "async function send() {}\nsend();\n", "floating"],
    ["lib/offers/send.ts", "export const offer: any = null;\n", "any"],
    ["lib/offers/SendOffer.ts", "export const send = 1;\n", "kebab-case"],
    ["lib/offers/send.test.ts", 'import { test } from "vitest";\n\ntest.skip("later", () => {});\n', "disable tests"],
    ["lib/ctx.ts", 'import { pool } from "@/db/client";\n\nexport { pool };\n', ""],
    ["lib/mail/render.ts", 'import { request } from "@/emails/request";\n\nexport { request };\n', ""],
    ["emails/offer.tsx", 'import { formatMoney } from "@/lib/money";\n\nexport { formatMoney };\n', ""],
    ["components/offers/card.tsx", 'import { canSend } from "@/lib/offers/rules";\n\nexport { canSend };\n', ""],
  ];

  let said: string[] = [];
  beforeAll(() => {
    said = biomeOn(cases);
  });

  test.each(cases.map((each, index) => [...each, index] as const))("%s: %s", (_file, _text, message, index) => {
    if (message) expect(said[index]).toContain(message);
    else expect(said[index]).toBe("");
  });
});

test("the repository keeps its own rules", () => {
  expect(checkRepository(root).map(printFinding)).toEqual([]);
});

function expectFinding(file: string, text: string, message: string) {
  const said = checkText(file, text).map((each) => each.message);
  if (message) expect(said.join("\n")).toMatch(new RegExp(message));
  else expect(said).toEqual([]);
}

/** What Biome's linter says about each file under our settings, in a folder of its own; "" when it is content. */
function biomeOn(cases: Case[]): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), "countersign-biome-"));
  const settings = JSON.parse(readFileSync(path.join(root, "biome.json"), "utf8"));
  try {
    const files = cases.map(([file, text], index) => {
      // Several cases may share a name: each stands in a tree of its own, under a copy of the settings.
      const place = path.join(folder, String(index), file);
      mkdirSync(path.dirname(place), { recursive: true });
      writeFileSync(place, text);
      writeFileSync(path.join(folder, String(index), "biome.json"), JSON.stringify({ ...settings, root: false }));
      return path.posix.join(String(index), file);
    });
    writeFileSync(path.join(folder, "biome.json"), JSON.stringify({ ...settings, root: true }));
    const binary = path.join(root, "node_modules/@biomejs/biome/bin/biome");
    const args = [binary, "lint", "--reporter=json", "--max-diagnostics=none"];
    const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { message: string; location: { path: string } }[] };
    return files.map((file) =>
      diagnostics
        .filter((each) => each.location.path === file)
        .map((each) => each.message)
        .join("\n"),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
