import type { z } from "zod";
import type { TalentActor } from "@/lib/actor";
import { approveRequest } from "@/lib/approvals/approve-request";
import { declineRequest } from "@/lib/approvals/decline-request";
import { findRequest } from "@/lib/approvals/queries";
import { requestApproval } from "@/lib/approvals/request-approval";
import { requestApprovalInput } from "@/lib/approvals/schema";
import { withdrawRequest } from "@/lib/approvals/withdraw-request";
import { readAs, writeAs } from "@/lib/ctx";
import { newId } from "@/lib/ids";
import { acceptOffer } from "@/lib/offers/accept-offer";
import { declineOffer } from "@/lib/offers/decline-offer";
import { modifyOffer } from "@/lib/offers/modify-offer";
import { findOffer } from "@/lib/offers/queries";
import { modifyOfferInput, sendOfferInput } from "@/lib/offers/schema";
import { sendOffer } from "@/lib/offers/send-offer";
import { withdrawOffer } from "@/lib/offers/withdraw-offer";
import { runTick } from "@/lib/tick";
import type { Company } from "./company";

type RequestForm = z.input<ReturnType<typeof requestApprovalInput>>;
type OfferForm = z.input<ReturnType<typeof sendOfferInput>>;
type ModifyForm = z.input<ReturnType<typeof modifyOfferInput>>;

/** A freelancer of the story. */
export type Talent = { userId: string; name: string; email: string };

/** What a request or an offer is about, as a person types it into the form. */
export type Wish = Pick<
  RequestForm,
  | "title"
  | "reason"
  | "offerKind"
  | "contractType"
  | "rate"
  | "weeklyHours"
  | "budget"
  | "startDate"
  | "endDate"
  | "neededBy"
  | "files[]"
  | "orderChoice"
> & {
  team: string;
  talent?: { name: string; email: string };
};
export type Proposal = Omit<
  OfferForm,
  "id" | "draftId" | "teamId" | "requestId" | "contactId" | "talentName" | "talentEmail"
> & {
  team: string;
  talent: { name: string; email: string };
};

/**
 * Tells a company's story: every line is one deed of one person at one instant, through the same forms and verbs as on
 * the screen. A deed that the product refuses stops the telling.
 */
export function teller(company: Company, currency: string) {
  const talentActor = (talent: Talent): TalentActor => ({
    kind: "talent",
    ...talent,
    accountId: company.accountId,
    via: "seed",
  });
  return {
    async request(now: Date, by: string, { team, talent, ...wish }: Wish): Promise<string> {
      const named = talent
        ? { talentChoice: "named" as const, talentName: talent.name, talentEmail: talent.email }
        : { talentChoice: "open" as const };
      const input = requestApprovalInput(currency).parse({
        id: newId(),
        teamId: company.team(team),
        orderChoice: "placeholder",
        ...named,
        ...wish,
      });
      done(await writeAs(company.member(by), (ctx) => requestApproval(ctx, input), { now }));
      return input.id;
    },
    async approve(now: Date, by: string, requestId: string, comment: string | null = null): Promise<void> {
      const input = { requestId, fingerprint: await shownTo(company, by, requestId), reason: comment };
      done(await writeAs(company.member(by), (ctx) => approveRequest(ctx, input), { now }));
    },
    async decline(now: Date, by: string, requestId: string, reason: string): Promise<void> {
      const input = { requestId, fingerprint: await shownTo(company, by, requestId), reason };
      done(await writeAs(company.member(by), (ctx) => declineRequest(ctx, input, "mail"), { now }));
    },
    async withdraw(now: Date, by: string, requestId: string): Promise<void> {
      done(await writeAs(company.member(by), (ctx) => withdrawRequest(ctx, { requestId }), { now }));
    },
    async offer(now: Date, by: string, requestId: string, { team, talent, ...proposal }: Proposal): Promise<string> {
      const input = sendOfferInput(currency).parse({
        id: newId(),
        requestId,
        teamId: company.team(team),
        talentName: talent.name,
        talentEmail: talent.email,
        ...proposal,
      });
      done(await writeAs(company.member(by), (ctx) => sendOffer(ctx, input), { now }));
      return input.id;
    },
    async modify(
      now: Date,
      by: string,
      offerId: string,
      terms: Omit<ModifyForm, "offerId" | "version">,
    ): Promise<void> {
      const input = modifyOfferInput(currency).parse({ offerId, version: await versionOf(company, offerId), ...terms });
      done(await writeAs(company.member(by), (ctx) => modifyOffer(ctx, input), { now }));
    },
    async withdrawOffer(now: Date, by: string, offerId: string, reason: string): Promise<void> {
      done(await writeAs(company.member(by), (ctx) => withdrawOffer(ctx, { offerId, reason }), { now }));
    },
    async accept(now: Date, by: Talent, offerId: string): Promise<void> {
      const version = await versionOf(company, offerId);
      done(await writeAs(talentActor(by), (ctx) => acceptOffer(ctx, { offerId, version }), { now }));
    },
    async declineOffer(now: Date, by: Talent, offerId: string, reason: string): Promise<void> {
      done(await writeAs(talentActor(by), (ctx) => declineOffer(ctx, { offerId, reason }), { now }));
    },
    /** Time passes: whatever is due at `now` in this company expires. */
    async wait(now: Date): Promise<void> {
      await runTick({ now, accountId: company.accountId });
    },
  };
}

async function shownTo(company: Company, by: string, requestId: string): Promise<string> {
  const request = await readAs(company.member(by), (ctx) => findRequest(ctx, requestId));
  if (!request) throw new Error(`${by} does not see request ${requestId}.`);
  return request.fingerprint;
}

async function versionOf({ accountId }: Company, offerId: string): Promise<number> {
  const offer = await readAs({ kind: "system", accountId, userId: null, job: "seed", via: "seed" }, (ctx) =>
    findOffer(ctx, offerId),
  );
  if (!offer) throw new Error(`There is no offer ${offerId}.`);
  return offer.version;
}

function done(result: { ok: boolean }): void {
  if (!result.ok) throw new Error(`The story was refused: ${JSON.stringify(result)}`);
}
