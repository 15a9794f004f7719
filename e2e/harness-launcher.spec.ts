import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { personas } from "@/lib/demo/personas";
import { findHome } from "@/scripts/lib/cluster-home";
import { openDatabase } from "@/scripts/lib/database";
import { claimDataDir } from "@/scripts/lib/launcher-note";
import { freePort } from "@/scripts/lib/port";
import { identityOf, isAlive, type ProcessIdentity, waitUntil } from "@/scripts/lib/processes";
import { silent } from "@/scripts/lib/progress";
import { expect, test } from "./test";

/**
 * `npm start` as somebody types it, on the build that is there, with a data directory and a port of its own. What its parts
 * do in every corner stands in scripts/launcher.test.ts.
 */
let dataDir = "";
let port = 0;
let last: Started | undefined;

type Started = { npm: ChildProcess; said(): string; ended: Promise<number | null> };

test.beforeAll(async () => {
  dataDir = realpathSync(mkdtempSync(join(tmpdir(), "countersign-start-")));
  port = await freePort();
});

test.afterAll(async () => {
  // Only after a failure something is left; then it goes the way the next start would send it.
  if (isAlive(launcher())) process.kill(launcher().pid, "SIGTERM");
  await last?.ended;
  await claimDataDir(dataDir, url(), silent);
  await (await openDatabase({ dataDir })).stop();
  rmSync(dataDir, { recursive: true, force: true });
});

test("npm start serves the demo, stops without a trace at Ctrl-C, and keeps its data through that and a kill -9", async ({
  nobody,
}) => {
  // From nothing: the address, and somebody to sign in as.
  const first = await start();
  for (const { name, email } of personas) expect(first.said()).toMatch(new RegExp(`${name} +${email}`));
  expect(first.said()).not.toContain("Building the app");
  const page = await nobody();
  await page.goto(`${url()}/sign-in`);
  await page.getByRole("button", { name: "Continue as hiring manager", exact: true }).click();
  await expect(page).toHaveURL(`${url()}/ab/jobs/approvals`, { timeout: 60_000 });
  const kept = await upload();

  // Ctrl-C reaches npm, the shell and the launcher.
  const running = processesOf(first);
  expect(running.length, "npm, launcher, server, database").toBeGreaterThan(4);
  process.kill(-(first.npm.pid ?? 0), "SIGINT");
  await first.ended;
  await waitUntil(() => !running.some(isAlive), 5_000);
  expect(running.filter(isAlive)).toEqual([]);
  expect(first.said()).toContain("Stopped. The data is kept.");

  // The same company, file and session as before.
  const second = await start();
  expect(second.said()).not.toContain("Filling in the demo company");
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Approval");
  const orphans = processesOf(second).filter(({ pid }) => pid !== second.npm.pid);
  process.kill(launcher().pid, "SIGKILL");
  await second.ended;
  expect(orphans.filter(isAlive).length, "what a killed launcher leaves behind").toBeGreaterThan(0);

  // The next start ends or takes over what was left behind, and has lost nothing.
  const third = await start();
  expect((await remove(kept)).status, "the file that was uploaded in the beginning").toBe(204);
  expect((await remove(kept)).status).toBe(404);
  const all = [...orphans, ...processesOf(third)];
  process.kill(-(third.npm.pid ?? 0), "SIGINT");
  await third.ended;
  await waitUntil(() => !all.some(isAlive), 5_000);
  expect(all.filter(isAlive)).toEqual([]);

  async function upload(): Promise<string> {
    const answer = await page.request.put(`${url()}/api/uploads`, {
      headers: { origin: url(), "x-file-name": "kept.txt", "content-type": "text/plain" },
      data: Buffer.from("Kept through two stops"),
    });
    expect(answer.status()).toBe(201);
    return (await answer.json()).id;
  }

  async function remove(id: string): Promise<{ status: number }> {
    const answer = await page.request.delete(`${url()}/api/uploads/${id}`, { headers: { origin: url() } });
    return { status: answer.status() };
  }
});

const url = () => `http://localhost:${port}`;

/** Types it, and waits for the address. Nothing of this test's own environment is handed on. */
async function start(): Promise<Started> {
  const { PATH, HOME = dataDir, TMPDIR } = process.env;
  const npm = spawn("npm", ["start"], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH,
      HOME,
      ...(TMPDIR && { TMPDIR }),
      COUNTERSIGN_DATA: dataDir,
      PORT: String(port),
    } as unknown as NodeJS.ProcessEnv,
  });
  let said = "";
  for (const stream of [npm.stdout, npm.stderr])
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      said += chunk;
    });
  const ended = new Promise<number | null>((resolve) => npm.on("exit", resolve));
  last = { npm, said: () => said, ended };
  const ready = () => said.includes(`Countersign is ready: ${url()}`);
  await waitUntil(() => (ready() && said.includes("Stop with Ctrl-C")) || npm.exitCode !== null, 300_000);
  expect(ready(), said).toBe(true);
  return last;
}

/** Everything that this start has running: what npm started, and what they started; the database may be nobody's child. */
function processesOf({ npm }: Started): ProcessIdentity[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number) as [pid: number, parent: number]);
  const found = new Set([npm.pid ?? 0, postmasterPid()]);
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const [pid, parent] of table) if (found.has(parent)) found.add(pid);
  }
  return [...found].map(identityOf).filter((identity) => identity !== null);
}

const postmasterPid = () =>
  Number(readFileSync(join(findHome(dataDir, silent).pgdata, "postmaster.pid"), "utf8").split("\n")[0]);

const launcher = (): ProcessIdentity => JSON.parse(readFileSync(join(dataDir, "launcher.json"), "utf8")).launcher;
