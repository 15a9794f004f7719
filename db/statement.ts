import "server-only";
import { getTableColumns, type InferInsertModel, is, Param, Placeholder, sql } from "drizzle-orm";
import type { PgInsertValue, PgTable } from "drizzle-orm/pg-core";
import { type Composed, composingTransaction, type Db } from "./client";

export type { Db };

/**
 * A statement whose text is composed once per process instead of once per call: composing costs Drizzle more than
 * sending. For what a busy verb or page asks each time; anything else is written plainly on `ctx.db`.
 *
 * `build` gets stand-ins for the values. It may put them into the statement, as a whole and nothing else: a condition
 * on one of them would be decided once and for all. Columns are selected flat, without nesting.
 *
 *     const seatOf = statement((db, given: { accountId: string; userId: string }) =>
 *       db.select({ … }).from(memberships).where(and(eq(memberships.accountId, given.accountId), …)));
 *     const [seat] = await seatOf(ctx.db, { accountId: ctx.accountId, userId });
 */
export function statement<V extends object, R>(build: (db: Db, given: V) => PromiseLike<R>) {
  let made: Made | null = null;
  return (db: Handle, values: V): Promise<R> => {
    made ??= compose(build);
    const query = { sql: made.text, params: made.params.map((find) => find(values as Values)) };
    return db._.session.prepareQuery(query, made.fields, "composed", made.inArrays).execute() as Promise<R>;
  };
}

/** A transaction, or the plumbing outside of one. */
type Handle = { readonly _: { readonly session: Pick<Db["_"]["session"], "prepareQuery"> } };

/** A statement that inserts one row, with every column of the table given. */
export const insertion = <T extends PgTable>(table: T) =>
  statement((db, given: Required<InferInsertModel<T>>) => {
    const stored = Object.entries(getTableColumns(table)).filter(([, column]) => !column.generated);
    const row = Object.fromEntries(stored.map(([name]) => [name, given[name as keyof typeof given]]));
    return db.insert(table).values(row as PgInsertValue<T>);
  });

type Values = Record<string, unknown>;
type Find = (values: Values) => unknown;
type Made = { text: string; params: Find[] } & Pick<Composed, "fields" | "inArrays">;

function compose<V extends object>(build: (db: Db, given: V) => unknown): Made {
  const composed: Composed[] = [];
  const standIns = new Proxy({} as V, { get: (_, name) => sql.placeholder(String(name)) });
  const query = build(
    composingTransaction((each) => composed.push(each)),
    standIns,
  );
  if (hasPrepare(query)) query.prepare("composed"); // raw SQL was composed while it was built
  const [one] = composed;
  if (!one || composed.length > 1) throw new Error("Exactly one statement is composed.");
  if (one.fields?.some(({ path }) => path.length > 1)) throw new Error("A statement selects its columns flat.");
  return { text: one.query.sql, params: one.query.params.map(findOf), fields: one.fields, inArrays: one.inArrays };
}

const hasPrepare = (query: unknown): query is { prepare(name: string): unknown } =>
  typeof query === "object" && query !== null && "prepare" in query;

/** Where one parameter comes from: a value as it is, a value encoded by its column, or the same each time. */
function findOf(param: unknown): Find {
  if (is(param, Placeholder)) return (values) => values[param.name];
  if (is(param, Param) && is(param.value, Placeholder)) {
    const { encoder } = param;
    const { name } = param.value;
    return (values) => (values[name] === null ? null : encoder.mapToDriverValue(values[name]));
  }
  return () => param;
}
