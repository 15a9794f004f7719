"use server";

import type { Route } from "next";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { after } from "next/server";
import { getAccountSettings } from "../accounts/queries";
import { formAction, formFields } from "../action";
import type { ActionResult } from "../action-result";
import { asTalent, type PersonActor, type TalentActor } from "../actor";
import { readAs, writeAs } from "../ctx";
import { NotFoundError } from "../errors";
import { drainOutbox } from "../mail/drain-outbox";
import { acceptOffer } from "./accept-offer";
import { declineOffer } from "./decline-offer";
import { modifyOffer } from "./modify-offer";
import { findAccountForTalent } from "./queries";
import { discardDraft, saveDraft } from "./save-draft";
import {
  acceptOfferInput,
  declineOfferInput,
  discardDraftInput,
  modifyOfferInput,
  saveDraftInput,
  sendOfferInput,
  withdrawOfferInput,
} from "./schema";
import { sendOffer } from "./send-offer";
import { withdrawOffer } from "./withdraw-offer";

const lists = () => revalidatePath("/ab/jobs", "layout");
const currencyOf = (actor: PersonActor) => readAs(actor, getAccountSettings).then((settings) => settings.currency);

/** "Send offer". */
export const sendOfferAction = formAction(
  async (actor) => sendOfferInput(await currencyOf(actor)),
  async (actor, input) => {
    const result = await writeAs(actor, (ctx) => sendOffer(ctx, input));
    lists();
    return result;
  },
);

/**
 * The offer form: "Send offer", "Save draft" or "Request approval", then the page that shows what came of it.
 * "Request approval" keeps the draft and returns to it (source: approvals guide).
 */
export async function submitOfferFormAction(previous: ActionResult, form: FormData): Promise<ActionResult> {
  if (!(form instanceof FormData)) return sendOfferAction(previous, form);
  const deed =
    form.get("requestId") === "request-approval" && form.get("deed") !== "draft" ? "request" : form.get("deed");
  const keeps = deed === "draft" || deed === "request";
  const result = await (keeps ? saveDraftAction(previous, form) : sendOfferAction(previous, form));
  if (!result?.ok) return result && { ...result, typed: formFields(form) };
  const draft = `draft=${encodeURIComponent(String(form.get("draftId")))}`;
  if (deed === "request") redirect(`/ab/jobs/approvals/new?${draft}` as Route);
  redirect((deed === "draft" ? `/ab/jobs/offers/new?${draft}` : `/ab/jobs/offers/${form.get("id")}`) as Route);
}

/** The form of a pending offer: "Modify offer", then the offer as it stands now. */
export async function submitModifiedOfferAction(previous: ActionResult, form: FormData): Promise<ActionResult> {
  const result = await modifyOfferAction(previous, form);
  if (!result?.ok) return result && form instanceof FormData ? { ...result, typed: formFields(form) } : result;
  redirect(`/ab/jobs/offers/${form.get("offerId")}` as Route);
}

/** "Modify offer". */
export const modifyOfferAction = formAction(
  async (actor) => modifyOfferInput(await currencyOf(actor)),
  async (actor, input) => {
    const result = await writeAs(actor, (ctx) => modifyOffer(ctx, input));
    lists();
    return result;
  },
);

/** "Withdraw offer". */
export const withdrawOfferAction = formAction(withdrawOfferInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => withdrawOffer(ctx, input));
  lists();
  return result;
});

/** "Save draft". */
export const saveDraftAction = formAction(saveDraftInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => saveDraft(ctx, input));
  lists();
  return result;
});

/** "Discard draft". */
export const discardDraftAction = formAction(discardDraftInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => discardDraft(ctx, input));
  lists();
  return result;
});

/** "Accept offer" by the freelancer. */
export const acceptOfferAction = formAction(acceptOfferInput, async (actor, input) => {
  const talent = await asTalentOf(actor, input.offerId);
  const result = await writeAs(talent, (ctx) => acceptOffer(ctx, input));
  if (result.ok) mailSoon(talent);
  revalidatePath("/talent", "layout");
  return result;
});

/** "Decline" by the freelancer. */
export const declineOfferAction = formAction(declineOfferInput, async (actor, input) => {
  const talent = await asTalentOf(actor, input.offerId);
  const result = await writeAs(talent, (ctx) => declineOffer(ctx, input));
  if (result.ok) mailSoon(talent);
  revalidatePath("/talent", "layout");
  return result;
});

/** A freelancer's session names no company (or another one), so the mails of the company dealt with leave from here. */
function mailSoon({ accountId }: TalentActor) {
  if (accountId) after(() => drainOutbox(accountId, { via: "web" }).then(() => {}));
}

/** Whoever is signed in, seen as the freelancer an offer went to, in the company that sent it. */
async function asTalentOf(person: PersonActor, offerId: string): Promise<TalentActor> {
  const talent = asTalent(person);
  const accountId = await readAs(talent, (ctx) => findAccountForTalent(ctx, offerId));
  if (!accountId) throw new NotFoundError("offer");
  return { ...talent, accountId };
}
