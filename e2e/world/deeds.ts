import type { z } from "zod";
import { approveRequest } from "@/lib/approvals/approve-request";
import { findRequest, type Request } from "@/lib/approvals/queries";
import { requestApproval } from "@/lib/approvals/request-approval";
import { requestApprovalInput } from "@/lib/approvals/schema";
import { readAs } from "@/lib/ctx";
import { newId } from "@/lib/ids";
import { acceptOffer } from "@/lib/offers/accept-offer";
import { findOffer, type Offer } from "@/lib/offers/queries";
import { modifyOfferInput, sendOfferInput } from "@/lib/offers/schema";
import { sendOffer } from "@/lib/offers/send-offer";
import type { MemberRole, TalentRole } from "./people";
import type { Role, World } from "./world";

export type RequestForm = z.input<ReturnType<typeof requestApprovalInput>>;
export type OfferForm = z.input<ReturnType<typeof sendOfferInput>>;
export type ModifyForm = z.input<ReturnType<typeof modifyOfferInput>>;

export type Deeds = {
  /** The request form as typed, hourly and for the freelancer; overrides are typed by the form. */
  requestForm(overrides?: Partial<RequestForm>): RequestForm;
  /** The same, parsed as the action parses it. */
  requestInput(overrides?: Partial<RequestForm>): z.output<ReturnType<typeof requestApprovalInput>>;
  /** A submitted request nobody has answered; by the hiring manager unless `by` says otherwise. */
  pendingRequest(overrides?: Partial<RequestForm> & { by?: MemberRole }): Promise<Request>;
  /** A request with every signature it needs. */
  approvedRequest(overrides?: Partial<RequestForm> & { by?: MemberRole }): Promise<Request>;
  /** A decision form on the request as it stands now. */
  decision(
    requestId: string,
    reason?: string | null,
  ): Promise<{ requestId: string; fingerprint: string; reason: string | null }>;
  /** The request or the offer as it stands now. */
  request(id: string): Promise<Request>;
  offer(id: string): Promise<Offer>;
  offerForm(overrides?: Partial<OfferForm>): OfferForm;
  offerInput(overrides?: Partial<OfferForm>): z.output<ReturnType<typeof sendOfferInput>>;
  /** An offer the freelancer has not answered. Makes an approved request for it unless `requestId` is given. */
  pendingOffer(overrides?: Partial<OfferForm> & { by?: MemberRole }): Promise<Offer>;
  acceptedOffer(overrides?: Partial<OfferForm> & { by?: MemberRole }): Promise<Offer>;
  /** The form that changes an offer, filled with its present terms. */
  modifyInput(offer: Offer, overrides?: Partial<ModifyForm>): z.output<ReturnType<typeof modifyOfferInput>>;
};

const terms = {
  contractType: "hourly",
  rate: "95.00",
  weeklyHours: "20",
  startDate: "2026-05-18",
  endDate: "2026-06-28",
} as const;

/** What people do in a world. Every deed throws when the product refuses it, so a broken premise is seen at once. */
export function deedsIn(worldNow: () => World): Deeds {
  const talent = (role: TalentRole = "freelancer") => worldNow().as(role).actor;
  const requestForm: Deeds["requestForm"] = (overrides = {}) => ({
    id: newId(),
    title: "Payroll audit, March",
    talentChoice: "named",
    talentName: talent().name,
    talentEmail: talent().email,
    offerKind: "direct",
    ...terms,
    teamId: worldNow().company.team("Finance operations"),
    reason: "Two entities moved to the new payroll provider; the auditors asked for a second look.",
    ...overrides,
  });
  const requestInput: Deeds["requestInput"] = (overrides) => requestApprovalInput("USD").parse(requestForm(overrides));
  const offerForm: Deeds["offerForm"] = (overrides = {}) => ({
    id: newId(),
    kind: "direct",
    teamId: worldNow().company.team("Finance operations"),
    talentName: talent().name,
    talentEmail: talent().email,
    title: "Payroll audit, March",
    description: "Reconcile payroll of both entities for March and write up what differs.",
    ...terms,
    ...overrides,
  });
  const offerInput: Deeds["offerInput"] = (overrides) => sendOfferInput("USD").parse(offerForm(overrides));

  const deeds: Deeds = {
    requestForm,
    requestInput,
    offerForm,
    offerInput,
    async pendingRequest({ by = "hiringManager", ...overrides } = {}) {
      const input = requestInput(overrides);
      must(
        await worldNow()
          .as(by)
          .write((ctx) => requestApproval(ctx, input)),
      );
      return deeds.request(input.id);
    },
    async approvedRequest(overrides) {
      let request = await deeds.pendingRequest(overrides);
      while (request.state === "pending") {
        const open = request.slots.find((slot) => slot.state === "open");
        const { id: requestId, fingerprint } = request;
        must(
          await worldNow()
            .as(roleOf(worldNow(), open?.approverEmail ?? ""))
            .write((ctx) => approveRequest(ctx, { requestId, fingerprint, reason: null })),
        );
        request = await deeds.request(requestId);
      }
      return request;
    },
    async decision(requestId, reason = null) {
      const { fingerprint } = await deeds.request(requestId);
      return { requestId, fingerprint, reason };
    },
    request: async (id) => found(await readAs(worldNow().system, (ctx) => findRequest(ctx, id))),
    offer: async (id) => found(await readAs(worldNow().system, (ctx) => findOffer(ctx, id))),
    async pendingOffer({ by = "hiringManager", ...overrides } = {}) {
      const { kind: offerKind = "direct", teamId } = overrides;
      const requestId =
        overrides.requestId ?? (await deeds.approvedRequest({ by, offerKind, ...(teamId ? { teamId } : {}) })).id;
      const input = offerInput({ ...overrides, requestId });
      must(
        await worldNow()
          .as(by)
          .write((ctx) => sendOffer(ctx, input)),
      );
      return deeds.offer(input.id);
    },
    async acceptedOffer(overrides) {
      const { id: offerId, version, talentEmail } = await deeds.pendingOffer(overrides);
      must(
        await worldNow()
          .as(talentEmail === talent().email ? "freelancer" : "secondFreelancer")
          .write((ctx) => acceptOffer(ctx, { offerId, version })),
      );
      return deeds.offer(offerId);
    },
    modifyInput({ id: offerId, version, terms: now }, overrides = {}) {
      const plain = {
        title: now.title,
        description: now.description,
        contractType: now.contractType,
        startDate: now.startDate,
        endDate: now.endDate ?? "",
      };
      const priced =
        now.rateMinor === null
          ? {}
          : { rate: decimal(now.rateMinor), weeklyHours: now.weeklyHours === null ? "" : String(now.weeklyHours) };
      const milestones = {
        "milestoneTitle[]": now.milestones.map((each) => each.title),
        "milestoneAmount[]": now.milestones.map((each) => decimal(each.amountMinor)),
        "milestoneDue[]": now.milestones.map((each) => each.dueDate ?? ""),
      };
      return modifyOfferInput("USD").parse({
        offerId,
        version,
        ...plain,
        ...priced,
        ...milestones,
        message: now.message ?? "",
        ...overrides,
      });
    },
  };
  return deeds;
}

const decimal = (minor: bigint) => `${minor / 100n}.${String(minor % 100n).padStart(2, "0")}`;

const people: readonly Role[] = [
  "hiringManager",
  "secondHiringManager",
  "approver",
  "secondApprover",
  "thirdApprover",
  "fourthApprover",
  "admin",
  "programOwner",
  "financeAdmin",
];

function roleOf(world: World, email: string): MemberRole {
  const role = people.find((each) => world.emailOf(each) === email);
  if (!role) throw new Error(`Nobody in this world has the address ${email}.`);
  return role as MemberRole;
}

function must(result: { ok: boolean }): void {
  if (!result.ok) throw new Error(`The premise was refused: ${JSON.stringify(result)}`);
}

function found<T>(thing: T | null): T {
  if (!thing) throw new Error("The thing is gone.");
  return thing;
}
