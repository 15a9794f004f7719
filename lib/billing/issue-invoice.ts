import "server-only";
import { and, asc, eq, inArray, isNull, lt, sql } from "drizzle-orm";
import { companyBilling, invoiceLines, invoices, receipts } from "@/db/schema";
import { getAccountSettings } from "../accounts/queries";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { addLocalDays, type LocalDate, localDateOf } from "../dates";
import { newId } from "../ids";
import { nextNumber } from "../offers/next-number";
import { getBilling } from "./company-money";
import { mailInvoiceIssued } from "./mails";
import { invoicedKinds, monthBefore, nextMonth, spendSign, startOfDay } from "./rules";

/**
 * The invoice of a month on terms: every funding, bonus, fee and refund of it, each with its purchase order, dated the last day
 * of the month and due after the company's terms (§12.1). More back than spent makes it a credit note. Run by the tick;
 * asks the row again. @returns whether a month was due.
 */
export async function runBillingTimer(ctx: Ctx, _accountId: string): Promise<boolean> {
  const { invoiceAt, termsDays, collectAt } = await getBilling(ctx, true);
  if (!invoiceAt || invoiceAt > ctx.now) return false;
  let at: Date | null = invoiceAt;
  let lookAt = collectAt;
  // After an outage of months each of them gets its own invoice.
  while (at && at <= ctx.now) {
    // A deed that began before midnight may be recorded after its month's invoice: it stands on the next month's.
    const open = (await isIssued(ctx, monthBefore(at))) ? [] : await listOpen(ctx, at);
    if (open.length > 0) {
      const dayAfter = startOfDay(addLocalDays(await issue(ctx, open, at, termsDays), 1));
      if (!lookAt || dayAfter < lookAt) lookAt = dayAfter;
    }
    recordEvent(ctx, "billing.month-closed", "account", ctx.accountId, { month: monthBefore(at) });
    at = (await listOpen(ctx, null)).length > 0 ? nextMonth(at) : null;
  }
  await ctx.db
    .update(companyBilling)
    .set({ invoiceAt: at, collectAt: lookAt, auditId: ctx.auditId })
    .where(eq(companyBilling.accountId, ctx.accountId));
  return true;
}

async function isIssued(ctx: Ctx, month: string): Promise<boolean> {
  const [found] = await ctx.db
    .select({ id: invoices.id })
    .from(invoices)
    .where(and(eq(invoices.accountId, ctx.accountId), eq(invoices.month, month)));
  return found !== undefined;
}

/** Movements that no invoice names yet, oldest first, at most 5,000 at a time. */
async function listOpen(ctx: Ctx, before: Date | null) {
  return ctx.db
    .select({ id: receipts.id, kind: receipts.kind, amountMinor: receipts.amountMinor, currency: receipts.currency })
    .from(receipts)
    .leftJoin(invoiceLines, and(eq(invoiceLines.accountId, ctx.accountId), eq(invoiceLines.receiptId, receipts.id)))
    .where(
      and(
        eq(receipts.accountId, ctx.accountId),
        inArray(receipts.kind, invoicedKinds),
        isNull(invoiceLines.receiptId),
        before ? lt(receipts.issuedAt, before) : undefined,
      ),
    )
    .orderBy(asc(receipts.issuedAt), asc(receipts.number))
    .limit(5_000);
}

type Line = Awaited<ReturnType<typeof listOpen>>[number];

/** So many days after its date; after the day on which it is made, where an outage made it so late that it would be due already. */
function dueDay(issuedOn: LocalDate, termsDays: number, now: Date): LocalDate {
  const [due, today] = [addLocalDays(issuedOn, termsDays), localDateOf(now, "UTC")];
  return due > today ? due : addLocalDays(today, termsDays);
}

/** @returns the day on which it is due. */
async function issue(ctx: Ctx, open: readonly Line[], at: Date, termsDays: number): Promise<LocalDate> {
  const lines = open.map(({ id, kind, amountMinor }, index) => ({
    position: index + 1,
    receiptId: id,
    amountMinor: spendSign(kind) * amountMinor,
  }));
  const totalMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0n);
  const issuedOn = addLocalDays(localDateOf(at, "UTC"), -1);
  const year = Number(issuedOn.slice(0, 4));
  const { name, currency } = await getAccountSettings(ctx);
  const number = await nextNumber(ctx, `invoice ${year}`, 1);
  const invoiceId = newId();
  const invoice = {
    id: invoiceId,
    year,
    number,
    kind: totalMinor < 0n ? ("credit_note" as const) : ("monthly" as const),
    month: monthBefore(at),
    companyName: name,
    currency,
    totalMinor,
    issuedOn,
    dueOn: dueDay(issuedOn, termsDays, ctx.now),
  };
  await ctx.db.insert(invoices).values({
    ...invoice,
    accountId: ctx.accountId,
    previous: number > 1 ? number - 1 : null,
    issuedAt: ctx.now,
    auditId: ctx.auditId,
  });
  const { accountId, auditId } = ctx;
  await ctx.db.execute(sql`
    insert into invoice_lines (account_id, invoice_id, position, receipt_id, amount_minor, audit_id)
    select h.account_id, ${invoiceId}::uuid, l.position, l.id, l.amount, ${auditId}::uuid
    from audit_heads h cross join json_to_recordset(${JSON.stringify(
      lines.map((line) => ({ position: line.position, id: line.receiptId, amount: line.amountMinor.toString() })),
    )}::json) as l(position integer, id uuid, amount bigint)
    where h.account_id = ${accountId}`);
  recordEvent(ctx, "invoice.issued", "account", ctx.accountId, {
    invoice: `${year}-${number}`,
    total: totalMinor.toString(),
    currency,
  });
  await mailInvoiceIssued(ctx, invoice);
  return invoice.dueOn;
}
