import "server-only";
import { getAccountSettings } from "../accounts/queries";
import type { Ctx } from "../ctx";
import { afterDays, formatDay, formatInstant, localDateOf } from "../dates";
import { env } from "../env";
import { queueMail } from "../mail/queue-mail";
import { formatMoney } from "../money";
import { daysText, kindWords, termsText } from "../words";
import { issueDecisionLink } from "./decision-link";
import type { Request } from "./queries";
import { standInText } from "./rules";

/** Asks everybody whose slot is open: the whole case and a decision link of their own. */
export async function mailOpenSlots(ctx: Ctx, request: Request): Promise<void> {
  const { name: companyName } = await getAccountSettings(ctx);
  for (const slot of request.slots) {
    if (slot.state !== "open") continue;
    const { id: requestId, fingerprint } = request;
    const token = await issueDecisionLink(ctx, {
      requestId,
      approverId: slot.approverId,
      step: slot.step,
      fingerprint,
    });
    await queueMail(ctx, {
      kind: "request-requested",
      to: slot.approverEmail,
      key: `${requestId}/${slot.step}`,
      props: {
        companyName,
        askWhom: `${request.requesterName} (${request.requesterEmail})`,
        settingsUrl,
        ...briefOf(request),
        requesterName: request.requesterName,
        kind: kindWords[request.offerKind],
        estimateNote: request.openEnded ? standInText(request) : null,
        startDate: request.startDate && formatDay(request.startDate),
        endDate: request.endDate && formatDay(request.endDate),
        team: request.teamName,
        purchaseOrder: null,
        neededBy: request.neededBy && formatDay(request.neededBy),
        reason: request.reason,
        approvers: request.slots.map((other) => ({
          step: other.step,
          name: other.approverName,
          status: slotStatus(other, slot.approverZone),
        })),
        step: slot.step,
        expiresAt: request.expiresAt ? formatInstant(request.expiresAt, slot.approverZone) : "",
        decideUrl: `${env.APP_ORIGIN}/d/${token}`,
      },
    });
  }
}

export type RequesterNews =
  | { kind: "request-approved" | "request-declined"; comment: string | null }
  | { kind: "request-expired" }
  | { kind: "request-freed"; offer: FreedOffer; expiresAt: Date };

/** The offer that gave its approval back. */
export type FreedOffer = { number: number; why: "withdrawn" | "declined" | "expired"; talentName: string };

/** Tells the requester what became of the request. */
export async function mailRequester(ctx: Ctx, request: Request, news: RequesterNews): Promise<void> {
  const { name: companyName } = await getAccountSettings(ctx);
  const approverName = ctx.actor.kind === "member" ? ctx.actor.name : "Countersign";
  const company = {
    companyName,
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

const settingsUrl = `${env.APP_ORIGIN}/ab/notification-settings`;

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
      return "Waiting";
    case "waiting":
      return "Not yet asked";
    case "skipped":
      return "Requester";
    case "closed":
      return "Not asked any longer";
    case "approved":
    case "declined":
      return `${slot.state === "approved" ? "Approved" : "Declined"}${slot.decidedAt ? ` on ${formatInstant(slot.decidedAt, zone)}` : ""}`;
  }
}
