import { type Child, spawnNode } from "../lib/children";

/** Where the replay's mails go while it runs. `finish` resolves to the number handed over, with nothing left to hand over. */
export type MailRun = { sent(): number; finish(): Promise<number> };

/**
 * Drains the replay's outbox in a process of its own, because rendering would take every second moment of the one that
 * tells the rows. `env` is the app's environment.
 */
export function startMailProcess(env: NodeJS.ProcessEnv): MailRun {
  let sent = 0;
  const child: Child = spawnNode(["scripts/run.mjs", "replay-mail"], {
    env,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  child.process.on("message", (count) => {
    sent = Number(count);
  });
  return {
    sent: () => sent,
    async finish() {
      child.process.send("finish");
      if ((await child.ended) !== 0)
        throw new Error(
          "The mails could not all be handed over (see above). Run the replay again: it goes on where it stopped.",
        );
      return sent;
    },
  };
}
