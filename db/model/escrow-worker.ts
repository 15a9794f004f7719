import { carryOut, type Job } from "./escrow-work";

/** A process that does what it is handed, on a pool of its own, until it is told to go or killed. */
process.on("message", async ({ id, job }: { id: number; job: Job }) => {
  const words = await carryOut(job);
  process.send?.({ id, words });
});
process.on("disconnect", () => process.exit(0));
process.send?.({ id: 0, words: "up" });
