import "server-only";
import type { ContractState } from "@/db/enums";
import type { MailProps } from "@/emails";
import type { Ctx } from "../ctx";
import { formatDay, formatInstant } from "../dates";
import { env } from "../env";
import { queueMail } from "../mail/queue-mail";
import { formatMoney } from "../money";
import { settingsUrlFor } from "../notifications/settings-url";
import { kindWords, termsText } from "../words";
import type { Offer } from "./queries";
import type { Difference } from "./rules";

/** To the freelancer: the offer. BYO and payroll invite an address that may have no account yet. */
export async function mailTalentOffer(ctx: Ctx, offer: Offer): Promise<void> {
  const facts = {
    ...companyOf(offer, "client"),
    ...termsOf(offer),
    senderName: offer.senderName,
    message: offer.terms.message,
    validUntil: formatInstant(offer.validUntil, offer.talentZone),
    offerUrl: talentUrl(offer),
  };
  if (offer.kind === "direct")
    return queueMail(ctx, { kind: "offer-sent", to: offer.talentEmail, key: offer.id, props: facts });
  const props: MailProps<"offer-invited"> = {
    ...facts,
    firstName: offer.talentName.split(" ")[0] ?? offer.talentName,
    invitedAddress: offer.talentEmail,
    employerOfRecord: offer.terms.employer,
  };
  return queueMail(ctx, { kind: "offer-invited", to: offer.talentEmail, key: offer.id, props });
}

/** To the freelancer: what changed, old → new. */
export function mailTalentChanges(ctx: Ctx, offer: Offer, changes: Difference[]): Promise<void> {
  return queueMail(ctx, {
    kind: "offer-modified",
    to: offer.talentEmail,
    key: `${offer.id}/${offer.version}`,
    props: {
      ...companyOf(offer, "client"),
      ...termsOf(offer),
      senderName: offer.senderName,
      version: offer.version,
      changes,
      validUntil: formatInstant(offer.validUntil, offer.talentZone),
      offerUrl: talentUrl(offer),
    },
  });
}

/** To the freelancer: the offer no longer stands. */
export function mailTalentWithdrawn(ctx: Ctx, offer: Offer, reason: string | null): Promise<void> {
  return queueMail(ctx, {
    kind: "offer-withdrawn",
    to: offer.talentEmail,
    key: offer.id,
    props: {
      ...companyOf(offer, "client"),
      ...termsOf(offer),
      senderName: offer.senderName,
      reason,
      offerUrl: talentUrl(offer),
    },
  });
}

/** To sender and contact person: accepted, with the contract it made. */
export async function mailClientAccepted(
  ctx: Ctx,
  offer: Offer,
  contract: { id: string; number: number; state: ContractState },
): Promise<void> {
  const props = {
    ...companyOf(offer, "talent"),
    ...termsOf(offer),
    talentName: offer.talentName,
    contractNumber: String(contract.number),
    contract: outcomeOf(offer, contract.state),
    contractUrl: `${env.APP_ORIGIN}/ab/jobs/contracts/${contract.number}`,
  };
  for (const to of clientAddresses(offer)) await queueMail(ctx, { kind: "offer-accepted", to, key: offer.id, props });
}

/** Payroll work keeps its time with the employer of record, so nothing starts here, plan or none. */
const outcomeOf = (offer: Offer, state: ContractState): "runs" | "pending" | "waits" | "stands" =>
  state === "pending" ? "pending" : offer.kind === "payroll" ? "stands" : state === "active" ? "runs" : "waits";

/** To sender and contact person: declined, and why. */
export async function mailClientDeclined(ctx: Ctx, offer: Offer, reason: string): Promise<void> {
  const props = {
    ...companyOf(offer, "talent"),
    ...termsOf(offer),
    talentName: offer.talentName,
    reason,
    approvalFreed: offer.requestId !== null,
    offerUrl: clientUrl(offer),
  };
  for (const to of clientAddresses(offer)) await queueMail(ctx, { kind: "offer-declined", to, key: offer.id, props });
}

/** To both sides: three days are left. */
export async function mailOfferExpiring(ctx: Ctx, offer: Offer): Promise<void> {
  const facts = { ...termsOf(offer), talentName: offer.talentName };
  const key = `${offer.id}/${offer.validUntil.toISOString()}`;
  for (const { address, zone } of clientPeople(offer)) {
    await queueMail(ctx, {
      kind: "offer-expiring",
      to: address,
      key,
      props: {
        ...companyOf(offer, "talent"),
        ...facts,
        to: "sender",
        validUntil: formatInstant(offer.validUntil, zone),
        offerUrl: clientUrl(offer),
      },
    });
  }
  await queueMail(ctx, {
    kind: "offer-expiring",
    to: offer.talentEmail,
    key,
    props: {
      ...companyOf(offer, "client"),
      ...facts,
      to: "talent",
      validUntil: formatInstant(offer.validUntil, offer.talentZone),
      offerUrl: talentUrl(offer),
    },
  });
}

/** To both sides: nobody answered in time. The freelancer learns nothing of an approval. */
export async function mailOfferExpired(ctx: Ctx, offer: Offer): Promise<void> {
  const facts = { ...termsOf(offer), talentName: offer.talentName };
  for (const to of clientAddresses(offer)) {
    await queueMail(ctx, {
      kind: "offer-expired",
      to,
      key: offer.id,
      props: {
        ...companyOf(offer, "talent"),
        ...facts,
        to: "sender",
        approvalFreed: offer.requestId !== null,
        offerUrl: clientUrl(offer),
      },
    });
  }
  await queueMail(ctx, {
    kind: "offer-expired",
    to: offer.talentEmail,
    key: offer.id,
    props: { ...companyOf(offer, "client"), ...facts, to: "talent", approvalFreed: false, offerUrl: talentUrl(offer) },
  });
}

const clientAddresses = (offer: Offer) => new Set([offer.senderEmail, offer.contactEmail]);
const clientPeople = (offer: Offer) => {
  const sender = { address: offer.senderEmail, zone: offer.senderZone };
  return offer.contactEmail === offer.senderEmail
    ? [sender]
    : [sender, { address: offer.contactEmail, zone: offer.contactZone }];
};
const clientUrl = (offer: Offer) => `${env.APP_ORIGIN}/ab/jobs/offers/${offer.id}`;
const talentUrl = (offer: Offer) => `${env.APP_ORIGIN}/talent/offers/${offer.id}`;

/** `ask`: which side the reader turns to with questions, and so the side the reader is not on. */
function companyOf(offer: Offer, ask: "client" | "talent") {
  const askWhom =
    ask === "client" ? `${offer.contactName} (${offer.contactEmail})` : `${offer.talentName} (${offer.talentEmail})`;
  return {
    companyName: offer.companyName,
    askWhom,
    settingsUrl: settingsUrlFor(ask === "client" ? "talent" : "client"),
  };
}

function termsOf(offer: Offer) {
  const { terms } = offer;
  return {
    title: terms.title,
    kind: kindWords[offer.kind],
    terms: termsText(terms),
    startDate: formatDay(terms.startDate),
    endDate: terms.endDate && formatDay(terms.endDate),
    milestones: offer.milestones.map((milestone) => ({
      title: milestone.title,
      amount: formatMoney({ minor: milestone.amountMinor, currency: terms.currency }),
      dueDate: milestone.dueDate && formatDay(milestone.dueDate),
    })),
    tasks: terms.tasks.map(({ title, ownerName }) => ({ title, owner: ownerName ?? offer.talentName })),
  };
}
