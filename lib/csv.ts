import "server-only";
import { Readable } from "node:stream";
import { stringify } from "csv-stringify";
import { type Cursor, decodeCursor, type Page } from "./paging";

/** Rows that an export asks for at a time. */
export const exportBatch = 500;

/**
 * Rows as a file of comma-separated values, streamed as they come. Texts that a spreadsheet would take for formulas are
 * disarmed; it begins with a byte order mark, without which Excel takes it for another encoding.
 * @param bigint how an amount in minor units is written, where there are any
 */
export function csvStream<Name extends string>(
  columns: readonly Name[],
  rows: AsyncIterable<Record<Name, string | bigint>>,
  bigint: (minor: bigint) => string = String,
): ReadableStream<Uint8Array> {
  const csv = Readable.from(rows).pipe(
    stringify({ header: true, columns: [...columns], bom: true, escape_formulas: true, cast: { bigint } }),
  );
  return Readable.toWeb(csv) as ReadableStream<Uint8Array>;
}

/** Every row of a paged list from `cursor` on, a page at a time; the next page is asked for when its first row is. */
export async function* rowsOfPages<Row>(
  cursor: Cursor | null,
  read: (cursor: Cursor | null) => Promise<Page<Row>>,
): AsyncGenerator<Row> {
  do {
    const page = await read(cursor);
    yield* page.rows;
    cursor = decodeCursor(page.next ?? undefined);
  } while (cursor);
}
