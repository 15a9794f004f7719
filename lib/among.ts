import { type AnyColumn, type SQL, sql } from "drizzle-orm";

/**
 * `column = any (these ids)` as one parameter: lists of any length, one prepared statement for all of them, and the index
 * is used. Ids only: the text is an array literal, unquoted.
 */
export const among = (column: AnyColumn, ids: Iterable<string>): SQL =>
  sql`${column} = any(${`{${[...ids].join(",")}}`}::text::uuid[])`;
