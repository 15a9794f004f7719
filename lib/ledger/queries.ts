import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { ledgerAccounts, ledgerTransfers } from "@/db/schema";
import { among } from "../among";
import type { ReadCtx } from "../ctx";
import type { TransferSubject } from "./transfer";

/** What a thing's pot holds: debits less credits, minor units of `currency`. */
export type PotBalance = { subjectId: string; code: string; currency: string; balance: bigint };

/** Every pot of these things, in no order. A pot nothing has moved yet is not there. */
export async function listBalances(ctx: ReadCtx, subjectIds: readonly string[]): Promise<PotBalance[]> {
  if (subjectIds.length === 0) return [];
  return ctx.db
    .select({
      subjectId: ledgerAccounts.subjectId,
      code: ledgerAccounts.code,
      currency: ledgerAccounts.currency,
      balance: ledgerAccounts.balance,
    })
    .from(ledgerAccounts)
    .where(and(eq(ledgerAccounts.accountId, ctx.accountId), among(ledgerAccounts.subjectId, subjectIds)));
}

/** What a subject holds in one stage of one purchase order: debits less credits of its own postings. */
export type Holding = { subjectId: string; orderId: string; code: string; held: bigint };

/**
 * What each of these requests, offers or contracts holds on purchase orders, derived from its postings. Stages that are
 * back at zero are left out.
 */
export async function listHoldings(
  ctx: ReadCtx,
  kind: TransferSubject["kind"],
  subjectIds: readonly string[],
): Promise<Holding[]> {
  if (subjectIds.length === 0) return [];
  const rows = await ctx.db.execute<{ subject_id: string; order_id: string; code: string; held: string }>(sql`
    select t.subject_id, t.order_id, p.code, sum(case when p.id = t.debit_id then t.amount else -t.amount end) as held
    from json_array_elements_text(${JSON.stringify(subjectIds)}::json) s(id)
    join ledger_transfers t on t.account_id = ${ctx.accountId} and t.subject_kind = ${kind} and t.subject_id = s.id::uuid and t.order_id is not null
    join ledger_accounts p on p.account_id = ${ctx.accountId} and p.id in (t.debit_id, t.credit_id)
    where p.code not in ('funds', 'free')
    group by t.subject_id, t.order_id, p.code
    having sum(case when p.id = t.debit_id then t.amount else -t.amount end) <> 0`);
  return rows.map((row) => ({
    subjectId: row.subject_id,
    orderId: row.order_id,
    code: row.code,
    held: BigInt(row.held),
  }));
}

/** A posting as it stands in the ledger. */
export type Posting = { id: string; key: string; amount: bigint; currency: string; orderId: string | null };

/** The transfers that were posted under these keys. */
export async function listPosted(ctx: ReadCtx, keys: readonly string[]): Promise<Posting[]> {
  if (keys.length === 0) return [];
  return ctx.db
    .select({
      id: ledgerTransfers.id,
      key: ledgerTransfers.idemKey,
      amount: ledgerTransfers.amount,
      currency: ledgerTransfers.currency,
      orderId: ledgerTransfers.orderId,
    })
    .from(ledgerTransfers)
    .where(
      and(
        eq(ledgerTransfers.accountId, ctx.accountId),
        sql`${ledgerTransfers.idemKey} in (select value from json_array_elements_text(${JSON.stringify(keys)}::json))`,
      ),
    );
}
