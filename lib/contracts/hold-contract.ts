import "server-only";
import { and, asc, eq, isNull } from "drizzle-orm";
import { auditEntries, contractPauses, users } from "@/db/schema";
import { canHold } from "../billing/rules";
import type { Ctx, ReadCtx } from "../ctx";
import { ForbiddenError } from "../errors";
import { getWorkForChange } from "../milestones/queries";
import { addPause, liftPause, listOpenPauses } from "./pause-contract";

export type HoldContractResult =
  | { ok: true }
  | { ok: false; reason: "payroll" | "not-running" | "held-already"; message: string };

/**
 * A risk hold: payment operations pause a contract of any type (product.md §9). Both sides learn that the platform did
 * it; the reason stays with staff, in the event.
 * @throws NotFoundError; ForbiddenError for anybody but payment operations.
 */
export async function holdContract(
  ctx: Ctx,
  { contractId, reason }: { contractId: string; reason: string },
): Promise<HoldContractResult> {
  if (!canHold(ctx.actor)) throw new ForbiddenError("pause a contract for the platform");
  const { contract } = await getWorkForChange(ctx, contractId);
  if (contract.kind === "payroll")
    return { ok: false, reason: "payroll", message: "Payroll contracts are always paused here." };
  if (contract.state !== "active" && contract.state !== "paused")
    return {
      ok: false,
      reason: "not-running",
      message: `Contract ${contract.number} is ${contract.state}; only one that runs can be paused.`,
    };
  if ((await listOpenPauses(ctx, contract.id)).includes("risk"))
    return { ok: false, reason: "held-already", message: "The platform paused it a moment ago." };
  await addPause(ctx, contract, "risk", reason);
  return { ok: true };
}

export type LiftHoldResult = { ok: true; stillPaused: boolean } | { ok: false; reason: "not-held"; message: string };

/**
 * Ends a risk hold. The contract goes on when nothing else pauses it: a pause by the client, a suspension or a dispute
 * stays (product.md §9). One on a contract that has ended is lifted too, for it keeps earnings back.
 * @throws NotFoundError; ForbiddenError for anybody but payment operations.
 */
export async function liftHold(
  ctx: Ctx,
  { contractId, reason }: { contractId: string; reason: string },
): Promise<LiftHoldResult> {
  if (!canHold(ctx.actor)) throw new ForbiddenError("lift the platform's pause");
  const { contract } = await getWorkForChange(ctx, contractId);
  const causes = await listOpenPauses(ctx, contract.id);
  if (!causes.includes("risk"))
    return { ok: false, reason: "not-held", message: "No pause by payment operations is open." };
  await liftPause(ctx, contract, "risk", reason);
  return { ok: true, stillPaused: causes.length > 1 };
}

/**
 * Why a contract is paused, since when and by whom, with the reason that staff gave: for staff alone. A system's pause
 * names nobody. Ask only after the contract was found.
 */
export async function describeOpenPauses(ctx: ReadCtx, contractId: string) {
  const rows = await ctx.db
    .select({
      cause: contractPauses.cause,
      pausedAt: contractPauses.pausedAt,
      pausedByName: users.name,
      data: auditEntries.data,
    })
    .from(contractPauses)
    .leftJoin(users, eq(users.id, contractPauses.pausedBy))
    .leftJoin(
      auditEntries,
      and(
        eq(auditEntries.accountId, ctx.accountId),
        eq(auditEntries.eventId, contractPauses.auditId),
        eq(auditEntries.subjectId, contractPauses.contractId),
        eq(auditEntries.action, "contract.paused"),
      ),
    )
    .where(
      and(
        eq(contractPauses.accountId, ctx.accountId),
        eq(contractPauses.contractId, contractId),
        isNull(contractPauses.liftedAt),
      ),
    )
    .orderBy(asc(contractPauses.pausedAt), asc(contractPauses.id));
  return rows.map(({ data, ...row }) => ({ ...row, staffReason: data?.staffReason ?? null }));
}
