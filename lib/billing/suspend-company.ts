import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { companySuspensions, contractPauses, contracts } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { ForbiddenError } from "../errors";
import { newId } from "../ids";
import { getBilling, isSuspended } from "./company-money";

/**
 * Blocks a company for debt: contracts are paused by the platform, funding and bonuses are refused; releasing, refunds
 * and disputes go on (§13.3). Again is the same. @throws ForbiddenError for anybody but the platform itself.
 */
export async function suspendCompany(ctx: Ctx): Promise<{ ok: true }> {
  if (ctx.actor.kind !== "system") throw new ForbiddenError("suspend a company");
  await getBilling(ctx, true);
  if (await isSuspended(ctx)) return { ok: true };
  const { accountId, auditId, now } = ctx;
  await ctx.db.insert(companySuspensions).values({ accountId, id: newId(), startedAt: now, auditId });
  const running = await ctx.db
    .select({ id: contracts.id })
    .from(contracts)
    .where(and(eq(contracts.accountId, accountId), sql`${contracts.state} in ('pending', 'active', 'paused')`))
    .orderBy(contracts.id)
    .for("no key update");
  if (running.length > 0)
    await ctx.db.insert(contractPauses).values(
      running.map(({ id }) => ({
        accountId,
        id: newId(),
        contractId: id,
        cause: "suspension" as const,
        pausedAt: now,
        auditId,
      })),
    );
  await ctx.db
    .update(contracts)
    .set({ state: "paused", auditId })
    .where(and(eq(contracts.accountId, accountId), eq(contracts.state, "active")));
  recordEvent(ctx, "account.suspended", "account", accountId, { contracts: String(running.length) });
  return { ok: true };
}

/** The balance is zero: exactly what the suspension paused goes on; a pause with another cause stays (§13.3). */
export async function reinstateCompany(ctx: Ctx): Promise<{ ok: true }> {
  if (ctx.actor.kind !== "system") throw new ForbiddenError("reinstate a company");
  const { accountId, auditId, now } = ctx;
  const ended = await ctx.db
    .update(companySuspensions)
    .set({ endedAt: now, auditId })
    .where(and(eq(companySuspensions.accountId, accountId), isNull(companySuspensions.endedAt)))
    .returning({ id: companySuspensions.id });
  if (ended.length === 0) return { ok: true };
  await ctx.db
    .update(contractPauses)
    .set({ liftedAt: now, auditId })
    .where(
      and(
        eq(contractPauses.accountId, accountId),
        eq(contractPauses.cause, "suspension"),
        isNull(contractPauses.liftedAt),
      ),
    );
  await ctx.db.execute(sql`
    update contracts c set state = 'active', audit_id = ${auditId}::uuid
    where c.account_id = ${accountId} and c.state = 'paused'
      and not exists (select from contract_pauses p where p.account_id = ${accountId} and p.contract_id = c.id and p.lifted_at is null)`);
  recordEvent(ctx, "account.reinstated", "account", accountId);
  return { ok: true };
}
