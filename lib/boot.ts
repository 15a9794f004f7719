import "server-only";
import { createHash } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import { readFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import path from "node:path";
import { checkCatalogue } from "@/db/catalogue";
import { pool } from "@/db/client";
import { peerHeader } from "./client-ip";

/** What decides whether the process may start. */
export type BootEnv = Record<string, string | undefined>;

/** Checks everything and ends the process with a sentence per fault; afterwards requests may come. */
export async function bootOrExit(): Promise<void> {
  // next-auth would otherwise take its own address from a header of the request.
  process.env.NEXTAUTH_URL ??= process.env.APP_ORIGIN;
  const problems = await bootProblems(process.env);
  if (problems.length > 0) {
    console.error(`Countersign does not start:\n${problems.map((each) => `  - ${each}`).join("\n")}`);
    process.exit(1);
  }
  notePeers();
}

/** One sentence for each reason not to start; empty when there is none. */
export async function bootProblems(env: BootEnv): Promise<string[]> {
  const problems = [...(await environmentProblems()), ...settingProblems(env), ...(await floorProblems())];
  // A database is asked only by a process that is otherwise sound: the reason that matters then stands alone.
  return problems.length > 0 ? problems : databaseProblems();
}

/** Importing the environment checks its shape; the reader is told names, never values. */
async function environmentProblems(): Promise<string[]> {
  try {
    await import("./env");
    return [];
  } catch {
    return ["The environment is incomplete (see above). .env.example names every variable."];
  }
}

/** What the schema of the environment cannot say, because two settings must agree. */
export function settingProblems(env: BootEnv): string[] {
  const problems: string[] = [];
  for (const name of ["COUNTERSIGN_SECRET", "CRON_SECRET"]) {
    const value = env[name];
    if (value && new Set(value).size < 8) problems.push(`${name} is too regular. Make one with: openssl rand -hex 32`);
  }
  if (env.COUNTERSIGN_SECRET && env.COUNTERSIGN_SECRET === env.CRON_SECRET) {
    problems.push("CRON_SECRET must not be COUNTERSIGN_SECRET.");
  }
  if (env.COUNTERSIGN_DEMO === "1" && env.NODE_ENV === "production" && env.COUNTERSIGN_EMBEDDED !== "1") {
    problems.push("The demo exists only on the embedded database that `npm start` brings. Unset COUNTERSIGN_DEMO.");
  }
  if (env.NEXTAUTH_URL && originOf(env.NEXTAUTH_URL) !== originOf(env.APP_ORIGIN ?? "http://localhost:3000")) {
    problems.push("NEXTAUTH_URL names another origin than APP_ORIGIN.");
  }
  if (env.NODE_ENV === "production" && env.COUNTERSIGN_DEMO !== "1" && !env.APP_ORIGIN) {
    problems.push("APP_ORIGIN is not set: links in mails would lead nowhere.");
  }
  return problems;
}

const originOf = (url: string) => (URL.canParse(url) ? new URL(url).origin : null);

/** Below these, known holes are open (reliability.md §1). */
const floors = { next: "16.2.6", react: "19.2.6", "react-dom": "19.2.6", "next-auth": "4.24.15" };

async function floorProblems(): Promise<string[]> {
  const problems: string[] = [];
  for (const [name, floor] of Object.entries(floors)) {
    const manifest = await readFile(path.join(process.cwd(), "node_modules", name, "package.json"), "utf8");
    const { version } = JSON.parse(manifest) as { version: string };
    if (isBelow(version, floor)) problems.push(`${name} ${version} is older than ${floor}, which closes known holes.`);
  }
  return problems;
}

/** Is a version below another one? Numbers only: a pre-release counts as its release. */
export function isBelow(version: string, floor: string): boolean {
  const parts = (text: string) => text.split(/[.-]/).slice(0, 3).map(Number);
  const [have, need] = [parts(version), parts(floor)];
  const at = need.findIndex((part, index) => part !== have[index]);
  return at >= 0 && !((have[at] ?? 0) > (need[at] ?? 0));
}

async function databaseProblems(): Promise<string[]> {
  try {
    const sql = pool(); // throws unless the driver is the patched one
    const stale = await schemaProblems();
    return stale.length > 0 ? stale : checkCatalogue(sql);
  } catch (error) {
    return [`The database cannot be used: ${error instanceof Error ? error.message : "no answer"}`];
  }
}

/** Every migration of this build is applied. A database that is ahead is fine: old and new builds overlap while rolling out. */
async function schemaProblems(): Promise<string[]> {
  const folder = path.join(process.cwd(), "db/migrations");
  const journal = JSON.parse(await readFile(path.join(folder, "meta/_journal.json"), "utf8")) as {
    entries: { tag: string }[];
  };
  const [made] = await pool()<{ there: boolean }[]>`select to_regclass('schema_migrations') is not null as there`;
  const rows = made?.there
    ? await pool()<{ tag: string; sha256: string }[]>`select tag, sha256 from schema_migrations`
    : [];
  const applied = new Map(rows.map((row) => [row.tag, row.sha256]));
  const problems: string[] = [];
  for (const { tag } of journal.entries) {
    const hash = createHash("sha256")
      .update(await readFile(path.join(folder, `${tag}.sql`), "utf8"))
      .digest("hex");
    const known = applied.get(tag);
    if (!known) problems.push(`Migration ${tag} is not applied.`);
    else if (known !== hash) problems.push(`Migration ${tag} is not the one that was applied.`);
  }
  return problems;
}

/**
 * Writes the socket's address into a header of our own before anybody reads the request, over whatever the caller sent
 * under that name: Next passes no socket on, and believes a forged `X-Forwarded-For`.
 */
function notePeers(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers[peerHeader] = request.socket.remoteAddress ?? "";
    // Next fails on this method, with a 500, before any code of ours is asked. OPTIONS it knows how to refuse.
    if (request.method === "TRACE") request.method = "OPTIONS";
  });
}
