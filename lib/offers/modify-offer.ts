import "server-only";
import { and, eq } from "drizzle-orm";
import { offers } from "@/db/schema";
import { getAccountSettings } from "../accounts/queries";
import { getEnvelope } from "../approvals/consume-request";
import { estimatedTotal, unwarned } from "../approvals/rules";
import { type Overtaken, overtaken } from "../audit/overtaken";
import { recordEvent } from "../audit/record-event";
import { clientFeeOn } from "../billing/client-fee";
import { isSuspended } from "../billing/company-money";
import type { Ctx } from "../ctx";
import { afterDays } from "../dates";
import { ForbiddenError } from "../errors";
import { holdForOffer, type OfferMoneyRefusal, offersAreBlocked } from "../milestones/offer-hold";
import { chooseOrder } from "../orders/choose-order";
import { reserve } from "../orders/stages";
import { taskCountText } from "../words";
import { mailTalentChanges } from "./mails";
import { beyondApproval, type EnvelopeRefusal, makeVersion } from "./make-version";
import { ownersFit, ownersMessage } from "./plan-owners";
import { getOfferForChange, type Offer } from "./queries";
import { reservationOf } from "./reservation";
import { type ComparedTerms, canManageOffer, differences } from "./rules";
import type { ModifyOfferInput, OfferTermsInput } from "./schema";

export type ModifyOfferResult =
  | { ok: true; version: number }
  | OfferMoneyRefusal
  | EnvelopeRefusal
  | { ok: false; reason: "not-pending" }
  | Overtaken
  | { ok: false; reason: "nothing-changed" }
  | { ok: false; reason: "invalid"; fieldErrors: Record<string, string[]> };

/**
 * Changes the terms of a pending offer: the next version, valid anew, with the approval carried over to it
 * (source: approvals guide). What goes beyond the approved terms is recorded and shown, or refused where the company's
 * rule refuses it (decision 020). Another purchase order alone makes no version: it is the client's own matter.
 * @throws NotFoundError; ForbiddenError for anybody but the sender, admins and program owners.
 */
export async function modifyOffer(ctx: Ctx, input: ModifyOfferInput): Promise<ModifyOfferResult> {
  const offer = await getOfferForChange(ctx, input.offerId);
  if (!canManageOffer(ctx.actor, offer)) throw new ForbiddenError("modify this offer");
  if (offer.state !== "pending" || offer.validUntil <= ctx.now) return { ok: false, reason: "not-pending" };
  if (offer.version !== input.version) return overtaken(ctx, "offer", offer.id);
  if (await isSuspended(ctx)) return offersAreBlocked;
  if (offer.kind === "payroll" && !input.employer) return invalid("employer", "Enter the employer of record.");
  if (offer.kind === "payroll" && !input.countryOfWork) return invalid("countryOfWork", "Enter the country of work.");
  if (!(await ownersFit(ctx, offer, input.tasks))) return invalid("tasks", ownersMessage);
  const order = await answerOf(ctx, offer, input);
  if (!order.ok) return order;
  const otherOrder = order.orderId !== offer.orderId || order.orderChoice !== offer.orderChoice;
  const { offerId, version: shown, order: _answer, ...terms } = input;
  const envelope = offer.requestId ? await getEnvelope(ctx, offer.requestId) : null;
  // The freelancer never sees the purchase order: where nothing else differs, there is no next version to accept.
  if (otherOrder) await putOrder(ctx, offer, order);
  if (otherOrder && versionDifferences(offer, withTerms(offer, terms)).length === 0) {
    const measured = beyondApproval({ envelope, offerKind: offer.kind, talentEmail: offer.talentEmail, order }, terms);
    if (!measured.ok) return measured;
    await reserve(ctx, reservationOf(await getOfferForChange(ctx, offer.id)));
    return { ok: true, version: shown };
  }
  const version = shown + 1;
  const { currency } = offer.terms;
  const made = await makeVersion(
    ctx,
    {
      offerId: offer.id,
      version,
      offerKind: offer.kind,
      talentEmail: offer.talentEmail,
      currency,
      requestId: offer.requestId,
      envelope,
      order,
    },
    terms,
  );
  if (!made.ok) return made;
  const settings = await getAccountSettings(ctx);
  const validUntil = afterDays(ctx.now, settings.offerLifeDays);
  const { orderFeeMinor } = await clientFeeOn(ctx, made.totalMinor);
  const moved = await ctx.db
    .update(offers)
    .set({
      version,
      title: terms.title,
      contractType: terms.contractType,
      estimatedTotalMinor: made.totalMinor,
      orderFeeMinor,
      validUntil,
      warnedFor: unwarned(ctx.now, validUntil),
      auditId: ctx.auditId,
    })
    .where(
      and(
        eq(offers.accountId, ctx.accountId),
        eq(offers.id, offerId),
        eq(offers.state, "pending"),
        eq(offers.version, shown),
      ),
    )
    .returning({ id: offers.id });
  if (moved.length === 0) return overtaken(ctx, "offer", offer.id);
  const changed = await getOfferForChange(ctx, offer.id);
  const held = await holdForOffer(ctx, changed);
  if (!held.ok) return held;
  const changes = versionDifferences(offer, changed);
  if (changes.length === 0) return { ok: false, reason: "nothing-changed" };
  recordEvent(ctx, "offer.modified", "offer", offer.id, {
    version: String(version),
    beyond: made.beyond.join(" ") || null,
    changes: changes.map((change) => `${change.label}: ${change.before} → ${change.after}`).join("\n"),
  });
  if (offer.requestId)
    recordEvent(ctx, "request.carried-over", "request", offer.requestId, {
      offer: String(offer.number),
      version: String(version),
      beyond: made.beyond.join(" ") || null,
    });
  if (offer.orderId || changed.orderId) await reserve(ctx, reservationOf(changed));
  await mailTalentChanges(ctx, changed, changes);
  return { ok: true, version };
}

/** The purchase order as the form answers it; the one that stands on the offer may stay, whatever became of it. */
async function answerOf(ctx: Ctx, offer: Offer, { order }: ModifyOfferInput) {
  const { orderId, orderChoice } = offer;
  if (order.orderChoice === undefined || (orderId !== null && order.orderChoice === orderId))
    return { ok: true as const, orderId, orderChoice };
  const { ordersRequiredOnOffers: required } = await getAccountSettings(ctx);
  return chooseOrder(ctx, order, { teamId: offer.teamId, required });
}

async function putOrder(ctx: Ctx, offer: Offer, { orderId, orderChoice }: Pick<Offer, "orderId" | "orderChoice">) {
  await ctx.db
    .update(offers)
    .set({ orderId, orderChoice, auditId: ctx.auditId })
    .where(and(eq(offers.accountId, ctx.accountId), eq(offers.id, offer.id), eq(offers.state, "pending")));
  const { orderNumber } = await getOfferForChange(ctx, offer.id);
  recordEvent(ctx, "offer.order-changed", "offer", offer.id, { from: offer.orderNumber, to: orderNumber });
}

/** The offer as it would stand with these terms. */
function withTerms(offer: Offer, { milestones: typed, tasks: plan, ...terms }: OfferTermsInput): Offer {
  const at = (index: number) => ({ version: offer.version, position: index + 1 });
  const milestones = typed.map((milestone, index) => ({ ...milestone, ...at(index) }));
  const tasks = plan.map((task, index) => ({ ...task, ...at(index), ownerName: null }));
  const { minor: estimatedTotalMinor } = estimatedTotal(terms);
  return { ...offer, milestones, terms: { ...offer.terms, ...terms, milestones, tasks, estimatedTotalMinor } };
}

const invalid = (field: string, message: string) => ({
  ok: false as const,
  reason: "invalid" as const,
  fieldErrors: { [field]: [message] },
});

const milestonesText = (offer: Offer) =>
  offer.milestones
    .map((milestone) => `${milestone.title}: ${milestone.amountMinor} ${milestone.dueDate ?? ""}`)
    .join("; ");

const tasksText = (offer: Offer) => offer.terms.tasks.map((task) => `${task.title}: ${task.ownerId ?? ""}`).join("\n");

const countOfTasks = ({ terms: { tasks } }: Offer) => (tasks.length === 0 ? "None" : taskCountText(tasks.length));

/** What a freelancer sees as changed between two states of an offer; milestones, the plan and words are compared too. */
export function versionDifferences(before: Offer, after: Offer) {
  const rows = differences(comparedTerms(before), comparedTerms(after));
  const plain = (label: string, was: string | null, is: string | null) => {
    if ((was ?? "") !== (is ?? "")) rows.push({ label, before: was ?? "None", after: is ?? "None", note: null });
  };
  if (milestonesText(before) !== milestonesText(after)) {
    rows.push({
      label: "Milestones",
      before: `${before.milestones.length} milestones`,
      after: `${after.milestones.length} milestones`,
      note: "see the offer",
    });
  }
  if (tasksText(before) !== tasksText(after)) {
    rows.push({
      label: "Onboarding plan",
      before: countOfTasks(before),
      after: countOfTasks(after),
      note: "see the offer",
    });
  }
  if (before.terms.description !== after.terms.description)
    rows.push({ label: "Description", before: "as before", after: "changed", note: "see the offer" });
  plain("Employer of record", before.terms.employer, after.terms.employer);
  plain("Country of work", before.terms.countryOfWork, after.terms.countryOfWork);
  plain("Message", before.terms.message, after.terms.message);
  plain(
    "Manual time",
    before.terms.manualTime ? "Allowed" : "Not allowed",
    after.terms.manualTime ? "Allowed" : "Not allowed",
  );
  plain("Work Diary", before.terms.workDiary ? "On" : "Off", after.terms.workDiary ? "On" : "Off");
  return rows;
}

/** An offer's current terms, for comparing with another version or with what was approved. */
export function comparedTerms(offer: Offer): ComparedTerms {
  const { terms } = offer;
  return {
    offerKind: offer.kind,
    contractType: terms.contractType,
    currency: terms.currency,
    talent: offer.talentEmail,
    title: terms.title,
    rateMinor: terms.rateMinor,
    weeklyHours: terms.weeklyHours,
    budgetMinor: terms.budgetMinor,
    estimatedTotalMinor: terms.estimatedTotalMinor,
    startDate: terms.startDate,
    endDate: terms.endDate,
  };
}
