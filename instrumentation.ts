/** Called once per server process, before the first request: nothing is served unless the house is in order (I40). */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs" || process.env.NEXT_PHASE === "phase-production-build") return;
  const { bootOrExit } = await import("./lib/boot");
  await bootOrExit();
}
