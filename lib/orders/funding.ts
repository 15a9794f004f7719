import "server-only";
import type { Ctx } from "../ctx";
import { type LocalDate, localDateOf } from "../dates";
import { instantOfLocal } from "../digest/schedule";
import { listPosted } from "../ledger/queries";

/** The key of a posting of funds: the id minted with its form, so that it is posted once however often it is sent. */
export const fundingKey = (orderId: string, formId: string) => `order/${orderId}/${formId}`;

/** Was this form posted before? */
export async function wasPosted(ctx: Ctx, key: string): Promise<boolean> {
  return (await listPosted(ctx, [key])).length > 0;
}

/** When money of a calendar day counts: now for today, else that day's noon, which every zone has. */
export function countsAt(day: LocalDate | null, zone: string, now: Date): Date {
  return day === null || day === localDateOf(now, zone) ? now : instantOfLocal(day, 12 * 60, zone);
}
