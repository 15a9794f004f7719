import postgres from "postgres";

/** The app's own role: owner of its databases, and bound by row-level security. */
export const role = "countersign";

/** Creates an empty database that belongs to the app's role; nobody else may connect. */
export async function createOwnDatabase(adminUrl: string, name: string): Promise<void> {
  await asAdmin(adminUrl, async (sql) => {
    await sql`create database ${sql(name)} owner ${sql(role)}`;
    await sql`revoke all on database ${sql(name)} from public`;
  });
  await asAdmin(withDatabase(adminUrl, name), async (sql) => {
    await sql`alter schema public owner to ${sql(role)}`;
    await sql`revoke all on schema public from public`;
  });
}

/** Creates database `name` as a copy of `template`, to which nobody may be connected. It belongs to the app's role. */
export async function cloneDatabase(adminUrl: string, template: string, name: string): Promise<void> {
  await asAdmin(adminUrl, async (sql) => {
    await sql`create database ${sql(name)} template ${sql(template)} owner ${sql(role)}`;
    await sql`revoke all on database ${sql(name)} from public`;
  });
}

/** Drops a database, ending its sessions; does nothing when it is absent. */
export async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await asAdmin(adminUrl, (sql) => sql`drop database if exists ${sql(name)} with (force)`);
}

/** The same login, another database. */
export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

/** Runs `work` on one connection as superuser. */
export async function asAdmin<T>(adminUrl: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(adminUrl, { max: 1, connect_timeout: 20, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
