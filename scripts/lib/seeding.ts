import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { migrate } from "@/db/migrate";
import { platformAccountId } from "@/lib/actor";
import { createOwnDatabase, type Database, dropDatabase, withDatabase } from "./database";

/** True for a database without any company (the platform's own row does not count), and for one whose seeding was interrupted. */
export async function needsSeeding(database: Database): Promise<boolean> {
  if (!database.adminUrl) return false;
  return wasInterrupted(database) || (await isEmpty(database));
}

/**
 * Runs `seed`, which writes the demo company in many transactions. A note in the data directory marks the time between:
 * when it is still there at the next start, what is in the database is half a demo and nothing else, and it is made anew.
 */
export async function seedWith(database: Database, seed: () => Promise<void>): Promise<void> {
  if (!database.adminUrl || !database.dataDir) throw new Error("The demo is only for the embedded database.");
  if (wasInterrupted(database)) {
    const name = new URL(database.url).pathname.slice(1);
    await dropDatabase(database.adminUrl, name);
    await createOwnDatabase(database.adminUrl, name);
    await migrate(database.url);
  }
  writeFileSync(noteOf(database), "");
  await seed();
  rmSync(noteOf(database));
}

const noteOf = (database: Database) => join(database.dataDir ?? "", "seeding");

const wasInterrupted = (database: Database) => existsSync(noteOf(database));

/** Asked as superuser: to the app's role row-level security shows an empty table without a tenant. */
async function isEmpty(database: Database): Promise<boolean> {
  const sql = postgres(withDatabase(database.adminUrl ?? "", new URL(database.url).pathname.slice(1)), {
    max: 1,
    onnotice: () => {},
  });
  try {
    return (await sql`select from accounts where id <> ${platformAccountId} limit 1`).length === 0;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
