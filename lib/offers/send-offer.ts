import "server-only";
import { and, eq } from "drizzle-orm";
import { offerDrafts, offers } from "@/db/schema";
import { findOrInviteUser } from "../accounts/open-account";
import {
  findApprovalPolicy,
  getAccountSettings,
  listMembers,
  mayHire,
  mayHireNow,
  takesWork,
} from "../accounts/queries";
import { type ConsumeRefusal, consumeRequest } from "../approvals/consume-request";
import { estimatedTotal, needsApproval, unwarned } from "../approvals/rules";
import { recordEvent } from "../audit/record-event";
import { clientFeeOn } from "../billing/client-fee";
import { isSuspended } from "../billing/company-money";
import type { Ctx } from "../ctx";
import { afterDays } from "../dates";
import { ForbiddenError } from "../errors";
import { holdForOffer, type OfferMoneyRefusal, offersAreBlocked } from "../milestones/offer-hold";
import { chooseOrder } from "../orders/choose-order";
import { reserve } from "../orders/stages";
import { findLinkablePost } from "../posts/queries";
import { mailTalentOffer } from "./mails";
import { type EnvelopeRefusal, makeVersion } from "./make-version";
import { nextNumber } from "./next-number";
import { ownersFit, ownersMessage } from "./plan-owners";
import { getOfferForChange, isKnownTalent } from "./queries";
import { reservationOf } from "./reservation";
import { canSendOffer } from "./rules";
import type { SendOfferInput } from "./schema";

export type SendOfferResult =
  | { ok: true; offerId: string; number: number }
  | ConsumeRefusal
  | EnvelopeRefusal
  | OfferMoneyRefusal
  | { ok: false; reason: "invalid"; fieldErrors: Record<string, string[]> };

/**
 * Sends an offer. Where the company's policy asks for it, an approved request is consumed in the same transaction: no
 * offer exists without one, and one approval carries one live offer (I1, I3). A repeated send of the same form finds
 * the offer it already made.
 * @throws ForbiddenError when the actor may not hire in the team; NotFoundError for a request out of reach.
 */
export async function sendOffer(ctx: Ctx, input: SendOfferInput): Promise<SendOfferResult> {
  const { actor } = ctx;
  if (actor.kind !== "member" || !canSendOffer(actor, input.teamId) || !(await mayHireNow(ctx, input.teamId)))
    throw new ForbiddenError("send offers from this team");
  const [sent] = await ctx.db
    .select({ number: offers.number, senderId: offers.senderId })
    .from(offers)
    .where(and(eq(offers.accountId, ctx.accountId), eq(offers.id, input.id)));
  if (sent)
    return sent.senderId === actor.userId
      ? { ok: true, offerId: input.id, number: sent.number }
      : invalid("title", "Reload the page and send again.");
  if (await isSuspended(ctx)) return offersAreBlocked;
  if (input.talentEmail === actor.email) return invalid("talentEmail", "You cannot send an offer to yourself.");
  if (input.kind === "direct" && !(await isKnownTalent(ctx, input.talentEmail))) {
    return invalid("talentEmail", "Nobody with this address works here yet. Choose “BYO” to invite them.");
  }
  if (!(await takesWork(ctx, input.teamId))) return invalid("teamId", "Choose one of your teams.");
  const contactId = input.contactId ?? actor.userId;
  if (contactId !== actor.userId && !(await canBeContact(ctx, contactId)))
    return invalid("contactId", "Choose a member who may hire.");
  if (!(await ownersFit(ctx, { teamId: input.teamId, contactId }, input.tasks))) return invalid("tasks", ownersMessage);
  const settings = await getAccountSettings(ctx, "share");
  const gate = needsApproval(await findApprovalPolicy(ctx), input.kind) ? "approved" : "not_required";
  if (gate === "approved" && !input.requestId)
    return invalid("requestId", "Select an approved request or request approval.");
  if (input.postId && !(await findLinkablePost(ctx, input.postId)))
    return invalid("postId", "There is no such job post any longer. Choose another one, or none.");
  const order = await chooseOrder(ctx, input.order, {
    teamId: input.teamId,
    required: settings.ordersRequiredOnOffers,
  });
  if (!order.ok) return order;
  // The counter is one row for the whole company: it is taken last, and held for as short as can be.
  const takeNumber = () => nextNumber(ctx, "offer");
  const consumed =
    gate === "approved" && input.requestId
      ? await consumeRequest(ctx, input.requestId, { teamId: input.teamId, offerId: input.id, takeNumber })
      : null;
  if (consumed && !consumed.ok) return consumed;
  const number = consumed?.number ?? (await takeNumber());
  const requestId = consumed?.request.id ?? null;
  const validUntil = afterDays(ctx.now, settings.offerLifeDays);
  const talentUserId = await findOrInviteUser(ctx, { name: input.talentName, email: input.talentEmail });
  const {
    id,
    kind,
    teamId,
    talentName,
    talentEmail,
    draftId,
    requestId: _chosen,
    contactId: _contact,
    order: _answer,
    postId,
    ...terms
  } = input;
  const { minor: estimatedTotalMinor } = estimatedTotal(terms);
  const { orderFeeMinor } = await clientFeeOn(ctx, estimatedTotalMinor);
  await ctx.db.insert(offers).values({
    accountId: ctx.accountId,
    id,
    number,
    requestId,
    gate,
    state: "pending",
    version: 1,
    kind,
    teamId,
    senderId: actor.userId,
    contactId,
    talentUserId,
    talentName,
    talentEmail,
    companyName: settings.name,
    title: terms.title,
    contractType: terms.contractType,
    currency: settings.currency,
    estimatedTotalMinor,
    orderFeeMinor,
    postId,
    orderId: order.orderId,
    orderChoice: order.orderChoice,
    sentAt: ctx.now,
    validUntil,
    warnedFor: unwarned(ctx.now, validUntil),
    auditId: ctx.auditId,
  });
  const made = await makeVersion(
    ctx,
    {
      offerId: id,
      version: 1,
      offerKind: kind,
      talentEmail,
      currency: settings.currency,
      requestId,
      envelope: consumed?.envelope ?? null,
      order,
    },
    terms,
  );
  if (!made.ok) return made;
  if (draftId) {
    await ctx.db
      .delete(offerDrafts)
      .where(
        and(
          eq(offerDrafts.accountId, ctx.accountId),
          eq(offerDrafts.id, draftId),
          eq(offerDrafts.ownerId, actor.userId),
        ),
      );
  }
  recordEvent(ctx, "offer.sent", "offer", id, {
    number: String(number),
    requestId,
    total: made.totalMinor.toString(),
    currency: settings.currency,
    beyond: made.beyond.join(" ") || null,
  });
  const offer = await getOfferForChange(ctx, id);
  if (offer.orderId) await reserve(ctx, reservationOf(offer));
  const held = await holdForOffer(ctx, offer);
  if (!held.ok) return held;
  await mailTalentOffer(ctx, offer);
  return { ok: true, offerId: id, number };
}

const invalid = (field: string, message: string) => ({
  ok: false as const,
  reason: "invalid" as const,
  fieldErrors: { [field]: [message] },
});

async function canBeContact(ctx: Ctx, userId: string): Promise<boolean> {
  return (await listMembers(ctx)).some((member) => member.userId === userId && mayHire(member));
}
