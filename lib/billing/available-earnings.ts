import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { contractPauses, contracts } from "@/db/schema";
import type { ReadCtx } from "../ctx";
import { listBalances } from "../ledger/queries";

/** What this freelancer can be paid out of their earnings from the company, in minor units of its currency. */
export async function availableTo(ctx: ReadCtx, talentUserId: string): Promise<bigint> {
  return (await listBalances(ctx, [talentUserId])).find((pot) => pot.code === "available")?.balance ?? 0n;
}

/**
 * Is a contract of this freelancer with the company under a risk hold? Then their earnings from the company stay pending,
 * and none of them leave (§11.4).
 */
export async function isUnderHold(ctx: ReadCtx, talentUserId: string): Promise<boolean> {
  const [held] = await ctx.db
    .select({ id: contractPauses.id })
    .from(contractPauses)
    .innerJoin(
      contracts,
      and(eq(contracts.accountId, contractPauses.accountId), eq(contracts.id, contractPauses.contractId)),
    )
    .where(
      and(
        eq(contractPauses.accountId, ctx.accountId),
        eq(contractPauses.cause, "risk"),
        isNull(contractPauses.liftedAt),
        eq(contracts.talentUserId, talentUserId),
      ),
    )
    .limit(1);
  return held !== undefined;
}

/** The same of the freelancer in a row of `earnings`, as a condition. Names its tables: a select of one table would not. */
export const heldBack = sql<boolean>`exists (
  select from contract_pauses p join contracts c on c.account_id = p.account_id and c.id = p.contract_id
  where p.account_id = earnings.account_id and p.cause = 'risk' and p.lifted_at is null
    and c.talent_user_id = earnings.talent_user_id)`;
