import "server-only";
import type { OrderChoice } from "@/db/enums";
import { getAccountSettings } from "../accounts/queries";
import { canInitiateSpend } from "../approvals/rules";
import { clean } from "../approvals/schema";
import type { Ctx } from "../ctx";
import { createInlineOrder } from "./create-order";
import type { OrderFields } from "./order-fields";
import { getUsableOrder } from "./queries";
import { canAddInline } from "./rules";
import { inlineOrderInput } from "./schema";
import { unusableText } from "./words";

export type OrderAnswer =
  | { ok: true; orderId: string | null; orderChoice: OrderChoice }
  | { ok: false; reason: "invalid"; fieldErrors: Record<string, string[]> };

/**
 * Reads how a form of team `teamId` answered the question for a purchase order, and makes the one it adds. A chosen
 * order is locked until the end of the transaction, so that it cannot be archived in the same moment.
 *
 * While purchase orders are off the question is not asked: `none`. "I don't have one yet" is always allowed, also where
 * one is required; only saying nothing is refused there. Refused at `orderChoice`, `orderNumber` or the fields of the new
 * one: archived, expired, not permitted, unknown or another company's, number taken, bad amount, day in the past.
 * `current`: the purchase order that the thing has already; leaving it there is no choice and is never refused.
 * Rule: product.md §4, "Choosing".
 */
export async function chooseOrder(
  ctx: Ctx,
  input: OrderFields,
  { teamId, required, current = null }: { teamId: string; required: boolean; current?: string | null },
): Promise<OrderAnswer> {
  const settings = await getAccountSettings(ctx);
  if (!settings.ordersOn) return { ok: true, orderId: null, orderChoice: "none" };
  const choice = input.orderChoice ?? "";
  if (current !== null && choice === current) return { ok: true, orderId: current, orderChoice: "order" };
  if (choice === "placeholder") return { ok: true, orderId: null, orderChoice: "placeholder" };
  if (choice === "") {
    return required
      ? refused({ orderChoice: ["Choose a purchase order, or “I don't have one yet”."] })
      : { ok: true, orderId: null, orderChoice: "none" };
  }
  if (choice === "new") {
    if (!canInitiateSpend(ctx.actor) || !canAddInline(ctx.actor, teamId, settings.ordersInline))
      return refused({
        orderChoice: ["You may not add purchase orders here. Choose one of the list, or ask finance."],
      });
    const parsed = inlineOrderInput(settings.currency).safeParse(input);
    if (!parsed.success) {
      const errors: Record<string, string[]> = {};
      for (const { path, message } of parsed.error.issues) errors[String(path[0])] = [message];
      return refused(errors);
    }
    const made = await createInlineOrder(ctx, parsed.data, teamId);
    if (made.ok) return { ok: true, orderId: made.orderId, orderChoice: "order" };
    return made.reason === "invalid"
      ? refused(Object.fromEntries(Object.entries(made.fieldErrors).map(([name, words]) => [inForm(name), words])))
      : refused({ orderChoice: [made.message] });
  }
  const byNumber = choice === "number";
  const field = byNumber ? "orderNumber" : "orderChoice";
  const typed = clean(input.orderNumber ?? "").trim();
  if (byNumber && !typed) return refused({ orderNumber: ["Enter the number of the purchase order."] });
  const answer = await getUsableOrder(ctx, byNumber ? { number: typed } : { id: choice }, { teamId });
  return answer.ok
    ? { ok: true, orderId: answer.order.id, orderChoice: "order" }
    : refused({ [field]: [unusableText(answer)] });
}

const refused = (fieldErrors: Record<string, string[]>): OrderAnswer => ({ ok: false, reason: "invalid", fieldErrors });

/** The fields of a new order as the choosing field names them. */
const inForm = (name: string) =>
  ({ number: "newOrderNumber", validThrough: "newOrderValidThrough", amount: "newOrderAmount" })[name] ?? "orderChoice";
