import "server-only";
import { sql } from "drizzle-orm";
import type { ReadCtx } from "../ctx";

/**
 * What the lower case of these texts is, as the database writes it into its unique keys. JavaScript says otherwise of İ
 * and others, so that a number found by the one would be missing by the other.
 * @returns a function that knows these texts and no others.
 */
export async function lowerCaseOf({ db }: ReadCtx, texts: Iterable<string>): Promise<(text: string) => string> {
  const asked = JSON.stringify([...new Set(texts)]);
  const rows = await db.execute<{ text: string; key: string }>(
    sql`select value as text, lower(value) as key from json_array_elements_text(${asked}::json)`,
  );
  const keys = new Map(rows.map(({ text, key }) => [text, key]));
  return (text) => {
    const key = keys.get(text);
    if (key === undefined) throw new Error("The lower case of this text was not asked for.");
    return key;
  };
}
