import type postgres from "postgres";
import { v7 as uuidv7 } from "uuid";
import { openPool } from "@/db/client";

/** What a deed is about: its ids by name. */
export type Thing = Readonly<Record<string, string>>;

/** Runs the noted statements of a deed for another thing, in one transaction. */
export type PlainLoop = (sql: postgres.Sql, thing: Thing) => Promise<void>;

type Statement = { text: string; params: unknown[] };

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/**
 * Notes every statement that a deed sends, with its parameters, by doing it to two things. In the loop, ids of the thing
 * become the other thing's, ids that both deeds named stay (company, people), and all others were minted by the deed:
 * each run mints its own.
 */
export async function notePlain(
  url: string,
  [first, second]: readonly [Thing, Thing],
  deed: (thing: Thing, sql: postgres.Sql) => Promise<void>,
): Promise<PlainLoop> {
  const script = await note(url, (sql) => deed(first, sql));
  const shared = new Set((await note(url, (sql) => deed(second, sql))).flatMap(idsIn));
  const nameOf = new Map(Object.entries(first).map(([name, id]) => [id, name]));
  return async (sql, thing) => {
    const minted = new Map<string, string>();
    const idFor = (id: string) => {
      const name = nameOf.get(id);
      if (name !== undefined) return thing[name] ?? id;
      if (shared.has(id)) return id;
      const fresh = minted.get(id) ?? uuidv7();
      minted.set(id, fresh);
      return fresh;
    };
    await sql.begin(async (tx) => {
      for (const { text, params } of script) {
        const values = params.map((value) => (typeof value === "string" ? value.replaceAll(uuid, idFor) : value));
        await tx.unsafe(text, values as never[], { prepare: true });
      }
    });
  };
}

/** Every statement of one deed as the server gets it, without the frame of its transaction. */
async function note(url: string, deed: (sql: postgres.Sql) => Promise<void>): Promise<Statement[]> {
  const statements: Statement[] = [];
  const sql = openPool(url, {
    max: 1,
    debug: (_connection, text, params) => statements.push({ text, params: [...params] }),
  });
  try {
    await deed(sql);
  } finally {
    await sql.end();
  }
  return statements.filter(({ text }) => !/^\s*(begin|commit|select b\.oid)/i.test(text));
}

const idsIn = ({ params }: Statement): string[] =>
  params.flatMap((value) => (typeof value === "string" ? (value.match(uuid) ?? []) : []));

/** How many at a time. */
export const lanes = 8;

/** Things a second, `lanes` at a time. */
export async function perSecond<T>(things: readonly T[], one: (thing: T) => Promise<unknown>): Promise<number> {
  const queue = [...things];
  const start = performance.now();
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let thing = queue.pop(); thing !== undefined; thing = queue.pop()) await one(thing);
    }),
  );
  return things.length / ((performance.now() - start) / 1000);
}
