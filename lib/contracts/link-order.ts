import "server-only";
import { and, desc, eq } from "drizzle-orm";
import { contractOrders, contracts } from "@/db/schema";
import { getAccountSettings } from "../accounts/queries";
import { type Overtaken, overtaken } from "../audit/overtaken";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { ForbiddenError } from "../errors";
import { chooseOrder } from "../orders/choose-order";
import { relinkContract } from "../orders/stages";
import { ordersOff } from "../orders/words";
import { getContractForChange } from "./queries";
import { canLinkOrder } from "./rules";
import type { LinkOrderInput } from "./schema";

export type LinkOrderResult =
  | { ok: true }
  | { ok: false; reason: "ended" }
  | typeof ordersOff
  | Overtaken
  | { ok: false; reason: "nothing-changed" }
  | { ok: false; reason: "invalid"; fieldErrors: Record<string, string[]> };

/**
 * Puts a contract on another purchase order from now on, or on none yet. What is committed moves; what is invoiced stays
 * where it was, and the history names who and when (product.md §4, never retroactive).
 * @throws NotFoundError; ForbiddenError for people who may not link one.
 */
export async function linkOrder(ctx: Ctx, input: LinkOrderInput): Promise<LinkOrderResult> {
  const contract = await getContractForChange(ctx, input.contractId);
  if (!canLinkOrder(ctx.actor, contract)) throw new ForbiddenError("choose the purchase order of this contract");
  if (contract.state === "ended") return { ok: false, reason: "ended" };
  if (contract.version !== input.version) return overtaken(ctx, "contract", contract.id);
  if (!(await getAccountSettings(ctx)).ordersOn) return ordersOff;
  const chosen = await chooseOrder(ctx, input, { teamId: contract.teamId, required: true });
  if (!chosen.ok) return chosen;
  const { orderId, orderChoice } = chosen;
  if (orderId === contract.orderId && orderChoice === contract.orderChoice)
    return { ok: false, reason: "nothing-changed" };
  await ctx.db
    .update(contracts)
    .set({ orderId, orderChoice, version: contract.version + 1, auditId: ctx.auditId })
    .where(and(eq(contracts.accountId, ctx.accountId), eq(contracts.id, contract.id)));
  if (orderId !== contract.orderId) {
    const [last] = await ctx.db
      .select({ version: contractOrders.version })
      .from(contractOrders)
      .where(and(eq(contractOrders.accountId, ctx.accountId), eq(contractOrders.contractId, contract.id)))
      .orderBy(desc(contractOrders.version))
      .limit(1);
    await ctx.db.insert(contractOrders).values({
      accountId: ctx.accountId,
      contractId: contract.id,
      version: (last?.version ?? 0) + 1,
      orderId,
      linkedBy: ctx.actor.userId,
      linkedAt: ctx.now,
      auditId: ctx.auditId,
    });
    await relinkContract(ctx, contract, contract.orderId, orderId);
  }
  const changed = await getContractForChange(ctx, contract.id);
  recordEvent(ctx, "contract.order-linked", "contract", contract.id, {
    from: contract.orderNumber,
    to: changed.orderNumber,
  });
  return { ok: true };
}
