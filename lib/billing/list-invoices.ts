import "server-only";
import { and, asc, desc, eq, gt, gte, inArray, sql } from "drizzle-orm";
import { contracts, invoiceLines, invoices, receipts } from "@/db/schema";
import type { ReadCtx } from "../ctx";
import { type LocalDate, localDateOf } from "../dates";
import { isId } from "../ids";
import { type Cursor, type Page, pageSize, toPage } from "../paging";
import { sumDebt } from "./debt";
import { canSeeBilling, type InvoiceState, invoicedKinds, invoiceState, takingKinds, unpaidOf } from "./rules";

const columns = {
  id: invoices.id,
  year: invoices.year,
  number: invoices.number,
  kind: invoices.kind,
  month: invoices.month,
  companyName: invoices.companyName,
  currency: invoices.currency,
  totalMinor: invoices.totalMinor,
  issuedOn: invoices.issuedOn,
  dueOn: invoices.dueOn,
  issuedAt: invoices.issuedAt,
};

type Bare = { id: string; totalMinor: bigint; issuedOn: string; dueOn: string };
export type InvoiceRow = Awaited<ReturnType<typeof listInvoices>>["rows"][number];

/** Invoices and credit notes, newest first, a page at a time, each with what is unpaid of it and its state today (UTC). */
export async function listInvoices(ctx: ReadCtx, cursor: Cursor | null, size = pageSize) {
  const rows = await ctx.db
    .select(columns)
    .from(invoices)
    .where(and(eq(invoices.accountId, ctx.accountId), older(cursor)))
    .orderBy(desc(invoices.issuedOn), desc(invoices.id))
    .limit(size + 1);
  const page = toPage(rows, (row) => ({ value: row.issuedOn, id: row.id }), size);
  return { ...page, rows: await withState(ctx, page.rows) } satisfies Page<unknown>;
}

const older = (cursor: Cursor | null) =>
  cursor && /^\d{4}-\d{2}-\d{2}$/.test(cursor.value)
    ? sql`(${invoices.issuedOn}, ${invoices.id}) < (${cursor.value}::date, ${cursor.id}::uuid)`
    : undefined;

/** So many unpaid invoices are shown at once: eight years of months. */
const mostOpen = 100;

/**
 * Every invoice of which something is unpaid, newest first, up to a hundred. What is owed sits on the newest charges, so
 * an invoice is unpaid as long as those newer than it do not take up all of it.
 */
export async function listOpenInvoices(ctx: ReadCtx) {
  const owedMinor = await owedOnInvoices(ctx);
  if (owedMinor <= 0n) return [];
  const { totalMinor, issuedOn, id } = invoices;
  const counted = ctx.db
    .select({
      ...columns,
      newerMinor:
        sql<string>`coalesce(sum(greatest(${totalMinor}, 0)) over (order by ${issuedOn} desc, ${id} desc rows between unbounded preceding and 1 preceding), 0)`.as(
          "newer_minor",
        ),
    })
    .from(invoices)
    .where(eq(invoices.accountId, ctx.accountId))
    .as("counted");
  const rows = await ctx.db
    .select()
    .from(counted)
    .where(and(gt(counted.totalMinor, 0n), sql`${counted.newerMinor} < ${owedMinor.toString()}::numeric`))
    .orderBy(desc(counted.issuedOn), desc(counted.id))
    .limit(mostOpen);
  return statesOf(rows, owedMinor, ctx);
}

/** What is owed on invoices that were issued: this month's draws are on none yet. */
const owedOnInvoices = async (ctx: ReadCtx): Promise<bigint> => (await sumDebt(ctx)) - (await notYetInvoiced(ctx));

export type PastDue = {
  /** unpaid invoices whose day is over, newest first */
  invoices: Awaited<ReturnType<typeof listOpenInvoices>>;
  amountMinor: bigint;
  /** the due day of the oldest */
  since: LocalDate;
};

/** What is unpaid after its day (UTC), or null. */
export async function findPastDue(ctx: ReadCtx): Promise<PastDue | null> {
  const unpaid = (await listOpenInvoices(ctx)).filter(({ state }) => state === "past due");
  const oldest = unpaid.at(-1);
  if (!oldest) return null;
  return {
    invoices: unpaid,
    amountMinor: unpaid.reduce((sum, { unpaidMinor }) => sum + unpaidMinor, 0n),
    since: oldest.dueOn,
  };
}

/** The next due day of an invoice, today (UTC) included, or null. */
export async function findNextDueDay(ctx: ReadCtx): Promise<LocalDate | null> {
  const [row] = await ctx.db
    .select({ dueOn: sql<string | null>`min(${invoices.dueOn})::text` })
    .from(invoices)
    .where(
      and(
        eq(invoices.accountId, ctx.accountId),
        gt(invoices.totalMinor, 0n),
        gte(invoices.dueOn, localDateOf(ctx.now, "UTC")),
      ),
    );
  return row?.dueOn ?? null;
}

/** What is owed and stands on no invoice yet: this month's draws, less what came back. Minor units, never below zero. */
export async function notYetInvoiced(ctx: ReadCtx): Promise<bigint> {
  const [row] = await ctx.db
    .select({
      sum: sql<string>`coalesce(sum(case when ${inArray(receipts.kind, takingKinds)} then ${receipts.amountMinor} else -${receipts.amountMinor} end), 0)`,
    })
    .from(receipts)
    .leftJoin(invoiceLines, and(eq(invoiceLines.accountId, ctx.accountId), eq(invoiceLines.receiptId, receipts.id)))
    .where(
      and(
        eq(receipts.accountId, ctx.accountId),
        gt(
          receipts.issuedAt,
          sql`(select coalesce(max(i.issued_on)::timestamptz, '-infinity') from invoices i where i.account_id = ${ctx.accountId})`,
        ),
        inArray(receipts.kind, invoicedKinds),
        sql`${invoiceLines.receiptId} is null`,
      ),
    );
  const sum = BigInt(row?.sum ?? 0);
  return sum > 0n ? sum : 0n;
}

/**
 * The state of these invoices (newest first). What is owed sits on the newest charges, so each needs to know what newer
 * invoices take of it: their sum is asked for the first row of the page.
 */
async function withState<Row extends Bare>(ctx: ReadCtx, rows: readonly Row[]) {
  const first = rows[0];
  if (!first) return [];
  const [newer] = await ctx.db
    .select({ sum: sql<string>`coalesce(sum(greatest(${invoices.totalMinor}, 0)), 0)` })
    .from(invoices)
    .where(
      and(
        eq(invoices.accountId, ctx.accountId),
        sql`(${invoices.issuedOn}, ${invoices.id}) > (${first.issuedOn}::date, ${first.id}::uuid)`,
      ),
    );
  return statesOf(rows, (await owedOnInvoices(ctx)) - BigInt(newer?.sum ?? 0), ctx);
}

/** These invoices, newest first, when so much is owed on them and on older ones. */
function statesOf<Row extends Bare>(rows: readonly Row[], openMinor: bigint, ctx: ReadCtx) {
  const unpaid = unpaidOf(rows, openMinor > 0n ? openMinor : 0n);
  const today = localDateOf(ctx.now, "UTC");
  return rows.map((row) => {
    const unpaidMinor = unpaid.get(row.id) ?? 0n;
    return { ...row, unpaidMinor, state: invoiceState(row, unpaidMinor, today) as InvoiceState };
  });
}

export type Invoice = NonNullable<Awaited<ReturnType<typeof findInvoice>>>;

/** One invoice, for people who see billing; unknown, foreign and malformed ids look alike. */
export async function findInvoice(ctx: ReadCtx, invoiceId: string) {
  if (!isId(invoiceId) || !canSeeBilling(ctx.actor)) return null;
  const rows = await ctx.db
    .select(columns)
    .from(invoices)
    .where(and(eq(invoices.accountId, ctx.accountId), eq(invoices.id, invoiceId)));
  return (await withState(ctx, rows))[0] ?? null;
}

export type InvoiceLine = Awaited<ReturnType<typeof listInvoiceLines>>["rows"][number];

/** The lines of an invoice in their order, from after `position`. Ask only after the invoice was found. */
export async function listInvoiceLines(ctx: ReadCtx, invoiceId: string, position = 0, size = pageSize) {
  const rows = await ctx.db
    .select({
      position: invoiceLines.position,
      amountMinor: invoiceLines.amountMinor,
      receiptId: receipts.id,
      receiptYear: receipts.year,
      receiptNumber: receipts.number,
      kind: receipts.kind,
      title: receipts.title,
      orderNumber: receipts.orderNumber,
      issuedAt: receipts.issuedAt,
      contractNumber: contracts.number,
      contractTitle: contracts.title,
      talentName: contracts.talentName,
    })
    .from(invoiceLines)
    .innerJoin(receipts, and(eq(receipts.accountId, ctx.accountId), eq(receipts.id, invoiceLines.receiptId)))
    .leftJoin(contracts, and(eq(contracts.accountId, ctx.accountId), eq(contracts.id, receipts.contractId)))
    .where(
      and(
        eq(invoiceLines.accountId, ctx.accountId),
        eq(invoiceLines.invoiceId, invoiceId),
        gt(invoiceLines.position, position),
      ),
    )
    .orderBy(asc(invoiceLines.position))
    .limit(size + 1);
  const shown = rows.slice(0, size);
  return { rows: shown, next: rows.length > size ? (shown.at(-1)?.position ?? null) : null };
}
