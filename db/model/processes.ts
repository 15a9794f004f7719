import { type ChildProcess, fork } from "node:child_process";
import type { Sql } from "postgres";
import { wallNow } from "@/lib/clock";
import type { Job } from "./escrow-work";

/** Longer than any deed with all its attempts may take. */
const patienceMs = 60_000;

/** A process that carries out jobs on a pool of its own, and the ways in which it may be harmed. */
export type Process = {
  /** Does a job. @returns what it was told; "lost" when the connection or the process died on the way */
  carryOut(job: Job): Promise<string>;
  /** Ends a backend of its pool that is at work, `share` percent of a job's usual time from now. @returns whether one was */
  cutOff(share: number, like: Job): Promise<boolean>;
  /** Ends the process in the same way; another takes its place. What it was at is told lost once its backends are gone. */
  crash(share: number, like: Job): Promise<void>;
  dismiss(): Promise<void>;
};

/**
 * Starts a bundled `escrow-worker.ts`.
 * @param name tells its connections from others' in `pg_stat_activity`
 * @param sql logs in as superuser, to find them and end them
 */
export function startProcess(file: string, name: string, sql: Sql): Process {
  const waiting = new Map<number, (words: string) => void>();
  /** How long a deed and a tick take here, in milliseconds, as lately seen: the moment of harm is drawn from it. */
  const usual = { deed: 20, tick: 100 };
  let last = 0;
  let starts = 0;
  let child: ChildProcess;
  let up: Promise<void>;
  let told = "";

  const ownName = () => `${name}-${starts}`;
  const start = () => {
    starts += 1;
    const url = new URL(process.env.DATABASE_URL ?? "");
    url.searchParams.set("application_name", ownName());
    const env = { ...process.env, DATABASE_URL: url.href };
    const began = fork(file, {
      env,
      execArgv: [],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    began.stderr?.on("data", (bytes) => {
      told += bytes;
    });
    up = new Promise((resolve, reject) => {
      began.on("message", ({ id, words }: { id: number; words: string }) => {
        if (id === 0) return resolve();
        waiting.get(id)?.(words);
      });
      began.once("exit", (code) => {
        reject(new Error(`${name} went before it was up (${code}):\n${told}`));
        // Only a crash that was asked for leaves with a signal.
        if (code !== null) for (const answer of waiting.values()) answer(`fault ${name} ended by itself:\n${told}`);
      });
    });
    up.catch(() => {});
    child = began;
  };
  start();

  const kindOf = (job: Job) => (job.verb === "tick" ? "tick" : "deed");
  const moment = (share: number, like: Job) =>
    new Promise((resume) => setTimeout(resume, (share / 100) * usual[kindOf(like)]));

  return {
    async carryOut(job) {
      await up;
      last += 1;
      const id = last;
      const began = wallNow().getTime();
      let timer: NodeJS.Timeout | undefined;
      const words = await new Promise<string>((answer) => {
        waiting.set(id, answer);
        timer = setTimeout(answer, patienceMs, `fault ${name} did not answer to ${job.verb}`);
        child.send({ id, job });
      });
      clearTimeout(timer);
      waiting.delete(id);
      const kind = kindOf(job);
      if (words !== "lost") usual[kind] += (wallNow().getTime() - began - usual[kind]) / 8;
      return words;
    },
    async cutOff(share, like) {
      await up;
      await moment(share, like);
      const ended = await sql`
        select pg_terminate_backend(pid) from (
          select pid from pg_stat_activity where datname = current_database() and application_name = ${ownName()} and state <> 'idle'
          order by random() limit 1) at_work`;
      return ended.length > 0;
    },
    async crash(share, like) {
      await up;
      await moment(share, like);
      await up; // another lane may have crashed it meanwhile
      const orphaned = [...waiting.values()];
      const gone = ownName();
      child.kill("SIGKILL");
      start();
      // What it had sent may still be carried out: until its backends have seen that nobody listens, nothing is settled.
      const left = () =>
        sql`select from pg_stat_activity where datname = current_database() and application_name = ${gone}`;
      while ((await left()).length > 0) await new Promise((resume) => setTimeout(resume, 5));
      for (const answer of orphaned) answer("lost");
    },
    async dismiss() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.disconnect();
      await ended;
    },
  };
}
