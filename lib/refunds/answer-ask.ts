import "server-only";
import { and, eq } from "drizzle-orm";
import type { AskState } from "@/db/enums";
import { refundAsks } from "@/db/schema";
import type { Ctx } from "../ctx";
import { formatInstant } from "../dates";
import { ConflictError } from "../errors";
import type { RefundAsk } from "./queries";
import { endOfDays } from "./rules";

/** Closes an open request with its answer, in one conditional statement. `note`: why it was declined. */
export async function answerAsk(
  ctx: Ctx,
  ask: Pick<RefundAsk, "id">,
  { state, note = null }: { state: Exclude<AskState, "open">; note?: string | null },
): Promise<void> {
  const answered = await ctx.db
    .update(refundAsks)
    .set({ state, note, answeredBy: ctx.actor.userId, answeredAt: ctx.now, auditId: ctx.auditId })
    .where(and(eq(refundAsks.accountId, ctx.accountId), eq(refundAsks.id, ask.id), eq(refundAsks.state, "open")))
    .returning({ id: refundAsks.id });
  if (answered.length === 0) throw new ConflictError();
}

/** What became of a request that waits no more, and when, in the reader's zone. */
export function endOfAsk(ask: Pick<RefundAsk, "state" | "answeredAt" | "lapsesAt">, zone: string): string {
  return `This request ${endings[ask.state]} on ${formatInstant(endOfDays(ask), zone)}.`;
}

const endings: Record<AskState, string> = {
  // Its days are over; the tick has not come by yet.
  open: "lapsed",
  lapsed: "lapsed",
  paid: "was answered with a refund",
  declined: "was declined",
  withdrawn: "was withdrawn",
};
