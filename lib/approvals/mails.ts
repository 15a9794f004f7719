import "server-only";
import { listHolders } from "../accounts/queries";
import type { Ctx } from "../ctx";
import { afterDays, formatDay, formatInstant, localDateOf } from "../dates";
import { env } from "../env";
import { sizeText } from "../files/rules";
import { queueMail, queueMails } from "../mail/queue-mail";
import { formatMoney } from "../money";
import { settingsUrlFor } from "../notifications/settings-url";
import { orderAnswer } from "../orders/rules";
import { daysText, kindWords, noApprover, termsText } from "../words";
import { issueDecisionLink } from "./decision-link";
import type { Request } from "./queries";
import { isUnheld, standInText } from "./rules";

/**
 * Asks everybody whose slot is open, or only this one, who took it over with this deed: the whole case and a decision
 * link of their own.
 */
export async function mailOpenSlots(ctx: Ctx, request: Request, only?: string): Promise<void> {
  for (const slot of request.slots) {
    if (slot.state !== "open" || (only !== undefined && slot.approverId !== only)) continue;
    await queueMail(ctx, {
      kind: "request-requested",
      to: slot.approverEmail,
      // Somebody may be named twice in one instant; the link of the first time is dead.
      key: only === undefined ? openingOf(request, slot) : `${openingOf(request, slot)}/${ctx.auditId}`,
      props: {
        companyName: request.companyName,
        askWhom: `${request.requesterName} (${request.requesterEmail})`,
        settingsUrl,
        ...briefOf(request),
        requesterName: request.requesterName,
        kind: kindWords[request.offerKind],
        clientFee: request.feeMinor > 0n ? formatMoney({ minor: request.feeMinor, currency: request.currency }) : null,
        estimateNote: request.openEnded ? standInText(request) : null,
        startDate: request.startDate && formatDay(request.startDate),
        endDate: request.endDate && formatDay(request.endDate),
        team: request.teamName,
        purchaseOrder: orderAnswer(request),
        neededBy: request.neededBy && formatDay(request.neededBy),
        reason: request.reason,
        approvers: request.slots.map((other) => ({
          step: other.step,
          name: other.approverName,
          status: slotStatus(other, slot.approverZone),
        })),
        step: slot.step,
        expiresAt: request.expiresAt ? formatInstant(request.expiresAt, slot.approverZone) : "",
        attachments: request.attachments.map(({ name, sizeBytes }) => `${name} (${sizeText(sizeBytes)})`),
        decideUrl: await decideUrl(ctx, request, slot),
      },
    });
  }
}

type Slot = Request["slots"][number];

/** This slot since it opened: whoever was replaced and is named again is asked again. */
const openingOf = ({ id }: Request, { step, openedAt }: Slot) => `${id}/${step}/${openedAt?.toISOString()}`;

/** Tells the admins that the holder of a slot has left, and that nothing is approved by absence. */
export async function mailApproverMissing(ctx: Ctx, request: Request, missing: readonly Slot[]): Promise<void> {
  const admins = await listHolders(ctx);
  const { expiresAt } = request;
  await queueMails(
    ctx,
    missing.flatMap((slot) =>
      admins.map(({ address, zone }) => ({
        kind: "approver-missing" as const,
        to: address,
        key: `${openingOf(request, slot)}/${slot.approverId}`,
        props: {
          companyName: request.companyName,
          askWhom: `${request.requesterName} (${request.requesterEmail})`,
          settingsUrl,
          ...briefOf(request),
          requesterName: request.requesterName,
          formerApprover: slot.approverName,
          step: slot.step,
          expiresAt: expiresAt ? formatInstant(expiresAt, zone) : "",
          requestUrl: `${env.APP_ORIGIN}/ab/jobs/approvals/${request.id}`,
        },
      })),
    ),
  );
}

/**
 * Asks these approvers again, each with a link of their own. `occasion` makes the mail one of a kind: "day 3", or the
 * instant at which the requester asked for it.
 */
export async function mailReminders(
  ctx: Ctx,
  request: Request,
  slots: readonly Slot[],
  occasion: string,
): Promise<void> {
  for (const slot of slots) {
    await queueMail(ctx, {
      kind: "request-reminder",
      to: slot.approverEmail,
      key: `${openingOf(request, slot)}/${occasion}`,
      props: {
        companyName: request.companyName,
        askWhom: `${request.requesterName} (${request.requesterEmail})`,
        settingsUrl,
        ...briefOf(request),
        requesterName: request.requesterName,
        reason: request.reason,
        waitingFor: waitText(slot.openedAt ?? ctx.now, ctx.now),
        neededBy: request.neededBy && formatDay(request.neededBy),
        expiresAt: request.expiresAt ? formatInstant(request.expiresAt, slot.approverZone) : "",
        decideUrl: await decideUrl(ctx, request, slot),
      },
    });
  }
}

/** "5 hours", "3 days": how long a slot has been open. */
function waitText(since: Date, now: Date): string {
  const hours = Math.floor((now.getTime() - since.getTime()) / 3_600_000);
  if (hours >= 24) return daysText(Math.floor(hours / 24));
  return hours < 1 ? "less than an hour" : `${hours} ${hours === 1 ? "hour" : "hours"}`;
}

type Nearing = { state: "pending" | "approved"; expiresAt: Date; approvers: readonly Slot[] };

/** Tells the requester, and whoever has not answered yet, that the request ends soon. */
export async function mailExpiring(
  ctx: Ctx,
  request: Request,
  { state, expiresAt, approvers }: Nearing,
): Promise<void> {
  const askRequester = `${request.requesterName} (${request.requesterEmail})`;
  const askApprovers = request.slots.map((slot) => `${slot.approverName} (${slot.approverEmail})`).join(", ");
  const waitingFor = new Intl.ListFormat("en", { type: "conjunction" }).format(
    request.slots.filter((slot) => slot.state === "open").map((slot) => slot.approverName),
  );
  const facts = {
    companyName: request.companyName,
    settingsUrl,
    ...briefOf(request),
    is: state,
    requesterName: request.requesterName,
    waitingFor,
  };
  const key = `${request.id}/${expiresAt.toISOString()}`;
  const { requesterEmail, requesterZone, id } = request;
  await queueMail(ctx, {
    kind: "request-expiring",
    to: requesterEmail,
    key,
    props: {
      ...facts,
      askWhom: askApprovers,
      to: "requester",
      expiresAt: formatInstant(expiresAt, requesterZone),
      actionUrl: `${env.APP_ORIGIN}/ab/jobs/${state === "pending" ? `approvals/${id}` : `offers/new?request=${id}`}`,
    },
  });
  for (const slot of approvers) {
    await queueMail(ctx, {
      kind: "request-expiring",
      to: slot.approverEmail,
      key,
      props: {
        ...facts,
        askWhom: askRequester,
        to: "approver",
        expiresAt: formatInstant(expiresAt, slot.approverZone),
        actionUrl: await decideUrl(ctx, request, slot),
      },
    });
  }
}

/** A decision link of this approver for what the request holds now. */
async function decideUrl(ctx: Ctx, { id: requestId, fingerprint }: Request, slot: Slot): Promise<string> {
  const { approverId, step } = slot;
  return `${env.APP_ORIGIN}/d/${await issueDecisionLink(ctx, { requestId, approverId, step, fingerprint })}`;
}

export type RequesterNews =
  | { kind: "request-approved" | "request-declined"; comment: string | null }
  | { kind: "request-expired" }
  | { kind: "request-freed"; offer: FreedOffer; expiresAt: Date };

/** The offer that gave its approval back. */
export type FreedOffer = { number: number; why: "withdrawn" | "declined" | "expired"; talentName: string };

/** Tells the requester what became of the request. */
export async function mailRequester(ctx: Ctx, request: Request, news: RequesterNews): Promise<void> {
  const approverName = ctx.actor.kind === "member" ? ctx.actor.name : "Countersign";
  const company = {
    companyName: request.companyName,
    askWhom: request.slots.map((slot) => `${slot.approverName} (${slot.approverEmail})`).join(", "),
    settingsUrl,
    ...briefOf(request),
  };
  const to = request.requesterEmail;
  const requestUrl = `${env.APP_ORIGIN}/ab/jobs/approvals/${request.id}`;
  const offerUrl = `${env.APP_ORIGIN}/ab/jobs/offers/new?request=${request.id}`;
  const dayOf = (instant: Date) => formatDay(localDateOf(instant, request.requesterZone));
  switch (news.kind) {
    case "request-approved": {
      const usableUntil = dayOf(afterDays(ctx.now, request.expiryDays));
      return queueMail(ctx, {
        kind: news.kind,
        to,
        key: request.id,
        props: { ...company, approverName, comment: news.comment, usableUntil, offerUrl },
      });
    }
    case "request-declined":
      return queueMail(ctx, {
        kind: news.kind,
        to,
        key: request.id,
        props: { ...company, approverName, reason: news.comment, requestUrl },
      });
    case "request-expired": {
      const was = request.state === "pending" ? "pending" : "approved";
      return queueMail(ctx, {
        kind: news.kind,
        to,
        key: request.id,
        props: { ...company, was, life: daysText(request.expiryDays), requestUrl },
      });
    }
    case "request-freed": {
      const { number, why, talentName } = news.offer;
      return queueMail(ctx, {
        kind: news.kind,
        to,
        key: `${request.id}/${number}`,
        props: { ...company, offerWas: why, offeredTo: talentName, usableUntil: dayOf(news.expiresAt), offerUrl },
      });
    }
  }
}

const settingsUrl = settingsUrlFor("client");

function briefOf(request: Request) {
  return {
    title: request.title,
    talent: request.talentName ?? "Not chosen yet",
    terms: termsText(request),
    estimatedTotal: formatMoney({ minor: request.estimatedTotalMinor, currency: request.currency }),
  };
}

/** "Waiting", "Approved on 4 May 2026, 14:03 UTC", "Not yet asked", "Requester". */
export function slotStatus(slot: Request["slots"][number], zone: string): string {
  switch (slot.state) {
    case "open":
      return isUnheld(slot) ? noApprover : "Waiting";
    case "waiting":
      return "Not yet asked";
    case "skipped":
      return "Requester";
    case "closed":
    case "replaced":
      return "Not asked any longer";
    case "approved":
    case "declined":
      return `${slot.state === "approved" ? "Approved" : "Declined"}${slot.decidedAt ? ` on ${formatInstant(slot.decidedAt, zone)}` : ""}`;
  }
}
