import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/**
 * Runs a program of this folder in a process of its own, so that an error nobody catches is counted there instead of
 * ending the test run.
 *
 * @returns the JSON on the last line it printed
 * @throws when it ends without a report, with what it wrote to stderr
 */
export async function runChild<Report>(program: string, args: string[]): Promise<Report> {
  const file = fileURLToPath(new URL(program, import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", file, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  let err = "";
  child.stdout.on("data", (bytes) => {
    out += bytes;
  });
  child.stderr.on("data", (bytes) => {
    err += bytes;
  });
  await new Promise((resolve) => child.on("close", resolve));
  const last = out.trimEnd().split("\n").at(-1);
  if (!last) throw new Error(`${program} ended without a report:\n${err}`);
  return JSON.parse(last) as Report;
}
