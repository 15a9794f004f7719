import "server-only";
import type { ReadCtx } from "../ctx";
import { findAgreedNow, listTermsUnderRequest } from "../offers/queries";
import { type ComparedTerms, canManageOffer, differences } from "../offers/rules";
import { findOrderFacts } from "../orders/order-facts";
import { orderAnswer } from "../orders/rules";
import { findPost } from "../posts/queries";
import { findOutcome, findRequest, listHistory, type Request } from "./queries";
import { offerable } from "./rules";

export type RequestCase = NonNullable<Awaited<ReturnType<typeof findRequestCase>>>;

/**
 * Everything that the decision screen shows of one request within the actor's reach, or null: the request with its
 * slots, how it ended, its history, the offers that used it with their differences, and what a copy changed.
 */
export async function findRequestCase(ctx: ReadCtx, requestId: string) {
  const request = await findRequest(ctx, requestId);
  if (!request) return null;
  const [outcome, history, used, origin, order, post] = await Promise.all([
    findOutcome(ctx, request.id),
    listHistory(ctx, "request", request.id),
    listTermsUnderRequest(ctx, request.id),
    request.copiedFrom ? findRequest(ctx, request.copiedFrom) : null,
    findOrderFacts(ctx, request.orderId),
    request.postId ? findPost(ctx, request.postId) : null,
  ]);
  const approved = termsOf(request);
  const accepted = used.find(({ state }) => state === "accepted");
  const contract = accepted ? await findAgreedNow(ctx, accepted.id) : null;
  return {
    request,
    outcome,
    order,
    /** may the reader open the job post it came from? */
    postOpen: post !== null,
    history,
    offers: used.map((offer) => {
      const offered = { ...offer, offerKind: offer.kind, talent: offer.talentEmail, order: orderAnswer(offer) };
      return {
        id: offer.id,
        number: offer.number,
        state: offer.state,
        version: offer.version,
        talentName: offer.talentName,
        sentAt: offer.sentAt,
        endedAt: offer.endedAt,
        /** may the reader open the offer's own page? */
        open: canManageOffer(ctx.actor, offer) || offer.contactId === ctx.actor.userId,
        differences: differences(approved, offered),
        /** the contract it became, where what is agreed there changed since */
        changed: offer === accepted && contract ? changedSince(approved, offered, contract) : null,
      };
    }),
    origin: origin && { id: origin.id, title: origin.title, differences: changesSince(origin, request) },
    now: ctx.now,
  };
}

/** What an offer is compared with: what was approved for the freelancer, without the client fee. */
function termsOf(request: Request): ComparedTerms {
  const { title, offerKind, contractType, currency, rateMinor, weeklyHours, budgetMinor, startDate, endDate } = request;
  return {
    title,
    offerKind,
    contractType,
    currency,
    rateMinor,
    weeklyHours,
    budgetMinor,
    estimatedTotalMinor: offerable(request),
    startDate,
    endDate,
    talent: request.talentEmail,
    order: orderAnswer(request),
  };
}

/** How a contract differs by now from what was approved; null where it stands as it was offered. */
function changedSince(
  approved: ComparedTerms,
  offered: ComparedTerms,
  { number, agreed }: NonNullable<Awaited<ReturnType<typeof findAgreedNow>>>,
) {
  if (differences(offered, { ...offered, ...agreed }).length === 0) return null;
  return { contractNumber: number, differences: differences(approved, { ...offered, ...agreed }) };
}

/** Unlike an offer's, a request's open talent, purchase order and team are terms of their own. */
function changesSince(before: Request, after: Request) {
  const open = (request: Request) => ({
    ...termsOf(request),
    estimatedTotalMinor: request.estimatedTotalMinor,
    talent: request.talentEmail ?? "Not chosen yet",
    order: orderAnswer(request) ?? "None",
  });
  const rows = differences(open(before), open(after));
  if (before.teamName !== after.teamName)
    rows.push({ label: "Team", before: before.teamName, after: after.teamName, note: null });
  if (before.reason !== after.reason)
    rows.push({ label: "Reason", before: shortened(before.reason), after: shortened(after.reason), note: null });
  const names = (request: Request) => request.attachments.map((file) => file.name).join(", ") || "None";
  const prints = (request: Request) =>
    request.attachments.map((file) => Buffer.from(file.sha256).toString("hex")).join();
  if (prints(before) !== prints(after))
    rows.push({ label: "Attachments", before: shortened(names(before)), after: shortened(names(after)), note: null });
  return rows;
}

const shortened = (text: string) => ([...text].length > 80 ? `${[...text].slice(0, 79).join("")}…` : text);
