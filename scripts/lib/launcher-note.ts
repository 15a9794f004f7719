import { join } from "node:path";
import { stopGroup } from "./children";
import { withLock } from "./cluster-users";
import { readJson, writeJson } from "./json-file";
import { identityOf, isAlive, npmAncestors, type ProcessIdentity, waitUntil } from "./processes";
import type { Log } from "./progress";

/** What a running launcher leaves in the data directory for the next one. */
type LauncherNote = {
  launcher: ProcessIdentity;
  ancestors: ProcessIdentity[];
  children: ProcessIdentity[];
  url: string;
};

/** The launcher's hold on a data directory. */
export type Claim = { ancestors: ProcessIdentity[]; noteChildren(pids: number[]): void };

/**
 * Claims `dataDir` for this launcher. A launcher that runs already is named in the Error, unless whoever started it was
 * killed: then it is ended. What a killed launcher left running is ended, too, its database excepted, which is taken over.
 */
export function claimDataDir(dataDir: string, url: string, log: Log): Promise<Claim> {
  const file = join(dataDir, "launcher.json");
  return withLock(dataDir, async () => {
    const earlier = readJson<LauncherNote>(file);
    if (earlier) await endEarlier(earlier, log);
    const launcher = identityOf(process.pid);
    if (!launcher) throw new Error("This system does not tell when a process was started.");
    const note: LauncherNote = { launcher, ancestors: npmAncestors(), children: [], url };
    writeJson(file, note);
    return {
      ancestors: note.ancestors,
      noteChildren: (pids) => {
        note.children = pids.map(identityOf).filter((identity) => identity !== null);
        writeJson(file, note);
      },
    };
  });
}

async function endEarlier(earlier: LauncherNote, log: Log): Promise<void> {
  const { launcher } = earlier;
  if (isAlive(launcher)) {
    if (earlier.ancestors.every(isAlive))
      throw new Error(
        `Countersign is already running on this data: ${earlier.url} (process ${launcher.pid}). Stop it with Ctrl-C in its terminal, or kill ${launcher.pid}.`,
      );
    log("The earlier start lost the npm that ran it: taking over.");
    process.kill(launcher.pid, "SIGTERM");
    if (!(await waitUntil(() => !isAlive(launcher), 30_000))) process.kill(launcher.pid, "SIGKILL");
  }
  for (const child of earlier.children.filter(isAlive)) {
    log(`Ending process ${child.pid}, left behind by an earlier start that was killed.`);
    await stopGroup(child.pid);
  }
}
