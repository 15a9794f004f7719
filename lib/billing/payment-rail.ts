import type { Movement, TransferSubject } from "../ledger/transfer";
import { balancePot, creditPot, outsidePot } from "./rules";

export type Incoming = { key: string; amount: bigint; currency: string; subject: TransferSubject };

/**
 * A way by which money comes into a company's balance. A rail says which pot it comes from; what is then spent leaves the
 * balance, whatever rail filled it. A card or a direct debit would be a third one.
 */
export interface PaymentRail {
  readonly name: "invoice" | "wire";
  /** The movement that fills the balance. Amounts in minor units, above zero. */
  bringIn(accountId: string, incoming: Incoming): Movement;
}

/** A company on terms draws on its credit line; the draw stands on the month's invoice. */
export const invoiceRail: PaymentRail = {
  name: "invoice",
  bringIn: (accountId, incoming) => ({
    ...incoming,
    kind: "credit_drawn",
    debit: balancePot(accountId),
    credit: creditPot(accountId),
  }),
};

/** A wire or bank transfer that was recorded by one person and confirmed by another. */
export const wireRail: PaymentRail = {
  name: "wire",
  bringIn: (accountId, incoming) => ({
    ...incoming,
    kind: "deposit",
    debit: balancePot(accountId),
    credit: outsidePot,
  }),
};
