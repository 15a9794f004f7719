import type { MoveKind } from "@/db/enums";
import type { Actor } from "../actor";
import { isMediator, isPaymentOperations } from "../billing/rules";

/** What kinds of money moves this person of staff may confirm or refuse (§13.7); never one of their own. */
export function decidableKinds(actor: Actor): readonly MoveKind[] {
  if (isPaymentOperations(actor)) return ["wire", "payout", "company_return", "fee_exemption", "escrow_decision"];
  return isMediator(actor) ? ["escrow_decision"] : [];
}

/** Payments and payouts of a company are for payment operations alone. */
export const canSeeCompanies = isPaymentOperations;

/** Both designations follow disputes: mediators make proposals, payment operations confirm what was agreed. */
export const canSeeDisputes = (actor: Actor) => isMediator(actor) || isPaymentOperations(actor);
