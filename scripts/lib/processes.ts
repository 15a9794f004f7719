import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A process, told apart from a later one that got the same number. */
export type ProcessIdentity = { pid: number; startedAt: string };

const linux = process.platform === "linux";

/** Who the process is, or null when there is none (a zombie counts as none: nobody may ever reap it in a container). */
export function identityOf(pid: number): ProcessIdentity | null {
  const startedAt = linux ? startOnLinux(pid) : startElsewhere(pid);
  return startedAt === null ? null : { pid, startedAt };
}

/** True while exactly this process lives. */
export function isAlive(identity: ProcessIdentity): boolean {
  return identityOf(identity.pid)?.startedAt === identity.startedAt;
}

/** The command line with its arguments joined by blanks; empty when there is no such process. */
export function commandOf(pid: number): string {
  try {
    if (linux) return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").join(" ").trim();
    return ps(pid, "command");
  } catch {
    return "";
  }
}

/** Number of the parent process, 0 when unknown. */
export function parentOf(pid: number): number {
  try {
    return Number(linux ? statOf(pid)[1] : ps(pid, "ppid"));
  } catch {
    return 0;
  }
}

/**
 * The processes between us and the `npm` that started us, nearest first; empty when npm did not. When one of them dies
 * without telling (kill -9), whoever started us is gone and cannot stop us any more.
 */
export function npmAncestors(): ProcessIdentity[] {
  const chain: ProcessIdentity[] = [];
  for (let pid = process.ppid; pid > 1 && chain.length < 6; pid = parentOf(pid)) {
    const identity = identityOf(pid);
    if (!identity) return [];
    chain.push(identity);
    if (/^npm |npm-cli\.c?js/.test(commandOf(pid))) return chain;
  }
  return [];
}

/** Waits until `done` holds, asking ten times a second. Resolves to false when `milliseconds` went by first. */
export async function waitUntil(done: () => boolean | Promise<boolean>, milliseconds: number): Promise<boolean> {
  const end = performance.now() + milliseconds;
  while (!(await done())) {
    if (performance.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return true;
}

/** Fields of /proc/<pid>/stat after the name (which may hold blanks and brackets): state, parent, … */
function statOf(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function startOnLinux(pid: number): string | null {
  try {
    const fields = statOf(pid);
    if (fields[0] === "Z" || fields[0] === "X") return null;
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot} ${fields[19]}`; // start in clock ticks since boot
  } catch {
    return null;
  }
}

function startElsewhere(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return null;
  }
  try {
    return ps(pid, "stat").startsWith("Z") ? null : ps(pid, "lstart");
  } catch {
    return process.platform === "win32" ? "unknown" : null;
  }
}

function ps(pid: number, column: string): string {
  return execFileSync("ps", ["-o", `${column}=`, "-p", String(pid)], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
}
