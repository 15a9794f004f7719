import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { waitUntil } from "./processes";

/** A child in a process group of its own, so that all it starts can be ended together. */
export type Child = {
  process: ChildProcess;
  pid: number;
  ended: Promise<number>;
  stop(milliseconds?: number): Promise<void>;
};

export type SpawnOptions = { env?: NodeJS.ProcessEnv; cwd?: string; stdio?: StdioOptions };

const groups = new Set<number>();
let changed: (pids: number[]) => void = () => {};

/** Tells `listener` at once and on every change which child groups there are, for whoever has to clean up after a kill -9. */
export function onChildren(listener: (pids: number[]) => void): void {
  changed = listener;
  changed([...groups]);
}

// Whatever way we go, nobody stays behind; only kill -9 gets past this.
process.on("exit", () => {
  for (const pid of groups) killGroup(pid, "SIGKILL");
});

/** Runs a Node script (an absolute path and its arguments) as a child group. `ended` resolves to its exit code, 1 for a signal. */
export function spawnNode(args: string[], options: SpawnOptions = {}): Child {
  return spawnGroup(process.execPath, args, options);
}

/** Runs a command as a child group. */
export function spawnGroup(command: string, args: string[], options: SpawnOptions = {}): Child {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: options.stdio ?? ["ignore", "inherit", "inherit"],
    detached: true,
  });
  const pid = child.pid ?? 0;
  if (pid) groups.add(pid);
  changed([...groups]);
  const ended = new Promise<number>((resolve) => {
    child.on("error", () => resolve(127));
    child.on("exit", (code) => {
      // What the child itself started and forgot goes with it; then its output ends, too.
      killGroup(pid, "SIGKILL");
      groups.delete(pid);
      changed([...groups]);
      child.on("close", () => resolve(code ?? 1));
      setTimeout(() => resolve(code ?? 1), 2_000).unref();
    });
  });
  return { process: child, pid, ended, stop: (milliseconds = 5_000) => stopGroup(pid, milliseconds) };
}

/** Asks a group to end, then makes it. Resolves when no member is left. */
export async function stopGroup(pid: number, milliseconds = 5_000): Promise<void> {
  if (!killGroup(pid, "SIGTERM")) return;
  if (await waitUntil(() => !killGroup(pid, 0), milliseconds)) return;
  killGroup(pid, "SIGKILL");
  await waitUntil(() => !killGroup(pid, 0), 5_000);
}

/** Ends every child group, whatever it is doing. */
export async function stopAllChildren(): Promise<void> {
  await Promise.all([...groups].map((pid) => stopGroup(pid)));
}

/** True when the group had a member to signal. */
function killGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  if (pid <= 1) return false;
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs `cleanUp` once when we are asked to end (Ctrl-C, kill, closed terminal), then exits. A second Ctrl-C does not
 * wait. One key press arrives up to three times (from the terminal, from npm), so repeats within a second do not count.
 */
export function onInterrupt(
  cleanUp: (signal: NodeJS.Signals) => Promise<void>,
  exitCode: (signal: NodeJS.Signals) => number,
): void {
  let first = 0;
  const receive = async (signal: NodeJS.Signals) => {
    if (first > 0) {
      if (performance.now() - first > 1_000) process.exit(1);
      return;
    }
    first = performance.now();
    await cleanUp(signal).catch((error: unknown) => console.error(messageOf(error)));
    process.exit(exitCode(signal));
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, receive);
}

/** What to tell people about anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Runs a script's main function: an error ends the process with its message and exit code 1. */
export async function main(work: () => Promise<number | undefined>): Promise<void> {
  try {
    process.exit((await work()) ?? 0);
  } catch (error) {
    console.error(`\n${messageOf(error)}`);
    if (process.env.DEBUG) console.error(error);
    process.exit(1);
  }
}
