import "server-only";
import { listMembers } from "../accounts/queries";
import type { Ctx } from "../ctx";
import { notify } from "../notifications/notify";

/** Finance admins hear of a purchase order that a hiring manager added (product.md §4). */
export async function tellOfInlineOrder(ctx: Ctx, order: { id: string; number: string }): Promise<void> {
  const readers = (await listMembers(ctx)).filter((member) => member.roles.includes("finance_admin"));
  const by = ctx.actor.kind === "member" ? ctx.actor.name : "A hiring manager";
  await notify(
    ctx,
    readers.map(({ userId }) => ({
      userId,
      kind: "order-added",
      category: "orders",
      key: order.id,
      title: `${by} added PO ${order.number}`,
      href: `/ab/reports/purchase-orders/${order.id}`,
    })),
  );
}
