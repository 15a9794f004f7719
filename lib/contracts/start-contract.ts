import "server-only";
import type { ContractState, PauseCause } from "@/db/enums";
import { contractOrders, contractPauses, contracts, contractTerms } from "@/db/schema";
import { recordEvent } from "../audit/record-event";
import { isSuspended } from "../billing/company-money";
import type { Ctx } from "../ctx";
import { afterDays } from "../dates";
import { newId } from "../ids";
import { mailStarted, mailStartsPaused, talentReader } from "../milestones/mails";
import { getEscrowContract } from "../milestones/queries";
import { nextNumber } from "../offers/next-number";
import type { Offer } from "../offers/queries";
import { commitContract } from "../orders/stages";
import { mailTasks } from "./mails";
import { taskReminderDays } from "./rules";
import { copyTasks, listTasks } from "./tasks";

/**
 * Makes the contract of an offer that was just accepted, on the purchase order of that offer: active, or pending where the
 * offer has an onboarding plan. Payroll work keeps its time with the employer of record, so such a contract stays paused
 * here (product.md §9).
 */
export async function startContract(
  ctx: Ctx,
  offer: Offer,
): Promise<{ id: string; number: number; state: ContractState }> {
  const id = newId();
  const number = await nextNumber(ctx, "contract");
  const { terms } = offer;
  const causes: PauseCause[] = [];
  if (offer.kind === "payroll") causes.push("payroll");
  if (await isSuspended(ctx)) causes.push("suspension");
  const pending = terms.tasks.length > 0;
  const state: ContractState = pending ? "pending" : causes.length > 0 ? "paused" : "active";
  await ctx.db.insert(contracts).values({
    accountId: ctx.accountId,
    id,
    number,
    offerId: offer.id,
    offerState: "accepted",
    offerVersion: offer.version,
    state,
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
    orderFeeMinor: offer.orderFeeMinor,
    startDate: terms.startDate,
    endDate: terms.endDate,
    orderId: offer.orderId,
    orderChoice: offer.orderChoice,
    postId: offer.postId,
    startedAt: ctx.now,
    remindAt: pending ? afterDays(ctx.now, taskReminderDays[0]) : null,
    auditId: ctx.auditId,
  });
  await ctx.db.insert(contractTerms).values({
    accountId: ctx.accountId,
    contractId: id,
    version: 1,
    countsFrom: ctx.now,
    description: terms.description,
    rateMinor: terms.rateMinor,
    weeklyHours: terms.weeklyHours,
    manualTime: terms.manualTime,
    workDiary: terms.workDiary,
    budgetMinor: terms.budgetMinor,
    employer: terms.employer,
    countryOfWork: terms.countryOfWork,
    madeBy: terms.madeBy,
    madeAt: ctx.now,
    auditId: ctx.auditId,
  });
  if (pending) await copyTasks(ctx, id, terms.tasks);
  if (causes.length > 0)
    await ctx.db.insert(contractPauses).values(
      causes.map((cause) => ({
        accountId: ctx.accountId,
        id: newId(),
        contractId: id,
        cause,
        pausedAt: ctx.now,
        auditId: ctx.auditId,
      })),
    );
  if (offer.orderId)
    await ctx.db.insert(contractOrders).values({
      accountId: ctx.accountId,
      contractId: id,
      version: 1,
      orderId: offer.orderId,
      linkedBy: offer.senderId,
      linkedAt: ctx.now,
      auditId: ctx.auditId,
    });
  const { currency, estimatedTotalMinor } = terms;
  if (offer.orderId)
    await commitContract(
      ctx,
      {
        id,
        orderId: offer.orderId,
        currency,
        estimatedTotalMinor,
        orderFeeMinor: offer.orderFeeMinor,
        state,
      },
      { fromReservationOf: { kind: "offer", id: offer.id } },
    );
  recordEvent(ctx, pending ? "contract.agreed" : "contract.started", "contract", id, {
    number: String(number),
    offer: String(offer.number),
  });
  return { id, number, state };
}

/**
 * After an acceptance: to the freelancer, that the contract has started, or waits while the platform pauses it; of a pending
 * one, to everybody with a task of its onboarding plan. The client's side reads what became of it in the mail about the
 * acceptance, and where the first milestone is funded the freelancer reads it in that mail: nobody gets two pieces of news
 * about one event. Payroll work starts with the employer of record.
 * @param told whether the freelancer has a mail about it already
 */
export async function mailAgreed(ctx: Ctx, contractId: string, told: boolean): Promise<void> {
  const contract = await getEscrowContract(ctx, contractId);
  if (contract.state === "pending") return mailTasks(ctx, contract, await listTasks(ctx, contract), told);
  if (told || contract.kind === "payroll") return;
  if (contract.state === "active") await mailStarted(ctx, contract, [talentReader(contract)]);
  else await mailStartsPaused(ctx, contract);
}
