import "server-only";
import type { ReadCtx } from "../ctx";
import { newId } from "../ids";
import { formatMoney } from "../money";
import { sumEscrowToSettle } from "./queries";

/** What the form that ends a contract asks about escrow: the sum in words and the form's own key; null where nothing is held. */
export async function escrowAtEnd(
  ctx: ReadCtx,
  { id, currency }: { id: string; currency: string },
): Promise<{ held: string; key: string } | null> {
  const minor = await sumEscrowToSettle(ctx, id);
  return minor > 0n ? { held: formatMoney({ minor, currency }), key: newId() } : null;
}
