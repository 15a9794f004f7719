import type { Company } from "@/db/seed/company";
import { signedIn } from "@/db/seed/people";
import type { TalentActor } from "@/lib/actor";
import { approveRequest } from "@/lib/approvals/approve-request";
import { findRequest } from "@/lib/approvals/queries";
import { requestApproval } from "@/lib/approvals/request-approval";
import { readAs, writeAs } from "@/lib/ctx";
import { acceptOffer } from "@/lib/offers/accept-offer";
import { findOffer } from "@/lib/offers/queries";
import { sendOffer } from "@/lib/offers/send-offer";
import { approverOf, requesterOf } from "./company";
import { chicagoTime, type Plan } from "./plan-row";
import type { Stage } from "./standing";

export type Told = { ok: true } | { ok: false; reason: string };

/** The day's morning: the department asks, an hour later the approver decides. `place`: of the row within its day. */
export async function tellApproval(company: Company, plan: Plan, stage: Stage, place: number): Promise<Told> {
  const { request, row, approvedOn } = plan;
  const requestId = request.id;
  if (stage === "nothing") {
    const input = { ...request, teamId: company.team(row.department) };
    const asked = await writeAs(requesterOf(company, row.department), (ctx) => requestApproval(ctx, input), {
      now: chicagoTime(approvedOn, 8, place * 20),
    });
    if (!asked.ok) return refusal("request", asked);
  }
  const approver = approverOf(company);
  const shown = await readAs(approver, (ctx) => findRequest(ctx, requestId));
  const decision = { requestId, fingerprint: shown?.fingerprint ?? "", reason: null };
  const decided = await writeAs(approver, (ctx) => approveRequest(ctx, decision, "import"), {
    now: chicagoTime(approvedOn, 9, place * 20),
  });
  return decided.ok ? decided : refusal("approval", decided);
}

/** The day's second half: the department sends the offer, two hours later the vendor accepts it. */
export async function tellOffer(company: Company, plan: Plan, stage: Stage, place: number): Promise<Told> {
  const { offer, row, offeredOn } = plan;
  if (stage === "approved") {
    const input = { ...offer, teamId: company.team(row.department) };
    const sent = await writeAs(requesterOf(company, row.department), (ctx) => sendOffer(ctx, input), {
      now: chicagoTime(offeredOn, 11, place * 20),
    });
    if (!sent.ok) return refusal("offer", sent);
  }
  const { accountId } = company;
  const made = await readAs({ kind: "system", accountId, userId: null, job: "replay", via: "replay" }, (ctx) =>
    findOffer(ctx, offer.id),
  );
  if (!made) return { ok: false, reason: "Offer: it is gone." };
  const now = chicagoTime(offeredOn, 13, place * 20);
  // A vendor accepts signed in, which proves the address; the next offer may then be a direct one.
  if (offer.kind === "byo") await signedIn(made.talentEmail, now);
  const vendor: TalentActor = {
    kind: "talent",
    userId: made.talentUserId,
    accountId,
    name: made.talentName,
    email: made.talentEmail,
    via: "replay",
  };
  const accepted = await writeAs(vendor, (ctx) => acceptOffer(ctx, { offerId: made.id, version: made.version }), {
    now,
  });
  return accepted.ok ? accepted : refusal("acceptance", accepted);
}

function refusal(
  deed: string,
  result: { reason: string; message?: string; fieldErrors?: Record<string, string[]> },
): Told {
  const words =
    result.message ??
    Object.values(result.fieldErrors ?? {})
      .flat()
      .join(" ");
  return { ok: false, reason: `The ${deed} was refused: ${words || result.reason}` };
}
