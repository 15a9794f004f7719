import "server-only";
import type { OfferKind } from "@/db/enums";
import { offerMilestones, offerVersions } from "@/db/schema";
import type { Envelope } from "../approvals/consume-request";
import { beyondEnvelope, type EnvelopeField } from "../approvals/envelope";
import { estimatedTotal } from "../approvals/rules";
import type { Ctx } from "../ctx";
import type { OfferTermsInput } from "./schema";

type About = {
  offerId: string;
  version: number;
  offerKind: OfferKind;
  talentEmail: string;
  currency: string;
  requestId: string | null;
  envelope: Envelope | null;
};

/**
 * Writes one version of an offer's terms with its milestones and a copy of the approved limits. Terms beyond the limits
 * carry the approval over, and the row says so (product.md §3.8, `carry_over_always`; I7).
 * @returns the total and the fields that go beyond what was approved.
 */
export async function makeVersion(
  ctx: Ctx,
  about: About,
  terms: OfferTermsInput,
): Promise<{ totalMinor: bigint; beyond: EnvelopeField[] }> {
  const { milestones, ...columns } = terms;
  const total = estimatedTotal(terms);
  const { envelope, currency, ...keys } = about;
  const offered = {
    ...terms,
    offerKind: about.offerKind,
    talentEmail: about.talentEmail,
    estimatedTotalMinor: total.minor,
  };
  const beyond = envelope ? beyondEnvelope(offered, envelope) : [];
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
    inside: beyond.length === 0,
    carriedOver: beyond.length > 0,
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
  return { totalMinor: total.minor, beyond };
}
