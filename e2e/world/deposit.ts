import { knowPerson } from "@/db/seed/people";
import type { StaffActor } from "@/lib/actor";
import { confirmMove, recordWire } from "@/lib/billing/money-moves";
import { writeAs } from "@/lib/ctx";
import { newId } from "@/lib/ids";
import type { World } from "./world";

/** Ten million on the company's balance, recorded by its finance and confirmed by payment operations: nothing it does is ever past due. */
export async function depositAmply(world: World): Promise<void> {
  const { accountId } = world;
  const now = world.now ?? new Date(0);
  const moveId = newId();
  const wire = {
    key: moveId,
    amountMinor: 1_000_000_000n,
    currency: "USD",
    reference: `D-${moveId}`,
    receivedOn: "2026-01-02",
    fileName: null,
    note: "Deposit.",
  };
  const recorded = await world.as("financeAdmin").write((ctx) => recordWire(ctx, wire));
  const [name, role] = ["Paula", "payment_operations_agent"] as const;
  const email = `paula@${moveId}-desk.example`;
  const userId = await knowPerson({ name, email, staffRole: role }, now);
  const paula: StaffActor = { kind: "staff", userId, accountId, name, email, role, via: "test" };
  const confirmed = await writeAs(paula, (ctx) => confirmMove(ctx, { moveId }), { now });
  if (!recorded.ok || !confirmed.ok) throw new Error("The deposit was refused.");
}
