import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import type { PauseCause } from "@/db/enums";
import { contractPauses, contracts } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import type { Ctx, ReadCtx } from "../ctx";
import { ForbiddenError } from "../errors";
import { newId } from "../ids";
import { mailPaused, mailRestarted } from "../milestones/mails";
import { type EscrowContract, getWorkForChange, isClientSideNow } from "../milestones/queries";

export type PauseContractResult =
  | { ok: true }
  | { ok: false; reason: "only-hourly" | "not-active" | "payroll"; message: string };

/**
 * "Pause contract": hourly only (source), at once; hours recorded before are invoiced as usual (product.md §9).
 * @throws NotFoundError; ForbiddenError for anybody but the client side.
 */
export async function pauseContract(ctx: Ctx, { contractId }: { contractId: string }): Promise<PauseContractResult> {
  const { contract } = await getWorkForChange(ctx, contractId);
  if (!(await isClientSideNow(ctx, contract))) throw new ForbiddenError("pause this contract");
  if (contract.kind === "payroll")
    return { ok: false, reason: "payroll", message: "Payroll contracts are always paused here." };
  if (contract.contractType !== "hourly")
    return { ok: false, reason: "only-hourly", message: "Only hourly contracts can be paused." };
  if (contract.state !== "active" && contract.state !== "paused")
    return { ok: false, reason: "not-active", message: `Contract ${contract.number} is ${contract.state}.` };
  await addPause(ctx, contract, "client");
  return { ok: true };
}

/**
 * Adds a cause for which a contract is paused; the same cause twice is once. Both sides are told, the cause left out.
 * `staffReason` stands in the event under a name of its own, for histories show notes and reasons to both sides.
 */
export async function addPause(
  ctx: Ctx,
  contract: EscrowContract,
  cause: PauseCause,
  staffReason?: string,
): Promise<void> {
  if ((await listOpenPauses(ctx, contract.id)).includes(cause)) return;
  const id = newId();
  await ctx.db.insert(contractPauses).values({
    accountId: ctx.accountId,
    id,
    contractId: contract.id,
    cause,
    pausedBy: ctx.actor.userId,
    pausedAt: ctx.now,
    auditId: ctx.auditId,
  });
  await ctx.db
    .update(contracts)
    .set({ state: "paused", auditId: ctx.auditId })
    .where(and(eq(contracts.accountId, ctx.accountId), eq(contracts.id, contract.id), eq(contracts.state, "active")));
  recordEvent(ctx, "contract.paused", "contract", contract.id, { by: byWhom(cause), staffReason });
  await mailPaused(ctx, contract, { id, byClient: cause === "client" });
}

const byWhom = (cause: PauseCause) => (cause === "client" ? "client" : "platform");

/** The causes for which a contract is paused now. */
export async function listOpenPauses(ctx: ReadCtx, contractId: string): Promise<PauseCause[]> {
  const rows = await ctx.db
    .select({ cause: contractPauses.cause })
    .from(contractPauses)
    .where(
      and(
        eq(contractPauses.accountId, ctx.accountId),
        eq(contractPauses.contractId, contractId),
        isNull(contractPauses.liftedAt),
      ),
    );
  return rows.map((row) => row.cause);
}

export type RestartContractResult =
  | { ok: true; stillPaused: boolean }
  | { ok: false; reason: "not-paused" | "paused-by-platform" | "payroll"; message: string };

/**
 * "Restart" lifts the client's own reason; the platform's ends with its cause. The contract is active when none is left.
 * @throws NotFoundError; ForbiddenError for anybody but the client side.
 */
export async function restartContract(
  ctx: Ctx,
  { contractId }: { contractId: string },
): Promise<RestartContractResult> {
  const { contract } = await getWorkForChange(ctx, contractId);
  if (!(await isClientSideNow(ctx, contract))) throw new ForbiddenError("restart this contract");
  const causes = await listOpenPauses(ctx, contract.id);
  if (causes.includes("payroll"))
    return { ok: false, reason: "payroll", message: "Payroll contracts are always paused here." };
  if (!causes.includes("client"))
    return causes.length > 0
      ? { ok: false, reason: "paused-by-platform", message: "Paused by the platform; it ends with its cause." }
      : { ok: false, reason: "not-paused", message: `Contract ${contract.number} is not paused.` };
  await liftPause(ctx, contract, "client");
  return { ok: true, stillPaused: causes.length > 1 };
}

/** Ends one cause; without any other the contract goes on, and both sides are told. */
export async function liftPause(
  ctx: Ctx,
  contract: EscrowContract,
  cause: PauseCause,
  staffReason?: string,
): Promise<void> {
  const lifted = await ctx.db
    .update(contractPauses)
    .set({ liftedAt: ctx.now, liftedBy: ctx.actor.userId, auditId: ctx.auditId })
    .where(
      and(
        eq(contractPauses.accountId, ctx.accountId),
        eq(contractPauses.contractId, contract.id),
        eq(contractPauses.cause, cause),
        isNull(contractPauses.liftedAt),
      ),
    )
    .returning({ id: contractPauses.id });
  const [pause] = lifted;
  if (!pause) return;
  recordEvent(ctx, "contract.restarted", "contract", contract.id, { by: byWhom(cause), staffReason });
  if ((await listOpenPauses(ctx, contract.id)).length > 0) return;
  const restarted = await ctx.db
    .update(contracts)
    .set({ state: "active", activeAt: ctx.now, auditId: ctx.auditId })
    .where(and(eq(contracts.accountId, ctx.accountId), eq(contracts.id, contract.id), eq(contracts.state, "paused")))
    .returning({ id: contracts.id });
  if (restarted.length > 0) await mailRestarted(ctx, [{ contract, id: pause.id }]);
}
