import "server-only";
import type { OfferKind } from "@/db/enums";
import { offerMilestones, offerTasks, offerVersions } from "@/db/schema";
import type { Envelope } from "../approvals/consume-request";
import { estimatedTotal } from "../approvals/rules";
import type { Ctx } from "../ctx";
import { type Beyond, beyondEnvelope, refusalText, refusedBeyond } from "../envelopes/rules";
import { type Answered, isOtherOrder } from "./rules";
import type { OfferTermsInput } from "./schema";

type About = {
  offerId: string;
  version: number;
  offerKind: OfferKind;
  talentEmail: string;
  currency: string;
  requestId: string | null;
  envelope: Envelope | null;
  order: Answered;
};

/** The terms go further beyond what was approved than the company's rule allows. */
export type EnvelopeRefusal = { ok: false; reason: "beyond-approval"; message: string };

/**
 * Writes one version of an offer's terms with its milestones, its onboarding plan and a copy of the approved limits. Terms beyond the limits
 * carry the approval over as far as the company's rule lets them, and the row says so (product.md §3.8; I7).
 * @returns the total and what goes beyond the approval, the purchase order included; or the refusal, nothing written.
 */
export async function makeVersion(
  ctx: Ctx,
  about: About,
  terms: OfferTermsInput,
): Promise<{ ok: true; totalMinor: bigint; beyond: Beyond[] } | EnvelopeRefusal> {
  const { milestones, tasks, ...columns } = terms;
  const total = estimatedTotal(terms);
  const { envelope, currency, order: _answer, ...keys } = about;
  const measured = beyondApproval(about, terms);
  if (!measured.ok) return measured;
  const inside = measured.beyond.every((field) => field === "order");
  await ctx.db.insert(offerVersions).values({
    ...columns,
    ...keys,
    accountId: ctx.accountId,
    currency,
    estimatedTotalMinor: total.minor,
    openEnded: total.openEnded,
    madeBy: ctx.actor.userId ?? "",
    madeAt: ctx.now,
    envKind: envelope?.offerKind,
    envType: envelope?.contractType,
    envTalentEmail: envelope?.talentEmail,
    envTotalMinor: envelope?.maxTotalMinor,
    envRateMinor: envelope?.maxRateMinor,
    envWeeklyHours: envelope?.maxWeeklyHours,
    envLatestEnd: envelope?.latestEnd,
    envMode: envelope?.mode,
    envPercent: envelope?.percent,
    inside,
    carriedOver: !inside,
    auditId: ctx.auditId,
  });
  if (milestones.length > 0) {
    await ctx.db.insert(offerMilestones).values(
      milestones.map((milestone, index) => ({
        accountId: ctx.accountId,
        offerId: about.offerId,
        version: about.version,
        position: index + 1,
        ...milestone,
        auditId: ctx.auditId,
      })),
    );
  }
  if (tasks.length > 0) {
    await ctx.db.insert(offerTasks).values(
      tasks.map((task, index) => ({
        accountId: ctx.accountId,
        offerId: about.offerId,
        version: about.version,
        position: index + 1,
        ...task,
        auditId: ctx.auditId,
      })),
    );
  }
  return { ok: true, totalMinor: total.minor, beyond: measured.beyond };
}

/** What of these terms goes beyond the approval, where the company's rule lets it. */
export function beyondApproval(
  about: Pick<About, "envelope" | "offerKind" | "talentEmail" | "order">,
  terms: Omit<OfferTermsInput, "milestones" | "tasks">,
): { ok: true; beyond: Beyond[] } | EnvelopeRefusal {
  const { envelope, offerKind, talentEmail, order } = about;
  if (!envelope) return { ok: true, beyond: [] };
  const offered = { ...terms, offerKind, talentEmail, estimatedTotalMinor: estimatedTotal(terms).minor };
  const beyond: Beyond[] = beyondEnvelope(offered, envelope);
  if (isOtherOrder(envelope, order)) beyond.push("order");
  // An approval without a purchase order named none that another one could replace.
  const measured = envelope.orderId ? beyond : beyond.filter((field) => field !== "order");
  const refused = refusedBeyond(envelope, measured, offered, envelope);
  if (refused.length === 0) return { ok: true, beyond };
  return { ok: false, reason: "beyond-approval", message: refusalText(refused, envelope) };
}
