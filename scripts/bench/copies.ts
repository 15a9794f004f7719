import postgres from "postgres";

/** A row as JSON, by column. */
export type Row = Record<string, unknown>;

/** Superuser's hands with foreign keys and policies out of the way, for copying rows in bulk. */
export type Copier = {
  /** Rows of a table where `condition` (SQL) holds. */
  rows(table: string, condition: string): Promise<Row[]>;
  /** Writes rows; generated columns are left to the database. */
  write(table: string, rows: readonly Row[]): Promise<void>;
};

/** Runs with a copier. What it writes must hold together by itself: nothing checks it. */
export async function copying(adminUrl: string, work: (copier: Copier) => Promise<void>): Promise<void> {
  const sql = postgres(adminUrl, {
    max: 1,
    onnotice: () => {},
    connection: { session_replication_role: "replica", statement_timeout: 0 },
  });
  try {
    await work({
      rows: async (table, condition) =>
        (await sql.unsafe(`select to_jsonb(t) as row from ${table} t where ${condition}`)).map(({ row }) => row as Row),
      async write(table, rows) {
        const columns = await sql<{ name: string }[]>`
          select column_name as name from information_schema.columns
          where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER'`;
        const list = columns.map(({ name }) => `"${name}"`).join(", ");
        for (let from = 0; from < rows.length; from += 1_000) {
          const some = JSON.stringify(rows.slice(from, from + 1_000));
          await sql.unsafe(
            `insert into ${table} (${list}) select ${list} from json_populate_recordset(null::${table}, $1::text::json)`,
            [some],
          );
        }
      },
    });
    await sql`analyze`;
  } finally {
    await sql.end();
  }
}

/** The row with ids replaced wherever they stand in it. */
export function renamed(row: Row, ids: Readonly<Record<string, string>>): Row {
  let text = JSON.stringify(row);
  for (const [from, to] of Object.entries(ids)) text = text.replaceAll(from, to);
  return JSON.parse(text) as Row;
}
