import "server-only";
import { and, asc, eq } from "drizzle-orm";
import type { ContractState, OrderStage, TransferKind } from "@/db/enums";
import { purchaseOrders } from "@/db/schema";
import { among } from "../among";
import { sumUnlinkedCharges } from "../contracts/order-queries";
import type { Ctx } from "../ctx";
import { ConflictError, NotFoundError } from "../errors";
import { newId } from "../ids";
import { type Holding, listHoldings, listPosted } from "../ledger/queries";
import { type Movement, type Pot, type TransferSubject, transfer } from "../ledger/transfer";
import { orderFigures } from "./figures";
import { checkThresholds } from "./thresholds";

/**
 * A stage of a purchase order as a pot of the ledger. Funds are the other side of all the rest; free may be overdrawn,
 * which is an alert and no wall (I19); nothing else holds less than nothing.
 */
export function stagePot(orderId: string, stage: OrderStage): Pot {
  return {
    subjectKind: "order",
    subjectId: orderId,
    code: stage,
    guarded: stage !== "funds" && stage !== "free",
    normalSide: stage === "funds" ? -1 : 1,
  };
}

/**
 * Locks purchase orders by id for the rest of the deed, so that what is reckoned from their figures still holds when it
 * is written. Take it after the lock of the request, offer or contract.
 * @returns the currency of each.
 * @throws NotFoundError when one of them is not of this company.
 */
export async function lockOrders(ctx: Ctx, orderIds: Iterable<string>): Promise<Map<string, string>> {
  const ids = new Set(orderIds);
  if (ids.size === 0) return new Map();
  const rows = await ctx.db
    .select({ id: purchaseOrders.id, currency: purchaseOrders.currency })
    .from(purchaseOrders)
    .where(and(eq(purchaseOrders.accountId, ctx.accountId), among(purchaseOrders.id, ids)))
    .orderBy(asc(purchaseOrders.id))
    .for("no key update");
  if (rows.length !== ids.size) throw new NotFoundError("purchase order");
  return new Map(rows.map((row) => [row.id, row.currency]));
}

export type Funding = {
  order: { id: string; currency: string };
  /** minor units; below zero only for a correction */
  amount: bigint;
  key: string;
  kind: "order_funded" | "order_corrected";
  note?: string | null;
  occurredAt?: Date;
};

/** Adds to a purchase order's funds, or corrects them up or down: a posting, never a rewrite. See `fundOrders`. */
export async function fundOrder(
  ctx: Ctx,
  order: Funding["order"],
  amount: bigint,
  posting: Omit<Funding, "order" | "amount">,
): Promise<void> {
  await fundOrders(ctx, [{ order, amount, ...posting }]);
}

/**
 * The same for many orders at once, as imports need it. Added funds arm thresholds that are no longer reached again.
 * @throws ConflictError when a correction would leave no funds; NotFoundError for an order of nobody.
 */
export async function fundOrders(ctx: Ctx, fundings: readonly Funding[]): Promise<void> {
  const orderIds = [...new Set(fundings.map(({ order }) => order.id))];
  await lockOrders(ctx, orderIds);
  const movements = fundings.map(({ order, amount, kind, ...posting }): Movement => {
    if (amount === 0n || (amount < 0n && kind === "order_funded")) throw new Error("Funds are added, or corrected.");
    const [free, funds] = [stagePot(order.id, "free"), stagePot(order.id, "funds")];
    const [debit, credit] = amount > 0n ? [free, funds] : [funds, free];
    const { currency } = order;
    const subject = { kind: "order" as const, id: order.id };
    return {
      kind,
      debit,
      credit,
      currency,
      amount: amount > 0n ? amount : -amount,
      subject,
      orderId: order.id,
      ...posting,
    };
  });
  await transfer(ctx, movements);
  const lowered = fundings.filter(({ amount }) => amount < 0n).map(({ order }) => order.id);
  if (lowered.length > 0) {
    const figures = await orderFigures(ctx, lowered);
    if ([...figures.values()].some(({ funds }) => funds <= 0n))
      throw new ConflictError("The total funds of a purchase order stay above zero. Nothing was done.");
  }
  const raised = fundings.filter(({ amount }) => amount > 0n).map(({ order }) => order.id);
  await checkThresholds(ctx, orderIds, { fundsAdded: raised });
}

/**
 * What an import brings: the funds of purchase orders and what contracts commit on them, all made in this very deed. So
 * nothing is held, reached or posted yet, and nothing of it is asked; the movements go straight to the ledger.
 */
export async function postNew(
  ctx: Ctx,
  made: {
    orders?: readonly { id: string; currency: string; amount: bigint }[];
    contracts?: readonly OrderContract[];
  },
): Promise<void> {
  const funds = (made.orders ?? []).map(
    ({ id, currency, amount }): Movement => ({
      kind: "order_funded",
      key: `order/${id}/first`,
      debit: stagePot(id, "free"),
      credit: stagePot(id, "funds"),
      amount,
      currency,
      subject: { kind: "order", id },
      orderId: id,
    }),
  );
  const commitments = (made.contracts ?? []).flatMap(
    ({ id, orderId, currency, estimatedTotalMinor, orderFeeMinor, state }): Movement[] =>
      orderId && state !== "ended"
        ? [
            {
              kind: "committed",
              key: `${ctx.auditId}/committed/${id}/${orderId}/in`,
              debit: stagePot(orderId, "committed"),
              credit: stagePot(orderId, "free"),
              amount: estimatedTotalMinor + orderFeeMinor,
              currency,
              subject: { kind: "contract", id },
              orderId,
            },
          ]
        : [],
  );
  await transfer(ctx, [...funds, ...commitments]);
}

export type Reservation = {
  /** null: none is linked, so nothing is reserved */
  orderId: string | null;
  currency: string;
  /** minor units; zero reserves nothing */
  amount: bigint;
  subject: TransferSubject;
  /** begins the keys of the postings; a new one unless given, since what is held already is never posted twice */
  key?: string;
};

/**
 * A request or an offer reserves exactly this much on this order: what it holds elsewhere, or beyond it, becomes free.
 * Reserving the same again moves nothing.
 */
export async function reserve(ctx: Ctx, reservation: Reservation): Promise<void> {
  const { subject, key = newId(), orderId, currency, amount } = reservation;
  const want = orderId ? { orderId, currency, amount } : null;
  await hold(ctx, "reserved", subject.kind, new Map([[subject.id, want]]), key);
}

/** Whatever a request or an offer still reserves becomes free. */
export async function freeReserved(ctx: Ctx, { subject, key = newId() }: Pick<Reservation, "subject" | "key">) {
  await hold(ctx, "reserved", subject.kind, new Map([[subject.id, null]]), key);
}

/**
 * What the stages need to know of a contract, amounts in minor units: its purchase order in force, its estimated total, and
 * the client fee on that as far as purchase orders hold it.
 */
export type OrderContract = {
  id: string;
  currency: string;
  orderId: string | null;
  estimatedTotalMinor: bigint;
  orderFeeMinor: bigint;
  state: ContractState;
};

/**
 * A contract commits its estimated total, with the client fee that counts there, less what is accrued, invoiced and paid on it, never below zero. Called when
 * it starts and whenever its estimate changes; with an offer, what that reserved becomes free first.
 */
export async function commitContract(
  ctx: Ctx,
  contract: OrderContract,
  { fromReservationOf, key }: { fromReservationOf?: TransferSubject; key?: string } = {},
): Promise<void> {
  if (fromReservationOf) await freeReserved(ctx, { subject: fromReservationOf, key });
  await commitContracts(ctx, [contract], key);
}

/** The same for many contracts at once, as imports need it. */
export async function commitContracts(ctx: Ctx, contracts: readonly OrderContract[], key = newId()): Promise<void> {
  const ids = contracts.map((contract) => contract.id);
  const [holdings, unlinked] = [await listHoldings(ctx, "contract", ids), await sumUnlinkedCharges(ctx, ids)];
  const spent = new Map(unlinked);
  for (const { subjectId, code, held } of holdings) {
    if (code !== "reserved" && code !== "committed") spent.set(subjectId, (spent.get(subjectId) ?? 0n) + held);
  }
  const wants = contracts.map((contract): [string, Want | null] => {
    const { id, orderId, currency, estimatedTotalMinor, orderFeeMinor, state } = contract;
    const open = estimatedTotalMinor + orderFeeMinor - (spent.get(id) ?? 0n);
    return [id, orderId && state !== "ended" && open > 0n ? { orderId, currency, amount: open } : null];
  });
  await hold(ctx, "committed", "contract", new Map(wants), key);
}

/** A contract ended: what it still commits becomes free. */
export async function freeCommitment(ctx: Ctx, contract: Pick<OrderContract, "id">, key?: string): Promise<void> {
  await hold(ctx, "committed", "contract", new Map([[contract.id, null]]), key ?? newId());
}

/** Money charged on a contract. `orderId`: its purchase order at that moment; without one no stage moves. */
export type OrderCharge = {
  id: string;
  orderId: string | null;
  currency: string;
  amountMinor: bigint;
  note?: string | null;
  occurredAt?: Date;
};

const chargeKeys = (chargeId: string) => [`charge/${chargeId}/committed`, `charge/${chargeId}/free`] as const;

/** A charge on one contract. See `charges`. */
export async function charge(ctx: Ctx, contract: Pick<OrderContract, "id">, made: OrderCharge): Promise<void> {
  await charges(ctx, [{ ...made, contractId: contract.id }]);
}

/**
 * Charges count as invoiced, in their order: out of what their contract commits on that purchase order, the rest out of
 * what is free, which may go below zero. Recording the same charge again moves nothing. Thresholds are looked at.
 */
export async function charges(ctx: Ctx, made: readonly (OrderCharge & { contractId: string })[]): Promise<void> {
  const linked = made.flatMap((each) => (each.orderId ? [{ ...each, orderId: each.orderId }] : []));
  if (linked.length === 0) return;
  const orderIds = [...new Set(linked.map(({ orderId }) => orderId))];
  await lockOrders(ctx, orderIds);
  const posted = new Set(
    (
      await listPosted(
        ctx,
        linked.flatMap(({ id }) => chargeKeys(id)),
      )
    ).map(({ key }) => key),
  );
  const fresh = linked.filter(({ id }) => !chargeKeys(id).some((key) => posted.has(key)));
  const contractIds = [...new Set(fresh.map(({ contractId }) => contractId))];
  const left = new Map<string, bigint>();
  for (const { subjectId, orderId, code, held } of await listHoldings(ctx, "contract", contractIds)) {
    if (code === "committed") left.set(`${subjectId}/${orderId}`, held);
  }
  const movements = fresh.flatMap(({ id, contractId, orderId, currency, amountMinor, note, occurredAt }) => {
    const holder = `${contractId}/${orderId}`;
    const committed = left.get(holder) ?? 0n;
    const covered = committed < amountMinor ? committed : amountMinor;
    left.set(holder, committed - covered);
    const [fromCommitted, fromFree] = chargeKeys(id);
    const invoice = (key: string, stage: OrderStage, amount: bigint): Movement => ({
      kind: "invoiced",
      key,
      debit: stagePot(orderId, "invoiced"),
      credit: stagePot(orderId, stage),
      amount,
      currency,
      subject: { kind: "contract", id: contractId },
      orderId,
      note,
      occurredAt,
    });
    return [invoice(fromCommitted, "committed", covered), invoice(fromFree, "free", amountMinor - covered)];
  });
  await transfer(
    ctx,
    movements.filter(({ amount }) => amount > 0n),
  );
  await checkThresholds(ctx, orderIds);
}

/** A charge taken back on one contract. See `reverseCharges`. */
export async function reverseCharge(
  ctx: Ctx,
  contract: OrderContract,
  { id, note }: Pick<OrderCharge, "id" | "note">,
): Promise<void> {
  await reverseCharges(ctx, [{ id, note, contract }]);
}

/**
 * Takes charges back, each once: their postings are reversed on the purchase orders they were made on, then the
 * contracts commit anew what their estimates leave open, on the orders they run on now. Call it after the charges show
 * that they are reversed.
 */
export async function reverseCharges(
  ctx: Ctx,
  taken: readonly (Pick<OrderCharge, "id" | "note"> & { contract: OrderContract })[],
): Promise<void> {
  const made = new Map(taken.flatMap((each) => chargeKeys(each.id).map((key) => [key as string, each] as const)));
  const posted = await listPosted(ctx, [...made.keys()]);
  const orders = [...posted.map(({ orderId }) => orderId), ...taken.map(({ contract }) => contract.orderId)];
  await lockOrders(
    ctx,
    orders.filter((each) => each !== null),
  );
  await transfer(
    ctx,
    posted.map(
      ({ id: reverses, key, amount, currency, orderId }): Movement => ({
        kind: "reversal",
        key: `${key}/reversed`,
        debit: stagePot(orderId ?? "", key.endsWith("/committed") ? "committed" : "free"),
        credit: stagePot(orderId ?? "", "invoiced"),
        amount,
        currency,
        subject: { kind: "contract", id: made.get(key)?.contract.id ?? "" },
        orderId,
        note: made.get(key)?.note,
        reverses,
      }),
    ),
  );
  const contracts = new Map(taken.map(({ contract }) => [contract.id, contract]));
  await commitContracts(ctx, [...contracts.values()]);
}

/**
 * A contract runs on another purchase order from now on, or on none: what it commits and accrues moves by a posting and
 * its reverse; what is invoiced stays where it was (product.md §4, never retroactive).
 */
export async function relinkContract(
  ctx: Ctx,
  contract: OrderContract,
  fromOrderId: string | null,
  toOrderId: string | null,
  key = newId(),
): Promise<void> {
  if (fromOrderId === toOrderId) return;
  const accrued = (await listHoldings(ctx, "contract", [contract.id])).filter(({ code }) => code === "accrued");
  const amount = accrued.reduce((sum, { held }) => sum + held, 0n);
  const want = toOrderId && amount > 0n ? { orderId: toOrderId, currency: contract.currency, amount } : null;
  if (accrued.length > 0) await hold(ctx, "accrued", "contract", new Map([[contract.id, want]]), key);
  await commitContracts(ctx, [{ ...contract, orderId: toOrderId }], key);
}

type HeldStage = "reserved" | "committed" | "accrued";
type Want = { orderId: string; currency: string; amount: bigint };

const kinds: Record<HeldStage, { enter: TransferKind; leave: TransferKind }> = {
  reserved: { enter: "reserved", leave: "reservation_freed" },
  committed: { enter: "committed", leave: "commitment_freed" },
  accrued: { enter: "accrued", leave: "accrual_freed" },
};

/**
 * Makes each subject hold exactly what is wanted in a stage, and nothing on any other order; the difference comes from
 * and goes to free. What it holds is read again once its orders are locked.
 */
async function hold(
  ctx: Ctx,
  stage: HeldStage,
  subjectKind: TransferSubject["kind"],
  wants: ReadonlyMap<string, Want | null>,
  key: string,
): Promise<void> {
  const ids = [...wants.keys()];
  const inStage = async () => (await listHoldings(ctx, subjectKind, ids)).filter(({ code }) => code === stage);
  const seen = await inStage();
  const wanted = [...wants.values()].filter((want) => want !== null);
  if (seen.length === 0 && wanted.length === 0) return;
  const locked = await lockOrders(
    ctx,
    [...seen, ...wanted].map(({ orderId }) => orderId),
  );
  const held = new Map<string, Holding[]>();
  for (const holding of await inStage()) {
    if (!locked.has(holding.orderId)) throw new ConflictError();
    held.set(holding.subjectId, [...(held.get(holding.subjectId) ?? []), holding]);
  }
  const movements = [...wants].flatMap(([id, want]): Movement[] => {
    const own = held.get(id) ?? [];
    const orders = new Set([...own.map(({ orderId }) => orderId), ...(want ? [want.orderId] : [])]);
    return [...orders].flatMap((orderId): Movement[] => {
      const has = own.find((each) => each.orderId === orderId)?.held ?? 0n;
      const change = (want?.orderId === orderId ? want.amount : 0n) - has;
      if (change === 0n) return [];
      const enters = change > 0n;
      const [pot, free] = [stagePot(orderId, stage), stagePot(orderId, "free")];
      return [
        {
          kind: orders.size > 1 ? "reallocated" : enters ? kinds[stage].enter : kinds[stage].leave,
          key: `${key}/${stage}/${id}/${orderId}/${enters ? "in" : "out"}`,
          debit: enters ? pot : free,
          credit: enters ? free : pot,
          amount: enters ? change : -change,
          currency: locked.get(orderId) ?? "",
          subject: { kind: subjectKind, id },
          orderId,
        },
      ];
    });
  });
  await transfer(ctx, movements);
}
