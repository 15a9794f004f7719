import "server-only";
import type { SlotState } from "@/db/enums";
import type { approvalSlots } from "@/db/schema";
import type { Ctx } from "../ctx";
import type { LocalDate } from "../dates";
import { firstReminderAt } from "./rules";

/** Stands for "no needed-by date" in an approver's queue, where dates sort first. */
const noNeededBy = "9999-12-31";

type Asked = { id: string; requestedAt: Date; neededBy: LocalDate | null };
type Place = { step: number; approverId: string; state: Extract<SlotState, "waiting" | "open" | "skipped"> };

/**
 * The row of an approver of a pending request, who is asked from now on where the slot is open. It stands only for
 * somebody who holds a seat: lock that first.
 */
export function newSlot(
  ctx: Ctx,
  request: Asked,
  { step, approverId, state }: Place,
): typeof approvalSlots.$inferInsert {
  const open = state === "open";
  return {
    accountId: ctx.accountId,
    requestId: request.id,
    step,
    approverId,
    state,
    openedAt: open ? ctx.now : null,
    remindAt: open ? firstReminderAt(ctx.now) : null,
    nudgedAt: null,
    missingSince: null,
    requestState: "pending",
    seatState: "active",
    requestedAt: request.requestedAt,
    neededBy: request.neededBy ?? noNeededBy,
    auditId: ctx.auditId,
  };
}
