import { spawn } from "node:child_process";
import type { Answer } from "./http";
import type { Plants } from "./plant";

/** Runs plant.ts against the database of the server under test. */
export async function plantEverywhere(): Promise<Plants> {
  const tsx = ["node_modules/tsx/dist/cli.mjs", "--tsconfig", "tsconfig.scripts.json", "e2e/harness/plant.ts"];
  const child = spawn(process.execPath, tsx, {
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
  await new Promise((done) => child.on("close", done));
  const line = output.split("\n").find((each) => each.startsWith("PLANTED "));
  if (!line) throw new Error(`Nothing was planted:\n${output}`);
  return JSON.parse(line.slice("PLANTED ".length)) as Plants;
}

/** Ids as nobody ever made them. */
export const malformed = [
  "0",
  "-1",
  "null",
  "1e3",
  "%00",
  "%27%3B--",
  "%2e%2e%2f%2e%2e%2f",
  "%F0%9F%92%A9",
  "01a1ff00-0000-7000-8000-00000000000",
  "x".repeat(500),
];

/** A well-formed id of nothing. */
export const absent = "01a1ff00-dead-7000-8000-00000000dead";

/** An answer without what may differ between two equal ones: nonces, moments, ids minted for a form, the id asked for. */
export function plainly(answer: Answer, id: string): string {
  const text = answer.body
    .replace(/<script\b[^>]*>[\s\S]*?<\/script>/g, "")
    .replace(/<link\b[^>]*>/g, "")
    .replace(/ nonce="[^"]*"/g, "")
    .replace(/<input type="hidden"[^>]*>/g, "")
    .replaceAll(id, "ID")
    .replaceAll(encodeURIComponent(id), "ID")
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "ID")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "MOMENT")
    .replace(/\d{1,2}:\d{2}/g, "MOMENT");
  const target = (answer.headers.location ?? "").replaceAll(id, "ID").replaceAll(encodeURIComponent(id), "ID");
  return `${answer.status} ${target} ${answer.headers["content-type"] ?? ""}\n${text}`;
}

/** Does an answer tell of our insides: a stack, a file, a query? */
export const tellsTooMuch = ({ body }: Answer): boolean =>
  /\n\s+at \S+ \(|node_modules\/|\.next\/server|DrizzleQuery|PostgresError|insert into|select "/.test(body);
