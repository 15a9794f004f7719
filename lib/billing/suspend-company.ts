import "server-only";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { companySuspensions, contractPauses, contracts, users } from "@/db/schema";
import { getAccountSettings } from "../accounts/queries";
import { recordEvent } from "../audit/record-event";
import type { Ctx, ReadCtx } from "../ctx";
import { ForbiddenError } from "../errors";
import { newId } from "../ids";
import { mailPausedByPlatform, mailRestarted } from "../milestones/mails";
import type { Refusal } from "../milestones/open-milestone";
import { listContractsAmong } from "../milestones/queries";
import { formatMoney } from "../money";
import { getBilling, isSuspended } from "./company-money";
import { sumDebt } from "./debt";
import { findPastDue } from "./list-invoices";
import { mailReinstated, mailSuspended } from "./mails";
import { canSuspend } from "./rules";

/** Why staff do it; only staff read it. The clock gives no reason. */
export type SuspensionInput = { reason: string } | null;
export type SuspendCompanyResult = { ok: true } | Refusal<"suspended-already" | "nothing-past-due">;

/**
 * Blocks a company for debt: contracts are paused by the platform, new posts, offers, funding and bonuses are refused;
 * releasing, refunds and disputes go on (§13.3). To the platform itself again is the same. Payment operations do it with a
 * reason, once an invoice is past due; no money moves, so one person does (§13.7).
 * @throws ForbiddenError for anybody else.
 */
export async function suspendCompany(ctx: Ctx, input: SuspensionInput = null): Promise<SuspendCompanyResult> {
  if (!canSuspend(ctx.actor)) throw new ForbiddenError("suspend a company");
  await getBilling(ctx, true);
  const byStaff = ctx.actor.kind === "staff";
  if (await isSuspended(ctx))
    return byStaff
      ? { ok: false, reason: "suspended-already", message: "This company is suspended already." }
      : { ok: true };
  if (byStaff && !(await findPastDue(ctx)))
    return {
      ok: false,
      reason: "nothing-past-due",
      message: "No invoice is past due. A company is suspended for debt alone.",
    };
  const { accountId, auditId, now, actor } = ctx;
  const id = newId();
  await ctx.db.insert(companySuspensions).values({
    accountId,
    id,
    startedAt: now,
    startedBy: actor.userId,
    reason: input?.reason ?? null,
    auditId,
  });
  const running = await listContractsAmong(
    ctx,
    sql`${contracts.state} in ('pending', 'active', 'paused')`,
    "no key update",
  );
  const paused = running.map((contract) => ({ contract, id: newId() }));
  if (paused.length > 0)
    await ctx.db.insert(contractPauses).values(
      paused.map((pause) => ({
        accountId,
        id: pause.id,
        contractId: pause.contract.id,
        cause: "suspension" as const,
        pausedAt: now,
        auditId,
      })),
    );
  await ctx.db
    .update(contracts)
    .set({ state: "paused", auditId })
    .where(and(eq(contracts.accountId, accountId), eq(contracts.state, "active")));
  recordEvent(ctx, "account.suspended", "account", accountId, {
    contracts: String(running.length),
    staffReason: input?.reason,
  });
  for (const { contract } of paused) recordEvent(ctx, "contract.paused", "contract", contract.id, { by: "platform" });
  // Payroll work stands still here anyway.
  await mailPausedByPlatform(
    ctx,
    paused.filter(({ contract }) => contract.kind !== "payroll"),
  );
  await mailSuspended(ctx, { id, owedMinor: await sumDebt(ctx) });
  return { ok: true };
}

export type ReinstateCompanyResult = { ok: true } | Refusal<"not-suspended" | "still-owed">;

/**
 * The balance is zero: exactly what the suspension paused goes on; a pause with another cause stays (§13.3). Payment
 * operations do it with a reason, and not while anything is owed; the clock does it by itself. To the platform itself again
 * is the same.
 * @throws ForbiddenError for anybody else.
 */
export async function reinstateCompany(ctx: Ctx, input: SuspensionInput = null): Promise<ReinstateCompanyResult> {
  if (!canSuspend(ctx.actor)) throw new ForbiddenError("reinstate a company");
  await getBilling(ctx, true);
  const { accountId, auditId, now, actor } = ctx;
  if (actor.kind === "staff") {
    if (!(await isSuspended(ctx)))
      return { ok: false, reason: "not-suspended", message: "This company is not suspended." };
    const owedMinor = await sumDebt(ctx);
    if (owedMinor > 0n) {
      const owed = formatMoney({ minor: owedMinor, currency: (await getAccountSettings(ctx)).currency });
      return { ok: false, reason: "still-owed", message: `${owed} is still owed. Only payment lifts a suspension.` };
    }
  }
  const [ended] = await ctx.db
    .update(companySuspensions)
    .set({ endedAt: now, endedBy: actor.userId, endReason: input?.reason ?? null, auditId })
    .where(and(eq(companySuspensions.accountId, accountId), isNull(companySuspensions.endedAt)))
    .returning({ id: companySuspensions.id });
  if (!ended) return { ok: true };
  const lifted = await ctx.db
    .update(contractPauses)
    .set({ liftedAt: now, auditId })
    .where(
      and(
        eq(contractPauses.accountId, accountId),
        eq(contractPauses.cause, "suspension"),
        isNull(contractPauses.liftedAt),
      ),
    )
    .returning({ id: contractPauses.id, contractId: contractPauses.contractId });
  const pauses = new Map(lifted.map(({ id, contractId }) => [contractId, id]));
  const restarted = await listContractsAmong(
    ctx,
    sql`${contracts.state} = 'paused' and not exists (
      select from contract_pauses p
      where p.account_id = ${accountId} and p.contract_id = ${contracts.id} and p.lifted_at is null)`,
    "no key update",
  );
  await ctx.db.execute(sql`
    update contracts c set state = 'active', active_at = ${now.toISOString()}::timestamptz, audit_id = ${auditId}::uuid
    where c.account_id = ${accountId} and c.state = 'paused'
      and not exists (select from contract_pauses p where p.account_id = ${accountId} and p.contract_id = c.id and p.lifted_at is null)`);
  recordEvent(ctx, "account.reinstated", "account", accountId, { staffReason: input?.reason });
  for (const { contractId } of lifted)
    recordEvent(ctx, "contract.restarted", "contract", contractId, { by: "platform" });
  await mailRestarted(
    ctx,
    restarted.map((contract) => ({ contract, id: pauses.get(contract.id) ?? ended.id })),
  );
  await mailReinstated(ctx, ended.id);
  return { ok: true };
}

/**
 * A suspended company that owes nothing any more is reinstated. Run by the tick, so within a minute (§13.2); asks again.
 * @returns whether it was.
 */
export async function settleSuspension(ctx: Ctx): Promise<boolean> {
  await getBilling(ctx, true);
  if (!(await isSuspended(ctx)) || (await sumDebt(ctx)) > 0n) return false;
  await reinstateCompany(ctx);
  return true;
}

const starter = alias(users, "starter");
const ender = alias(users, "ender");

export type Suspension = Awaited<ReturnType<typeof listSuspensions>>[number];

/** When this company was suspended and reinstated, by whom and why, latest first, up to 20: for staff alone. */
export function listSuspensions(ctx: ReadCtx) {
  return ctx.db
    .select({
      id: companySuspensions.id,
      startedAt: companySuspensions.startedAt,
      startedBy: starter.name,
      reason: companySuspensions.reason,
      endedAt: companySuspensions.endedAt,
      endedBy: ender.name,
      endReason: companySuspensions.endReason,
    })
    .from(companySuspensions)
    .leftJoin(starter, eq(starter.id, companySuspensions.startedBy))
    .leftJoin(ender, eq(ender.id, companySuspensions.endedBy))
    .where(eq(companySuspensions.accountId, ctx.accountId))
    .orderBy(desc(companySuspensions.id))
    .limit(20);
}
