import "server-only";
import type { ReadCtx } from "../ctx";
import { addLocalDays } from "../dates";
import { sumHeldForOffers } from "../milestones/held-for-offers";
import { decodeCursor } from "../paging";
import type { Letter } from "../pdf/letter";
import { statementLetter } from "./letters";
import { everyReceipt, listReceipts, type ReceiptRow, sumMonth } from "./list-receipts";
import { monthBounds } from "./rules";

/**
 * The statement of a month (UTC) with at most `lines` of its movements, newest first; `lines` null: all of them. What is
 * held for open offers is that of the month's end, or of now.
 */
export async function loadStatement(
  ctx: ReadCtx,
  { month, lines, ...of }: { month: string; lines: number | null; companyName: string; currency: string; zone: string },
): Promise<Letter> {
  const { from, to } = monthBounds(month);
  const { before, totals } = await sumMonth(ctx, from, to);
  const last = addLocalDays(to.toISOString().slice(0, 10), -1);
  const held = await sumHeldForOffers(ctx, to);
  const filter = { ...everyReceipt, from: `${month}-01`, to: last };
  const rows: ReceiptRow[] = [];
  let next: string | null = null;
  do {
    const page = await listReceipts(ctx, { ...filter, cursor: decodeCursor(next ?? undefined) }, lines ?? batch);
    rows.push(...page.rows);
    next = page.next;
  } while (lines === null && next);
  return statementLetter({ ...of, month, before, totals, held, rows, more: next !== null });
}

/** So many movements are read in one look. */
const batch = 1_000;
