import type { LocalDate } from "../dates";
import { formatDay } from "../dates";
import type { Unusable } from "./rules";

export type Invalid = { ok: false; reason: "invalid"; fieldErrors: Record<string, string[]> };

/** A refusal at one field. */
export const invalid = (field: string, message: string): Invalid => ({
  ok: false,
  reason: "invalid",
  fieldErrors: { [field]: [message] },
});

export const pastDay = "Choose today or a later day, or leave it empty: it never expires then.";

export const ordersOff = {
  ok: false as const,
  reason: "orders-off" as const,
  message: "Purchase orders are off for this company. Nothing was done; ask an admin.",
};

/** Why a purchase order cannot stand on a post, a request, an offer or a contract, and what to do instead. */
export function unusableText(
  answer: { reason: "not-found" } | { reason: Unusable; number: string; validThrough: LocalDate | null },
): string {
  switch (answer.reason) {
    case "not-found":
      return "There is no such purchase order. Choose one of the list.";
    case "archived":
      return `PO ${answer.number} is archived. Choose another one.`;
    case "expired":
      return `PO ${answer.number} expired${answer.validThrough ? ` on ${formatDay(answer.validThrough)}` : ""}. Choose another one, or have it extended.`;
    case "not-permitted":
      return `You may not use PO ${answer.number} here. Choose another one, or ask finance.`;
    case "other-currency":
      return `PO ${answer.number} is in another currency. Choose another one.`;
  }
}
