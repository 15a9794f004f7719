import "server-only";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { ReceiptKind } from "@/db/enums";
import { companyBilling, companySuspensions, purchaseOrders, receipts } from "@/db/schema";
import type { Ctx, ReadCtx } from "../ctx";
import type { LocalDate } from "../dates";
import { newId } from "../ids";
import { listBalances, listHoldings } from "../ledger/queries";
import { type Movement, type Pot, type TransferSubject, transfer } from "../ledger/transfer";
import { formatMoney } from "../money";
import { nextNumber } from "../offers/next-number";
import { charge, commitContract, lockOrders, type OrderContract, stagePot } from "../orders/stages";
import { mailCreditIssued } from "./mails";
import { invoiceRail } from "./payment-rail";
import { balancePot, creditPot, isInvoiced, nextMonth } from "./rules";

export type MoneyRefusal =
  | { ok: false; reason: "payment-declined"; message: string }
  | { ok: false; reason: "credit-used-up"; message: string };

export type Billing = {
  mode: "charged" | "on_terms";
  creditLimitMinor: bigint | null;
  termsDays: number;
  invoiceAt: Date | null;
  /** when the age of what is owed is looked at next */
  collectAt: Date | null;
  /** the due day of the oldest unpaid invoice of which finance was told last */
  pastDueSince: LocalDate | null;
};

/** How the company pays. Locked, it orders every deed that moves the company's money. */
export async function getBilling(ctx: ReadCtx, lock = false): Promise<Billing> {
  const query = ctx.db
    .select({
      mode: companyBilling.mode,
      creditLimitMinor: companyBilling.creditLimitMinor,
      termsDays: companyBilling.termsDays,
      invoiceAt: companyBilling.invoiceAt,
      collectAt: companyBilling.collectAt,
      pastDueSince: companyBilling.pastDueSince,
    })
    .from(companyBilling)
    .where(eq(companyBilling.accountId, ctx.accountId));
  const [row] = await (lock ? query.for("no key update") : query);
  if (!row) throw new Error("This company has no billing mode.");
  return row;
}

/** What the company has and owes, minor units of its currency. */
export async function companyFigures(ctx: ReadCtx): Promise<{ balanceMinor: bigint; owedMinor: bigint }> {
  const pots = await listBalances(ctx, [ctx.accountId]);
  const of = (code: string) => pots.find((pot) => pot.code === code)?.balance ?? 0n;
  return { balanceMinor: of("balance"), owedMinor: -of("credit") };
}

/** Is the company blocked for debt right now? */
export async function isSuspended(ctx: ReadCtx): Promise<boolean> {
  const rows = await ctx.db
    .select({ id: companySuspensions.id })
    .from(companySuspensions)
    .where(and(eq(companySuspensions.accountId, ctx.accountId), isNull(companySuspensions.endedAt)));
  return rows.length > 0;
}

export type Taking = { key: string; to: Pot; amount: bigint; currency: string; subject: TransferSubject };

/**
 * Takes money from the company: what it has first, then, on terms, its credit line. Nothing is taken beyond either.
 * @returns how it was paid, or why not.
 */
export async function takeFromCompany(
  ctx: Ctx,
  { key, to, amount, currency, subject }: Taking,
  kind: "escrow_funded" | "bonus" = "escrow_funded",
): Promise<{ ok: true; method: "balance" | "terms" } | MoneyRefusal> {
  if (amount === 0n) return { ok: true, method: "balance" };
  const billing = await getBilling(ctx, true);
  const { balanceMinor, owedMinor } = await companyFigures(ctx);
  const draw = amount > balanceMinor ? amount - balanceMinor : 0n;
  if (draw > 0n && billing.mode === "charged") {
    const has = formatMoney({ minor: balanceMinor, currency });
    return { ok: false, reason: "payment-declined", message: `The balance has ${has}. Nothing was charged.` };
  }
  if (billing.creditLimitMinor !== null && owedMinor + draw > billing.creditLimitMinor) {
    const left = billing.creditLimitMinor - owedMinor + balanceMinor;
    const words = formatMoney({ minor: left > 0n ? left : 0n, currency });
    return { ok: false, reason: "credit-used-up", message: `Your credit line has ${words} left.` };
  }
  const company = { currency, subject };
  const balance = balancePot(ctx.accountId);
  const movements: Movement[] = [{ ...company, kind, key: `${key}/1`, debit: to, credit: balance, amount }];
  if (draw > 0n) movements.unshift(invoiceRail.bringIn(ctx.accountId, { ...company, key: `${key}/0`, amount: draw }));
  await transfer(ctx, movements);
  return { ok: true, method: draw > 0n ? "terms" : "balance" };
}

/** A pot that gives some of what it holds; nothing where `amount` is zero. */
export type Source = { pot: Pot; amount: bigint };

export type Returning = Omit<Taking, "to" | "amount"> & {
  from: readonly Source[];
  kind?: "escrow_returned" | "payment_refunded";
};

/** Gives money back to the company: it pays what is owed on terms first, the rest is ready to be spent again. */
export async function returnToCompany(
  ctx: Ctx,
  { key, from, currency, subject, kind = "escrow_returned" }: Returning,
): Promise<"balance" | "terms"> {
  await getBilling(ctx, true);
  const { owedMinor } = await companyFigures(ctx);
  const given = from.filter(({ amount }) => amount > 0n);
  const amount = sumOf(given);
  const settles = owedMinor < amount ? owedMinor : amount;
  const balance = balancePot(ctx.accountId);
  const movements = given.map(
    ({ pot, amount }, index): Movement => ({
      kind,
      key: index === 0 ? `${key}/1` : `${key}/1/${index}`,
      debit: balance,
      credit: pot,
      amount,
      currency,
      subject,
    }),
  );
  if (settles > 0n)
    movements.push({
      kind: "credited",
      key: `${key}/2`,
      debit: creditPot(ctx.accountId),
      credit: balance,
      amount: settles,
      currency,
      subject,
    });
  await transfer(ctx, movements);
  return settles > 0n ? "terms" : "balance";
}

const sumOf = (sources: readonly Source[]) => sources.reduce((sum, { amount }) => sum + amount, 0n);

/** A contract as its purchase order needs it. */
export type Charged = OrderContract;

/**
 * New spend on a contract counts on its purchase order: invoiced at once, and paid as well where the company is charged.
 * Call it before money moves, so that purchase orders are locked before the company is.
 */
export async function chargeOrder(ctx: Ctx, contract: Charged, amountMinor: bigint, key: string): Promise<void> {
  if (!contract.orderId || amountMinor === 0n) return;
  await charge(ctx, contract, { id: key, orderId: contract.orderId, currency: contract.currency, amountMinor });
  if ((await getBilling(ctx)).mode === "on_terms") return;
  await transfer(ctx, [
    {
      kind: "paid",
      key: `charge/${key}/paid`,
      debit: stagePot(contract.orderId, "paid"),
      credit: stagePot(contract.orderId, "invoiced"),
      amount: amountMinor,
      currency: contract.currency,
      subject: { kind: "contract", id: contract.id },
      orderId: contract.orderId,
    },
  ]);
}

type Part = { orderId: string | null; orderNumber: string | null; amount: bigint };

/**
 * What comes back to the company becomes free on the purchase orders it was spent on, the latest first; never more than
 * the contract spent there.
 * @returns how the amount falls on orders; the rest was spent without one.
 */
export async function creditOrders(ctx: Ctx, contract: Charged, amountMinor: bigint, key: string): Promise<Part[]> {
  const spent = await listSpentByOrder(ctx, contract.id);
  const parts: Part[] = [];
  let left = amountMinor;
  for (const { orderId, orderNumber, amount } of spent) {
    const here = amount < left ? amount : left;
    if (here <= 0n) continue;
    parts.push({ orderId, orderNumber, amount: here });
    left -= here;
  }
  if (left > 0n) parts.push({ orderId: null, orderNumber: null, amount: left });
  const orderIds = parts.flatMap(({ orderId }) => orderId ?? []);
  if (orderIds.length === 0) return parts;
  await lockOrders(ctx, orderIds);
  const holdings = await listHoldings(ctx, "contract", [contract.id]);
  const movements = parts.flatMap(({ orderId, amount }) => {
    if (!orderId) return [];
    let open = amount;
    return (["invoiced", "paid"] as const).flatMap((stage): Movement[] => {
      const held = holdings.find((each) => each.orderId === orderId && each.code === stage)?.held ?? 0n;
      const here = held < open ? held : open;
      if (here <= 0n) return [];
      open -= here;
      return [
        {
          kind: "refunded",
          key: `credit/${key}/${orderId}/${stage}`,
          debit: stagePot(orderId, "free"),
          credit: stagePot(orderId, stage),
          amount: here,
          currency: contract.currency,
          subject: { kind: "contract", id: contract.id },
          orderId,
        },
      ];
    });
  });
  await transfer(ctx, movements);
  // A contract that goes on commits anew what its estimate leaves open.
  await commitContract(ctx, contract, { key: `credit/${key}` });
  return parts;
}

/** What a contract spent net of refunds, by purchase order, the one used last first. */
async function listSpentByOrder(ctx: ReadCtx, contractId: string): Promise<Part[]> {
  const net = sql<string>`sum(case when ${receipts.kind} = 'refund' then -${receipts.amountMinor} else ${receipts.amountMinor} end)`;
  const rows = await ctx.db
    .select({ orderId: receipts.orderId, orderNumber: receipts.orderNumber, net })
    .from(receipts)
    .where(and(eq(receipts.accountId, ctx.accountId), eq(receipts.contractId, contractId)))
    .groupBy(receipts.orderId, receipts.orderNumber)
    .orderBy(desc(sql`max(${receipts.issuedAt})`));
  return rows
    .map(({ net: amount, ...order }) => ({ ...order, amount: BigInt(amount) }))
    .filter(({ amount }) => amount > 0n);
}

/** `receiptId`: of the first receipt; each purchase order that the money was spent on gets its own. */
export type Refunding = Omit<Returning, "currency"> & { receiptId: string; title: string; milestoneId?: string };

/** Money that a contract took goes back to the company, with the purchase orders it was spent on and the receipts. */
export async function refundToCompany(
  ctx: Ctx,
  contract: Charged,
  { receiptId, title, milestoneId, ...returning }: Refunding,
): Promise<void> {
  const { currency } = contract;
  const parts = await creditOrders(ctx, contract, sumOf(returning.from), returning.key);
  const method = await returnToCompany(ctx, { ...returning, currency });
  for (const [index, part] of parts.entries())
    await writeReceipt(ctx, {
      id: index === 0 ? receiptId : newId(),
      kind: "refund",
      title,
      method,
      currency,
      amountMinor: part.amount,
      contractId: contract.id,
      ...(milestoneId ? { milestoneId } : {}),
      orderId: part.orderId,
      orderNumber: part.orderNumber,
    });
  await mailCreditIssued(ctx, { receiptId, title, method, amountMinor: sumOf(returning.from), currency });
}

export type NewReceipt = {
  id: string;
  kind: ReceiptKind;
  title: string;
  method: "balance" | "terms" | "wire";
  currency: string;
  amountMinor: bigint;
  contractId?: string;
  milestoneId?: string | null;
  orderId?: string | null;
  orderNumber?: string | null;
  moveId?: string;
};

/** Writes the receipt of one movement under the year's next number (UTC). Taken last: the counter is one row. */
export async function writeReceipt(ctx: Ctx, receipt: NewReceipt): Promise<void> {
  const year = ctx.now.getUTCFullYear();
  const number = await nextNumber(ctx, `receipt ${year}`, 1);
  await ctx.db.insert(receipts).values({
    ...receipt,
    accountId: ctx.accountId,
    year,
    number,
    previous: number > 1 ? number - 1 : null,
    issuedAt: ctx.now,
    auditId: ctx.auditId,
  });
  if (!isInvoiced(receipt.kind)) return;
  // On terms it stands on the month's invoice; the first one of a month makes that due.
  await ctx.db
    .update(companyBilling)
    .set({ invoiceAt: nextMonth(ctx.now), auditId: ctx.auditId })
    .where(
      and(
        eq(companyBilling.accountId, ctx.accountId),
        eq(companyBilling.mode, "on_terms"),
        isNull(companyBilling.invoiceAt),
      ),
    );
}

/** The number of a purchase order, as receipts repeat it. */
export async function findOrderNumber(ctx: ReadCtx, orderId: string | null): Promise<string | null> {
  if (!orderId) return null;
  const [order] = await ctx.db
    .select({ number: purchaseOrders.number })
    .from(purchaseOrders)
    .where(and(eq(purchaseOrders.accountId, ctx.accountId), eq(purchaseOrders.id, orderId)));
  return order?.number ?? null;
}
