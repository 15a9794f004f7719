import "server-only";
import { and, asc, eq, gt, gte, sql } from "drizzle-orm";
import { earnings } from "@/db/schema";
import type { Ctx, ReadCtx } from "../ctx";
import type { PaidPart } from "../refunds/rules";

const paidSince = (ctx: ReadCtx, contractId: string, since: Date) =>
  and(
    eq(earnings.accountId, ctx.accountId),
    eq(earnings.contractId, contractId),
    gte(earnings.earnedAt, since),
    gt(earnings.leftMinor, 0n),
  );

/** What is left of a contract's payments since an instant, minor units: still pending, and available by now. */
export async function sumPaidSince(ctx: ReadCtx, contractId: string, since: Date) {
  const left = (moved: boolean) =>
    sql<string>`coalesce(sum(${earnings.leftMinor}) filter (where (${earnings.movedAt} is not null) = ${moved}), 0)`;
  const [row] = await ctx.db
    .select({ pending: left(false), moved: left(true) })
    .from(earnings)
    .where(paidSince(ctx, contractId, since));
  return { pendingMinor: BigInt(row?.pending ?? 0), movedMinor: BigInt(row?.moved ?? 0) };
}

/** The same, payment by payment, locked by id for the rest of the deed. Take it after the contract's lock. */
export async function listPaidForChange(ctx: Ctx, contractId: string, since: Date): Promise<PaidPart[]> {
  const rows = await ctx.db
    .select({
      id: earnings.id,
      movedAt: earnings.movedAt,
      leftMinor: earnings.leftMinor,
      earnedAt: earnings.earnedAt,
    })
    .from(earnings)
    .where(paidSince(ctx, contractId, since))
    .orderBy(asc(earnings.id))
    .for("no key update");
  return rows.map(({ movedAt, ...row }) => ({ ...row, moved: movedAt !== null }));
}

/** Takes so much of each of these payments back; the caller moves the money and has locked them. */
export async function takeFromEarnings(ctx: Ctx, parts: readonly { id: string; minor: bigint }[]): Promise<void> {
  const given = JSON.stringify(parts.map(({ id, minor }) => ({ id, minor: minor.toString() })));
  const taken = await ctx.db.execute(sql`
    update earnings e set refunded_minor = e.refunded_minor + p.minor, audit_id = ${ctx.auditId}::uuid
    from json_to_recordset(${given}::json) as p(id uuid, minor bigint)
    where e.account_id = ${ctx.accountId} and e.id = p.id
    returning e.id`);
  if (taken.length !== parts.length) throw new Error("A payment to refund is gone.");
}
