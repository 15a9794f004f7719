import { startServer } from "@/scripts/lib/server";

export type PlainServer = { url: string; stop(): Promise<void> };

/** A second copy of the app on the same database and with the same secrets, as an installation runs it: without the demo. */
export async function startPlainServer(): Promise<PlainServer> {
  const { DATABASE_URL, COUNTERSIGN_SECRET, CRON_SECRET } = process.env;
  if (!DATABASE_URL || !COUNTERSIGN_SECRET || !CRON_SECRET)
    throw new Error("There is no server to copy: run these tests with `npm run e2e`.");
  const env = {
    COUNTERSIGN_SECRET,
    CRON_SECRET,
    COUNTERSIGN_DEMO: "0",
    COUNTERSIGN_EMBEDDED: "0",
    MAIL_TRANSPORT: "mailbox",
  };
  const { url, stop } = await startServer({ databaseUrl: DATABASE_URL, env });
  return { url, stop };
}
