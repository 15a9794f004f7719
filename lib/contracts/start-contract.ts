import "server-only";
import { contracts } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { newId } from "../ids";
import { nextNumber } from "../offers/next-number";
import type { Offer } from "../offers/queries";

/**
 * Makes the contract of an offer that was just accepted. Payroll work keeps its time with the employer of record, so
 * such a contract stays paused here (product.md §9).
 */
export async function startContract(ctx: Ctx, offer: Offer): Promise<{ id: string; number: number }> {
  const id = newId();
  const number = await nextNumber(ctx, "contract");
  const { terms } = offer;
  await ctx.db.insert(contracts).values({
    accountId: ctx.accountId,
    id,
    number,
    offerId: offer.id,
    offerState: "accepted",
    offerVersion: offer.version,
    state: offer.kind === "payroll" ? "paused" : "active",
    kind: offer.kind,
    contractType: terms.contractType,
    title: terms.title,
    teamId: offer.teamId,
    contactId: offer.contactId,
    talentUserId: offer.talentUserId,
    talentName: offer.talentName,
    companyName: offer.companyName,
    currency: terms.currency,
    estimatedTotalMinor: terms.estimatedTotalMinor,
    startDate: terms.startDate,
    endDate: terms.endDate,
    startedAt: ctx.now,
    auditId: ctx.auditId,
  });
  recordEvent(ctx, "contract.started", "contract", id, { number: String(number), offer: String(offer.number) });
  return { id, number };
}
