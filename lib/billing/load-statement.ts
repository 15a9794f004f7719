import "server-only";
import type { ReadCtx } from "../ctx";
import { addLocalDays } from "../dates";
import { sumHeldForOffers } from "../milestones/held-for-offers";
import type { Letter } from "../pdf/letter";
import { statementLetter } from "./letters";
import { everyReceipt, listReceipts, sumMonth } from "./list-receipts";
import { monthBounds } from "./rules";

/**
 * The statement of a month (UTC) with at most `lines` of its movements, newest first. What is held for open offers is
 * that of the month's end, or of now.
 */
export async function loadStatement(
  ctx: ReadCtx,
  { month, lines, ...of }: { month: string; lines: number; companyName: string; currency: string; zone: string },
): Promise<Letter> {
  const { from, to } = monthBounds(month);
  const { before, totals } = await sumMonth(ctx, from, to);
  const last = addLocalDays(to.toISOString().slice(0, 10), -1);
  const held = await sumHeldForOffers(ctx, to);
  const page = await listReceipts(ctx, { ...everyReceipt, from: `${month}-01`, to: last }, lines);
  return statementLetter({ ...of, month, before, totals, held, rows: page.rows, more: page.next !== null });
}
