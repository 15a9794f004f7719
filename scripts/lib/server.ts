import { randomBytes } from "node:crypto";
import { nextProgram } from "./build";
import { type Child, spawnNode } from "./children";
import { freePort } from "./port";
import { type Log, silent } from "./progress";

/** A running app. `env` is what it was started with, secrets included. */
export type Server = { url: string; env: Record<string, string>; child: Child; stop(): Promise<void> };

export type ServerOptions = {
  /** Default: a free one. */
  port?: number;
  databaseUrl: string;
  /** Added to, or put over, what we set ourselves. */
  env?: Record<string, string>;
  /** Gets what the server prints. */
  log?: Log;
  /** `next dev` instead of `next start`. */
  dev?: boolean;
};

/**
 * How long an idle connection stays open: longer than the minute that load balancers keep theirs. Node's five seconds end
 * one just when its next request is on the way, which nobody can tell from a fault of ours.
 */
const keepAliveMs = 75_000;

/**
 * Starts `next start` on the existing production build (see `buildIfNeeded`) and waits until it answers. Secrets are
 * made up unless given in `env`. Throws with the server's own words when it ends first.
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const port = options.port ?? (await freePort());
  const url = `http://localhost:${port}`;
  const env: Record<string, string> = {
    PORT: String(port),
    DATABASE_URL: options.databaseUrl,
    APP_ORIGIN: url,
    COUNTERSIGN_SECRET: randomBytes(32).toString("hex"),
    CRON_SECRET: randomBytes(32).toString("hex"),
    NODE_ENV: options.dev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    ...options.env,
  };
  env.NEXTAUTH_URL ??= env.APP_ORIGIN ?? url;
  const mode = options.dev ? ["dev"] : ["start", "--keepAliveTimeout", String(keepAliveMs)];
  const child = spawnNode([nextProgram, ...mode, "-p", String(port)], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const last = follow(child, options.log ?? silent);
  const outcome = await Promise.race([untilItAnswers(port, child), child.ended.then(() => "ended" as const)]);
  if (outcome !== "answers") {
    await child.stop();
    throw new Error(
      outcome === "ended"
        ? `The server ended at once:\n${last()}`
        : `The server did not answer within two minutes:\n${last()}`,
    );
  }
  return { url, env, child, stop: () => child.stop() };
}

/** Passes on what the server prints, line by line without Next's banner, and remembers the end of it. */
function follow(child: Child, log: Log): () => string {
  const kept: string[] = [];
  for (const stream of [child.process.stdout, child.process.stderr]) {
    let rest = "";
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        kept.push(line);
        if (kept.length > 40) kept.shift();
        if (
          line.trim() &&
          !/^\s*(▲ Next|· |- (Local|Network|Environments|Experiments)|✓ (Starting|Ready|Running next.config))/.test(
            line,
          )
        )
          log(line);
      }
    });
  }
  return () => kept.join("\n").trim();
}

/** Asks for a page that needs no session; any answer will do. */
async function untilItAnswers(port: number, child: Child): Promise<"answers" | "silent"> {
  const end = performance.now() + 120_000;
  while (performance.now() < end && child.process.exitCode === null) {
    try {
      await fetch(`http://127.0.0.1:${port}/sign-in`, { redirect: "manual", signal: AbortSignal.timeout(30_000) });
      return "answers";
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return "silent";
}
