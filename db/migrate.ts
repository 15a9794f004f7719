import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import postgres from "postgres";

const lockKey = 4_021_967;

/**
 * Brings the schema at `url` up to date: every file of db/migrations in the order of its journal, each in a transaction
 * of its own, one process at a time (advisory lock). Forward only; a merged file is never edited.
 * @throws when an applied file's content differs from what was applied.
 */
export async function migrate(url: string): Promise<{ applied: number }> {
  const folder = path.join(process.cwd(), "db/migrations");
  const journal = JSON.parse(await readFile(path.join(folder, "meta/_journal.json"), "utf8")) as {
    entries: { tag: string }[];
  };
  const sql = postgres(url, { max: 1, onnotice: () => {}, connection: { application_name: "countersign-migrate" } });
  let applied = 0;
  try {
    await sql`select pg_advisory_lock(${lockKey})`;
    await sql`create table if not exists schema_migrations (tag text primary key, sha256 text not null)`;
    const done = new Map(
      (await sql<{ tag: string; sha256: string }[]>`select tag, sha256 from schema_migrations`).map((row) => [
        row.tag,
        row.sha256,
      ]),
    );
    for (const { tag } of journal.entries) {
      const text = await readFile(path.join(folder, `${tag}.sql`), "utf8");
      const hash = createHash("sha256").update(text).digest("hex");
      const before = done.get(tag);
      if (before === hash) continue;
      if (before)
        throw new Error(`Migration ${tag} was edited after it was applied. Restore the file and add a new one.`);
      await sql.begin(async (tx) => {
        for (const statement of text.split("--> statement-breakpoint")) await tx.unsafe(statement);
        await tx`insert into schema_migrations (tag, sha256) values (${tag}, ${hash})`;
      });
      applied += 1;
    }
    return { applied };
  } finally {
    await sql.end({ timeout: 5 });
  }
}
