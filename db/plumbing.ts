import "server-only";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import { pool } from "./client";

const handles = new WeakMap<object, PostgresJsDatabase>();

/**
 * The database outside the doors, for the listed tables without row-level security: sessions, sign-ins that were asked
 * for, rate limits, the demo's clock and mailbox, and looking a person up before a tenant is known (reliability.md §4.4).
 * Tenant tables show no row through it.
 */
export function plumbing(): PostgresJsDatabase {
  const sql = pool();
  let handle = handles.get(sql);
  if (!handle) {
    handle = drizzle(sql, { casing: "snake_case" });
    handles.set(sql, handle);
  }
  return handle;
}
