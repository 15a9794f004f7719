import { type AnyColumn, type SQL, sql } from "drizzle-orm";
import { clean } from "./approvals/schema";

/** People whose name or address holds what was typed, ignoring case. Nothing typed is everybody. */
export function personHolds({ name, email }: { name: AnyColumn; email: AnyColumn }, search: string): SQL | undefined {
  const typed = clean(search).trim().toLowerCase();
  return typed ? sql`position(${typed} in lower(${name} || ' ' || ${email})) > 0` : undefined;
}
