import { type AnyColumn, type SQL, sql } from "drizzle-orm";

/**
 * A range of a title index (`title_key`, in lower case): everything that begins with what was typed, ignoring case.
 * Nothing typed is everything.
 */
export function titleBegins(titleKey: AnyColumn, search: string): SQL | undefined {
  const start = [...search.replace(/\s+/gu, " ").trim()].slice(0, 120).join("");
  if (!start) return undefined;
  return sql`${titleKey} >= lower(${start}) and ${titleKey} < lower(${start}) || ${"\u{10ffff}"}`;
}
