import "server-only";
import { approvedRequest } from "@/components/offers/approved-request";
import type { Reader } from "@/components/offers/moment";
import type { ApprovalNeed } from "@/components/offers/offer-form";
import {
  emptyOffer,
  type OfferValues,
  requestApprovalChoice,
  valuesFromFields,
} from "@/components/offers/offer-values";
import { valuesFromOffer, valuesFromPost, valuesFromRequest, withOwnersAmong } from "@/components/offers/prefill";
import { isChoice, orderChoicesOf } from "@/components/orders/order-options";
import type { RequestState } from "@/db/enums";
import { type ApprovalPolicy, findApprovalPolicy, listMembers, listTeams, mayHire } from "@/lib/accounts/queries";
import type { MemberActor } from "@/lib/actor";
import { findRequest, listAvailableRequests } from "@/lib/approvals/queries";
import { clientFeeRate } from "@/lib/billing/client-fee";
import { type ReadCtx, readAs } from "@/lib/ctx";
import { formatShortDay } from "@/lib/dates";
import { newId } from "@/lib/ids";
import { findDraft, findOffer, findPendingOfferTo } from "@/lib/offers/queries";
import { canSendOffer } from "@/lib/offers/rules";
import { findOrderAsk } from "@/lib/orders/queries";
import { findLinkablePost, listPostOptions } from "@/lib/posts/queries";

type Query = Record<string, string | string[] | undefined>;

/** Everything the offer form is drawn with, loaded in one block; null when an id of the address leads nowhere. */
export async function loadOfferForm(actor: MemberActor, reader: Reader, query: Query) {
  return readAs(actor, async (ctx) => {
    const allTeams = await listTeams(ctx);
    const teamName = (id: string) => allTeams.find((team) => team.id === id)?.name ?? "";
    const requests = (await listAvailableRequests(ctx)).map((row) =>
      approvedRequest(
        { ...row, teamName: teamName(row.teamId) },
        row.expiresAt && formatShortDay(row.expiresAt, reader.zone, reader.now),
      ),
    );
    const start = await startOf(ctx, query, requests);
    if (!start) return null;
    const teams = allTeams
      .filter((team) => canSendOffer(actor, team.id) && !team.hidden)
      .map((team) => ({ value: team.id, label: team.name }));
    const contacts = (await listMembers(ctx))
      .filter(mayHire)
      .map((member) => ({ value: member.userId, label: member.name }));
    const values = withOwnersAmong(start.values, contacts);
    if (teams.length === 1 && !values.teamId) values.teamId = teams[0]?.value ?? "";
    if (!contacts.some((contact) => contact.value === values.contactId)) values.contactId = actor.userId;
    // An approval that is gone meanwhile is not selected for the sender; choosing anew is a decision.
    if (!requests.some((request) => request.id === values.requestId)) values.requestId = "";
    const posts = (await listPostOptions(ctx)).map(({ id, title }) => ({ value: id, label: title }));
    if (!posts.some((post) => post.value === values.postId)) values.postId = "";
    const ask = await findOrderAsk(ctx);
    const orders = orderChoicesOf(ask);
    // A purchase order that cannot be chosen any more is not chosen silently.
    if (!isChoice(orders, values.orderChoice)) values.orderChoice = "";
    const pending = values.talentEmail ? await findPendingOfferTo(ctx, values.talentEmail.trim().toLowerCase()) : null;
    const reachable = pending && (await findOffer(ctx, pending.id));
    return {
      ...start,
      values,
      teams,
      contacts,
      requests,
      posts,
      orders,
      feeRate: await clientFeeRate(ctx),
      orderRequired: ask?.requiredOnOffers ?? false,
      need: needOf(await findApprovalPolicy(ctx)),
      pending: pending && { number: pending.number, href: reachable ? `/ab/jobs/offers/${pending.id}` : null },
    };
  });
}

type Start = {
  id: string;
  draftId: string;
  savedAt: Date | null /** the request the address names, when it cannot be used */;
  gone: { id: string; state: RequestState } | null;
  formKey: string;
  values: OfferValues;
};

/** What the form begins with. */
async function startOf(
  ctx: ReadCtx,
  query: Query,
  requests: ReturnType<typeof approvedRequest>[],
): Promise<Start | null> {
  const { draft: draftId, request: requestId, from: offerId, post: postId } = query;
  const fresh = { id: newId(), draftId: newId(), savedAt: null, gone: null };
  if (draftId !== undefined) {
    const draft = typeof draftId === "string" ? await findDraft(ctx, draftId) : null;
    if (!draft) return null;
    const values = valuesFromFields(draft.fields);
    if (values.requestId === requestApprovalChoice) values.requestId = "";
    // The draft keeps its offer's id, so that two tabs send once; after it was sent (Back, "Save draft") it gets a new one.
    const { id } = draft.fields;
    const sent = id !== undefined && (await findOffer(ctx, id)) !== null;
    return {
      id: id === undefined || sent ? fresh.id : id,
      draftId: draft.id,
      savedAt: draft.savedAt,
      gone: null,
      formKey: `draft ${draft.id}`,
      values,
    };
  }
  if (requestId !== undefined) {
    const request = requests.find((each) => each.id === requestId);
    if (request) return { ...fresh, formKey: `request ${request.id}`, values: valuesFromRequest(request) };
    // An old link to an own request: its terms still help, and the page says that it cannot be used.
    const own = typeof requestId === "string" ? await findRequest(ctx, requestId) : null;
    if (own?.requesterId !== ctx.actor.userId) return null;
    const values = { ...valuesFromRequest(approvedRequest(own, null)), requestId: "" };
    return { ...fresh, gone: { id: own.id, state: own.state }, formKey: `request ${own.id}`, values };
  }
  if (offerId !== undefined) {
    const offer = typeof offerId === "string" ? await findOffer(ctx, offerId) : null;
    return offer && { ...fresh, formKey: `from ${offer.id}`, values: valuesFromOffer(offer) };
  }
  if (postId !== undefined) {
    const post = typeof postId === "string" ? await findLinkablePost(ctx, postId) : null;
    return post && { ...fresh, formKey: `post ${post.id}`, values: valuesFromPost(post) };
  }
  return { ...fresh, formKey: "new", values: emptyOffer };
}

function needOf(policy: ApprovalPolicy | null): ApprovalNeed {
  return policy?.enabled ? policy.scope : "none";
}
