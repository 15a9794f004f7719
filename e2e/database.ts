import postgres from "postgres";

/**
 * Tables that may change although nobody did anything of meaning: sign-ins and their limits, and mails kept instead of
 * sent. Everything else is the domain.
 */
const plumbing = ["sessions", "verification_tokens", "rate_limits", "mailbox_messages", "__drizzle_migrations"];

/** What a test may ask of the database behind the server: plain SQL as superuser, none of the application's code. */
export type Witness = {
  sql: postgres.Sql;
  /** Count and digest of every row, by table. `also`: tables to leave out besides the plumbing. */
  digest(also?: readonly string[]): Promise<Record<string, string>>;
  end(): Promise<void>;
};

/** Looks into the database that ADMIN_DATABASE_URL names. */
export function openWitness(): Witness {
  const url = process.env.ADMIN_DATABASE_URL;
  if (!url) throw new Error("ADMIN_DATABASE_URL is not set: run these tests with `npm run e2e`.");
  const sql = postgres(url, { max: 2, onnotice: () => {} });
  return { sql, digest: (also = []) => digestOf(sql, [...plumbing, ...also]), end: () => sql.end({ timeout: 5 }) };
}

async function digestOf(sql: postgres.Sql, without: readonly string[]): Promise<Record<string, string>> {
  const tables = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`;
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    if (without.includes(name)) continue;
    const [row] = await sql<{ digest: string }[]>`
      select count(*) || ' rows ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest from ${sql(name)} t`;
    found[name] = row?.digest ?? "";
  }
  return found;
}
