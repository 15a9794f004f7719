import "server-only";
import { getTableName, type SQL, sql, type Table } from "drizzle-orm";
import type { Ctx } from "../ctx";

/**
 * Inserts any number of rows as one parameter. A statement with a placeholder for every cell of a thousand rows costs
 * more to build and to parse than to run. All rows have the fields of the first.
 * @param conflict what stands behind the rows, e.g. `on conflict do nothing`
 */
export async function insertMany<T extends Table>(
  { db }: Pick<Ctx, "db">,
  table: T,
  rows: readonly T["$inferInsert"][],
  conflict: SQL = sql``,
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const names = Object.keys(first);
  const columns = sql.join(
    names.map((name) => sql.identifier(snake(name))),
    sql`, `,
  );
  const cells = rows.map((row) =>
    Object.fromEntries(names.map((name) => [snake(name), textOf((row as Record<string, unknown>)[name])])),
  );
  const target = sql.identifier(getTableName(table));
  await db.execute(sql`
    insert into ${target} (${columns})
    select ${columns} from json_populate_recordset(null::${target}, ${JSON.stringify(cells)}::json) ${conflict}`);
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const textOf = (value: unknown) => (typeof value === "bigint" ? value.toString() : (value ?? null));
