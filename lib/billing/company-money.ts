import "server-only";
import { aliasedTable, and, asc, desc, eq, gt, inArray, isNull, sql } from "drizzle-orm";
import type { ReceiptKind } from "@/db/enums";
import {
  auditEvents,
  companyBilling,
  companySuspensions,
  earnings,
  ledgerAccounts,
  ledgerTransfers,
  milestones,
  purchaseOrders,
  receipts,
} from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import type { Ctx, ReadCtx } from "../ctx";
import type { LocalDate } from "../dates";
import { newId } from "../ids";
import { listBalances, listHoldings } from "../ledger/queries";
import { type Movement, type Pot, type TransferSubject, transfer } from "../ledger/transfer";
import { formatMoney } from "../money";
import { nextNumber } from "../offers/next-number";
import { charges, commitContract, lockOrders, type OrderContract, stagePot } from "../orders/stages";
import { mailCreditIssued } from "./mails";
import { invoiceRail } from "./payment-rail";
import {
  balancePot,
  type ComingBack,
  chargedKinds,
  creditPot,
  type EscrowMove,
  type FeePart,
  feesPot,
  feesToReturn,
  isInvoiced,
  nextMonth,
} from "./rules";

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
  /** pays no client fee */
  feeExempt: boolean;
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
      feeExempt: companyBilling.feeExempt,
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

/** `amount` goes to a pot; `fee`, where there is one, is taken with it, by a movement of its own. */
export type Taking = {
  key: string;
  to: Pot;
  amount: bigint;
  fee?: bigint;
  currency: string;
  subject: TransferSubject;
};

/**
 * Takes money from the company: what it has first, then, on terms, its credit line. Nothing is taken beyond either.
 * @returns how it was paid, or why not.
 */
export async function takeFromCompany(
  ctx: Ctx,
  { key, to, amount, fee = 0n, currency, subject }: Taking,
  kind: "escrow_funded" | "bonus" = "escrow_funded",
): Promise<{ ok: true; method: "balance" | "terms" } | MoneyRefusal> {
  if (amount === 0n) return { ok: true, method: "balance" };
  const billing = await getBilling(ctx, true);
  const { balanceMinor, owedMinor } = await companyFigures(ctx);
  const total = amount + fee;
  const draw = total > balanceMinor ? total - balanceMinor : 0n;
  const money = (minor: bigint) => formatMoney({ minor, currency });
  const withFee = fee > 0n ? `, and ${money(total)} is needed with the client fee` : "";
  if (draw > 0n && billing.mode === "charged") {
    const message = `The balance has ${money(balanceMinor)}${withFee}. Nothing was charged.`;
    return { ok: false, reason: "payment-declined", message };
  }
  if (billing.creditLimitMinor !== null && owedMinor + draw > billing.creditLimitMinor) {
    const left = billing.creditLimitMinor - owedMinor + balanceMinor;
    const message = `Your credit line has ${money(left > 0n ? left : 0n)} left${withFee}.`;
    return { ok: false, reason: "credit-used-up", message };
  }
  const company = { currency, subject };
  const balance = balancePot(ctx.accountId);
  const movements: Movement[] = [{ ...company, kind, key: `${key}/1`, debit: to, credit: balance, amount }];
  if (fee > 0n)
    movements.push({ ...company, kind: "fee", key: `${key}/fee`, debit: feesPot, credit: balance, amount: fee });
  if (draw > 0n) movements.unshift(invoiceRail.bringIn(ctx.accountId, { ...company, key: `${key}/0`, amount: draw }));
  await transfer(ctx, movements);
  return { ok: true, method: draw > 0n ? "terms" : "balance" };
}

/** A pot that gives some of what it holds; nothing where `amount` is zero. */
export type Source = { pot: Pot; amount: bigint };

export type Returning = Omit<Taking, "to" | "amount" | "fee"> & {
  from: readonly Source[];
  /** the client fee that comes back with it */
  fee?: bigint;
  kind?: "escrow_returned" | "payment_refunded";
};

/** Gives money back to the company: it pays what is owed on terms first, the rest is ready to be spent again. */
export async function returnToCompany(
  ctx: Ctx,
  { key, from, fee = 0n, currency, subject, kind = "escrow_returned" }: Returning,
): Promise<"balance" | "terms"> {
  await getBilling(ctx, true);
  const { owedMinor } = await companyFigures(ctx);
  const given = from.filter(({ amount }) => amount > 0n);
  const amount = sumOf(given) + fee;
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
  if (fee > 0n)
    movements.push({
      kind: "fee_returned",
      key: `${key}/fee`,
      debit: balance,
      credit: feesPot,
      amount: fee,
      currency,
      subject,
    });
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
 *
 * @param orderFee what of the client fee counts there too
 */
export async function chargeOrder(
  ctx: Ctx,
  contract: Charged,
  amountMinor: bigint,
  key: string,
  orderFee = 0n,
): Promise<void> {
  const { id: contractId, orderId, currency } = contract;
  if (!orderId || amountMinor === 0n) return;
  const made = [
    { id: key, amountMinor },
    { id: `${key}/fee`, amountMinor: orderFee },
  ].filter((each) => each.amountMinor > 0n);
  await charges(
    ctx,
    made.map((each) => ({ ...each, contractId, orderId, currency })),
  );
  if ((await getBilling(ctx)).mode === "on_terms") return;
  await transfer(
    ctx,
    made.map(({ id, amountMinor: amount }) => ({
      kind: "paid",
      key: `charge/${id}/paid`,
      debit: stagePot(orderId, "paid"),
      credit: stagePot(orderId, "invoiced"),
      amount,
      currency,
      subject: { kind: "contract", id: contractId },
      orderId,
    })),
  );
}

type Part = { orderId: string | null; orderNumber: string | null; amount: bigint };

/**
 * What comes back to the company becomes free on the purchase orders it was spent on, the latest first, and the client fee
 * on it where that was charged; never more than the contract spent there.
 * @returns how the amount and the fee fall on orders; the rest was spent without one.
 */
export async function creditOrders(
  ctx: Ctx,
  contract: Charged,
  coming: readonly ComingBack[],
  key: string,
): Promise<{ parts: Part[]; fees: FeePart[] }> {
  const amountMinor = coming.reduce((sum, { minor }) => sum + minor, 0n);
  const spent = await listSpentByOrder(ctx, contract.id);
  const fees = spent.some(({ feeMinor }) => feeMinor > 0n)
    ? feesToReturn(await loadFeeHistory(ctx, contract.id), coming)
    : [];
  const parts: Part[] = [];
  let left = amountMinor;
  for (const { orderId, orderNumber, amount } of spent) {
    const here = amount < left ? amount : left;
    if (here <= 0n) continue;
    parts.push({ orderId, orderNumber, amount: here });
    left -= here;
  }
  if (left > 0n) parts.push({ orderId: null, orderNumber: null, amount: left });
  const freed = new Map<string, bigint>();
  for (const { orderId, amount } of [...parts, ...fees])
    if (orderId) freed.set(orderId, amount + (freed.get(orderId) ?? 0n));
  if (freed.size === 0) return { parts, fees };
  await lockOrders(ctx, freed.keys());
  const holdings = await listHoldings(ctx, "contract", [contract.id]);
  const movements = [...freed].flatMap(([orderId, amount]) => {
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
  return { parts, fees };
}

/** What a contract spent net of refunds, by purchase order, the one used last first; and its client fees net of returns. */
async function listSpentByOrder(ctx: ReadCtx, contractId: string): Promise<(Part & { feeMinor: bigint })[]> {
  const net = (spent: readonly ReceiptKind[], back: ReceiptKind) =>
    sql<string>`coalesce(sum(case when ${inArray(receipts.kind, spent)} then ${receipts.amountMinor} when ${receipts.kind} = ${back} then -${receipts.amountMinor} else 0 end), 0)`;
  const rows = await ctx.db
    .select({
      orderId: receipts.orderId,
      orderNumber: receipts.orderNumber,
      net: net(chargedKinds, "refund"),
      fee: net(["fee"], "fee_refund"),
    })
    .from(receipts)
    .where(and(eq(receipts.accountId, ctx.accountId), eq(receipts.contractId, contractId)))
    .groupBy(receipts.orderId, receipts.orderNumber)
    .orderBy(desc(sql`max(${receipts.issuedAt})`));
  return rows
    .map(({ net: amount, fee, ...order }) => ({ ...order, amount: BigInt(amount), feeMinor: BigInt(fee) }))
    .filter(({ amount, feeMinor }) => amount > 0n || feeMinor > 0n);
}

/** What a contract spent with its client fees, and where that money went since, each in its order. */
async function loadFeeHistory(ctx: ReadCtx, contractId: string): Promise<Parameters<typeof feesToReturn>[0]> {
  const fees = aliasedTable(receipts, "fees");
  const charges = await ctx.db
    .select({
      id: receipts.id,
      amountMinor: receipts.amountMinor,
      feeMinor: sql<bigint>`coalesce(${fees.amountMinor}, 0)`.mapWith(receipts.amountMinor),
      orderId: fees.orderId,
      orderNumber: fees.orderNumber,
    })
    .from(receipts)
    .leftJoin(fees, and(eq(fees.accountId, ctx.accountId), eq(fees.feeOf, receipts.id), eq(fees.kind, "fee")))
    .where(
      and(
        eq(receipts.accountId, ctx.accountId),
        eq(receipts.contractId, contractId),
        inArray(receipts.kind, chargedKinds),
      ),
    )
    .orderBy(asc(receipts.year), asc(receipts.number));
  const refunded = await ctx.db
    .select({ from: sql<"earning">`'earning'`, id: earnings.id, minor: earnings.refundedMinor })
    .from(earnings)
    .where(
      and(eq(earnings.accountId, ctx.accountId), eq(earnings.contractId, contractId), gt(earnings.refundedMinor, 0n)),
    );
  return { charges, moves: await listEscrowMoves(ctx, contractId), refunded };
}

/** Every movement of the escrow of a contract's milestones, the oldest first: the deeds in their order, this one last. */
async function listEscrowMoves(ctx: ReadCtx, contractId: string): Promise<EscrowMove[]> {
  const rows = await ctx.db
    .select({
      kind: ledgerTransfers.kind,
      key: ledgerTransfers.idemKey,
      milestoneId: milestones.id,
      amountMinor: ledgerTransfers.amount,
      intoId: ledgerAccounts.subjectId,
    })
    .from(milestones)
    .innerJoin(
      ledgerTransfers,
      and(
        eq(ledgerTransfers.accountId, ctx.accountId),
        eq(ledgerTransfers.subjectKind, "milestone"),
        eq(ledgerTransfers.subjectId, milestones.id),
        inArray(ledgerTransfers.kind, ["escrow_funded", "escrow_rolled", "escrow_released", "escrow_returned"]),
      ),
    )
    .innerJoin(
      ledgerAccounts,
      and(eq(ledgerAccounts.accountId, ctx.accountId), eq(ledgerAccounts.id, ledgerTransfers.debitId)),
    )
    .leftJoin(auditEvents, and(eq(auditEvents.accountId, ctx.accountId), eq(auditEvents.id, ledgerTransfers.auditId)))
    .where(and(eq(milestones.accountId, ctx.accountId), eq(milestones.contractId, contractId)))
    .orderBy(sql`${auditEvents.seq} nulls last`, asc(ledgerTransfers.id));
  return rows.map(({ kind, key, milestoneId, amountMinor, intoId }) => {
    const moved = { milestoneId, amountMinor };
    // Postings are keyed by the deed's key, which is the id of the receipt or earning that it made.
    const madeId = key.slice(0, key.indexOf("/"));
    if (kind === "escrow_funded") return { ...moved, kind: "funded", chargeId: madeId };
    if (kind === "escrow_rolled") return { ...moved, kind: "rolled", intoId };
    if (kind === "escrow_released") return { ...moved, kind: "released", earningId: madeId };
    return { ...moved, kind: "returned" };
  });
}

/**
 * `receiptId`: of the first receipt; each purchase order that the money was spent on gets its own. `coming` says of the
 * whole amount which escrow or earnings it leaves.
 */
export type Refunding = Omit<Returning, "currency"> & {
  receiptId: string;
  title: string;
  coming: readonly ComingBack[];
  milestoneId?: string;
};

/**
 * Money that a contract took goes back to the company, with the client fee on it, the purchase orders it was spent on and
 * the receipts.
 */
export async function refundToCompany(
  ctx: Ctx,
  contract: Charged,
  { receiptId, title, coming, milestoneId, ...returning }: Refunding,
): Promise<void> {
  const { currency } = contract;
  const { parts, fees } = await creditOrders(ctx, contract, coming, returning.key);
  const fee = fees.reduce((sum, { amount }) => sum + amount, 0n);
  const method = await returnToCompany(ctx, { ...returning, fee, currency });
  const receipt = { title, method, currency, contractId: contract.id, ...(milestoneId ? { milestoneId } : {}) };
  for (const [index, { amount: amountMinor, ...order }] of parts.entries())
    await writeReceipt(ctx, {
      ...receipt,
      ...order,
      id: index === 0 ? receiptId : newId(),
      kind: "refund",
      amountMinor,
    });
  for (const { amount: amountMinor, ...order } of fees)
    await writeReceipt(ctx, { ...receipt, ...order, id: newId(), kind: "fee_refund", amountMinor, feeOf: receiptId });
  if (fee > 0n)
    recordEvent(ctx, "fee.returned", "contract", contract.id, { amount: fee.toString(), currency, with: title });
  const amountMinor = sumOf(returning.from);
  await mailCreditIssued(ctx, { receiptId, title, method, amountMinor, feeMinor: fee, currency });
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
  /** of a fee: the receipt of what it was charged on or returned with */
  feeOf?: string;
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
