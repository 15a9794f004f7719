import "server-only";
import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { auditEvents, contracts, ledgerAccounts, ledgerTransfers, users } from "@/db/schema";
import type { ReadCtx } from "../ctx";
import { addLocalDays, type LocalDate } from "../dates";
import { instantOfLocal } from "../digest/schedule";
import { type Cursor, isInstantText, pageSize, toPage } from "../paging";
import { burnedDown, type DayChange } from "./burndown";
import type { Figures } from "./rules";

const [debit, credit] = [alias(ledgerAccounts, "debit"), alias(ledgerAccounts, "credit")];

export type PostingRow = Awaited<ReturnType<typeof listPostings>>["rows"][number];

/**
 * Every movement of a purchase order's money, the latest that counts first, a page at a time, with the contract it was
 * for. From and to are stages (product.md §4). Ask only after the order itself was found.
 */
export async function listPostings(ctx: ReadCtx, orderId: string, cursor: Cursor | null) {
  const rows = await ctx.db
    .select({
      id: ledgerTransfers.id,
      kind: ledgerTransfers.kind,
      amount: ledgerTransfers.amount,
      currency: ledgerTransfers.currency,
      from: credit.code,
      to: debit.code,
      note: ledgerTransfers.note,
      occurredAt: ledgerTransfers.occurredAt,
      sortValue: sql<string>`${ledgerTransfers.occurredAt}::text`,
      subjectKind: ledgerTransfers.subjectKind,
      subjectId: ledgerTransfers.subjectId,
      byName: users.name,
    })
    .from(ledgerTransfers)
    .innerJoin(debit, and(eq(debit.accountId, ctx.accountId), eq(debit.id, ledgerTransfers.debitId)))
    .innerJoin(credit, and(eq(credit.accountId, ctx.accountId), eq(credit.id, ledgerTransfers.creditId)))
    .innerJoin(auditEvents, and(eq(auditEvents.accountId, ctx.accountId), eq(auditEvents.id, ledgerTransfers.auditId)))
    .leftJoin(users, eq(users.id, auditEvents.actorId))
    .where(
      and(
        eq(ledgerTransfers.accountId, ctx.accountId),
        eq(ledgerTransfers.orderId, orderId),
        cursor && isInstantText(cursor.value)
          ? sql`(${ledgerTransfers.occurredAt}, ${ledgerTransfers.id}) < (${cursor.value}::timestamptz, ${cursor.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(ledgerTransfers.occurredAt), desc(ledgerTransfers.id))
    .limit(pageSize + 1);
  const page = toPage(rows, (row) => ({ value: row.sortValue, id: row.id }));
  const about = await contractsById(
    ctx,
    page.rows.flatMap((row) => (row.subjectKind === "contract" ? [row.subjectId] : [])),
  );
  return { ...page, rows: page.rows.map((row) => ({ ...row, contract: about.get(row.subjectId) ?? null })) };
}

async function contractsById(ctx: ReadCtx, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, { number: number; title: string }>();
  const rows = await ctx.db
    .select({ id: contracts.id, number: contracts.number, title: contracts.title })
    .from(contracts)
    .where(and(eq(contracts.accountId, ctx.accountId), inArray(contracts.id, [...ids])));
  return new Map(rows.map(({ id, ...contract }) => [id, contract]));
}

/** A burndown looks back this far; what was before is in its first figure. */
export const burndownDays = 365;

/**
 * What was left of a purchase order by day, up to a year back, from today's figures backwards through its postings.
 * Days are of the company's zone and those on which money counted; days without movement are left out.
 */
export async function listBurndown(
  ctx: ReadCtx,
  order: { id: string; figures: Figures },
  { today, timeZone }: { today: LocalDate; timeZone: string },
) {
  const first = addLocalDays(today, -burndownDays);
  const since = instantOfLocal(first, 0, timeZone);
  const effect = (sides: "in" | "out", stages: string) => {
    const [plus, minus] = sides === "in" ? [sql`d.code`, sql`c.code`] : [sql`c.code`, sql`d.code`];
    const held = sql.raw(stages);
    return sql`sum(case when ${plus} in (${held}) then t.amount else 0 end - case when ${minus} in (${held}) then t.amount else 0 end)`;
  };
  const rows = await ctx.db.execute<{
    day: string;
    funds: string;
    spent: string;
    committed: string;
    earlier: boolean;
  }>(sql`
    select to_char(t.occurred_at at time zone ${timeZone}, 'YYYY-MM-DD') as day, ${effect("out", "'funds'")} as funds,
      ${effect("in", "'invoiced', 'paid'")} as spent, ${effect("in", "'committed'")} as committed
    from ledger_transfers t
    join ledger_accounts d on d.account_id = ${ctx.accountId} and d.id = t.debit_id
    join ledger_accounts c on c.account_id = ${ctx.accountId} and c.id = t.credit_id
    where t.account_id = ${ctx.accountId} and t.order_id = ${order.id} and t.occurred_at >= ${since.toISOString()}::timestamptz
    group by 1 order by 1`);
  const changes: DayChange[] = rows.map(({ day, funds, spent, committed }) => ({
    day,
    funds: BigInt(funds),
    spent: BigInt(spent),
    committed: BigInt(committed),
  }));
  return burnedDown(order.figures, changes, first);
}
