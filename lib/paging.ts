import { isId } from "./ids";

/** Rows a list shows at once (product.md §3.5). */
export const pageSize = 25;

/** Where the next page starts: the sort value and the id of the last row shown. */
export type Cursor = { value: string; id: string };

/** One page of a keyset-paged list; `next` is null on the last one. */
export type Page<Row> = { rows: Row[]; next: string | null };

/** A cursor as it stands in the address. */
export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(`${cursor.value}|${cursor.id}`, "utf8").toString("base64url");
}

/** Reads a cursor from the address; null for anything that is none of ours, which shows the first page. */
export function decodeCursor(text: string | undefined): Cursor | null {
  if (!text || text.length > 400) return null;
  const plain = Buffer.from(text, "base64url").toString("utf8");
  const at = plain.lastIndexOf("|");
  const id = plain.slice(at + 1);
  if (at < 1 || !isId(id)) return null;
  return { value: plain.slice(0, at), id };
}

/** The cursor in a value of the address; null where it says nothing, or says it twice. */
export const cursorOf = (value: string | string[] | undefined): Cursor | null =>
  decodeCursor(typeof value === "string" ? value : undefined);

/**
 * Is this an instant as Postgres writes it ("2026-11-22 00:47:00.123456+00") or as we do (ISO)? A cursor's value comes
 * from the address, and a cast of anything else would be a fault instead of the first page.
 */
export function isInstantText(text: string): boolean {
  const match =
    /^([12]\d{3}-\d{2}-\d{2})[ T]((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.\d{1,6})?(?:Z|[+-](?:0\d|1[0-5])(?::[0-5]\d)?)$/.exec(
      text,
    );
  if (!match) return false;
  // JavaScript reads 31 February as 3 March; Postgres refuses it.
  const read = new Date(`${match[1]}T${match[2]}Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(`${match[1]}T${match[2]}`);
}

/** Is this a whole number that a 64-bit column can hold? */
export function isBigintText(text: string): boolean {
  return /^\d{1,19}$/.test(text) && BigInt(text) <= 9_223_372_036_854_775_807n;
}

/** Cuts `rows` (one more than a page was asked for) to a page. */
export function toPage<Row>(rows: Row[], cursorOf: (row: Row) => Cursor, size = pageSize): Page<Row> {
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > size && last ? encodeCursor(cursorOf(last)) : null };
}
