import type { z } from "zod";
import { changeOrderSettings, getOrderSettings } from "@/lib/accounts/change-order-settings";
import { getAccountSettings } from "@/lib/accounts/queries";
import type { ChangeOrderSettingsInput } from "@/lib/accounts/schema";
import { approveRequest } from "@/lib/approvals/approve-request";
import { findRequest, type Request } from "@/lib/approvals/queries";
import { requestApproval } from "@/lib/approvals/request-approval";
import { requestApprovalInput } from "@/lib/approvals/schema";
import { type Contract, findContract } from "@/lib/contracts/queries";
import { readAs } from "@/lib/ctx";
import { newId } from "@/lib/ids";
import { acceptOffer } from "@/lib/offers/accept-offer";
import { findContractOfOffer, findOffer, type Offer } from "@/lib/offers/queries";
import { modifyOfferInput, sendOfferInput } from "@/lib/offers/schema";
import { sendOffer } from "@/lib/offers/send-offer";
import { createOrder } from "@/lib/orders/create-order";
import { findOrder, type Order } from "@/lib/orders/queries";
import { createOrderInput } from "@/lib/orders/schema";
import { openPost } from "@/lib/posts/open-post";
import { findPost, type Post } from "@/lib/posts/queries";
import { postInput } from "@/lib/posts/schema";
import type { MemberRole, TalentRole } from "./people";
import type { Role, World } from "./world";

export type RequestForm = z.input<ReturnType<typeof requestApprovalInput>>;
export type OfferForm = z.input<ReturnType<typeof sendOfferInput>>;
export type PostForm = z.input<ReturnType<typeof postInput>>;
export type OrderForm = z.input<ReturnType<typeof createOrderInput>>;
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
  /** Switches purchase orders on; the other `po.*` switches stand as a new company has them unless named. */
  ordersOn(switches?: Partial<Omit<ChangeOrderSettingsInput, "token" | "ordersOn">>): Promise<void>;
  /** Switches them off again. */
  ordersOff(): Promise<void>;
  orderForm(overrides?: Partial<OrderForm>): OrderForm;
  /** A purchase order of $10,000.00 that everybody may use, by the finance admin; switches them on where they are off. */
  order(overrides?: Partial<OrderForm> & { by?: MemberRole }): Promise<Order>;
  postForm(overrides?: Partial<PostForm>): PostForm;
  postInput(overrides?: Partial<PostForm>): z.output<ReturnType<typeof postInput>>;
  /** An open job post, by the hiring manager unless `by` says otherwise. */
  openPost(overrides?: Partial<PostForm> & { by?: MemberRole }): Promise<Post>;
  /** A job post as it stands now. */
  post(id: string): Promise<Post>;
  /** A running contract of the freelancer, from an offer with these terms. */
  contract(overrides?: Partial<OfferForm> & { by?: MemberRole }): Promise<Contract>;
  contractNow(number: number): Promise<Contract>;
  /** A purchase order as it stands now. */
  orderNow(id: string): Promise<Order>;
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
    orderChoice: "placeholder",
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

  const orderForm: Deeds["orderForm"] = (overrides = {}) => ({
    id: newId(),
    number: `4711-${newId().slice(-6)}`,
    amount: "10,000.00",
    description: "Audit and payroll work, second half",
    "threshold[]": ["50", "75", "90"],
    permission: "everybody",
    ...overrides,
  });

  const postForm: Deeds["postForm"] = (overrides = {}) => ({
    id: newId(),
    version: 0,
    title: "Payroll audit, March",
    description: "Somebody who reconciles the payroll of two entities for March and writes up what differs.",
    teamId: worldNow().company.team("Finance operations"),
    contractType: "hourly",
    rateFrom: "60.00",
    rateTo: "95.00",
    orderChoice: "placeholder",
    ...overrides,
  });
  const postInputOf: Deeds["postInput"] = (overrides) => postInput("USD").parse(postForm(overrides));

  const deeds: Deeds = {
    postForm,
    postInput: postInputOf,
    async openPost({ by = "hiringManager", ...overrides } = {}) {
      const input = postInputOf(overrides);
      must(
        await worldNow()
          .as(by)
          .write((ctx) => openPost(ctx, input)),
      );
      return deeds.post(input.id);
    },
    post: async (id) => found(await readAs(worldNow().system, (ctx) => findPost(ctx, id))),
    async contract(overrides = {}) {
      const offer = await deeds.acceptedOffer(overrides);
      const made = found(await readAs(worldNow().system, (ctx) => findContractOfOffer(ctx, offer.id)));
      return deeds.contractNow(made.number);
    },
    contractNow: async (number) => found(await readAs(worldNow().system, (ctx) => findContract(ctx, String(number)))),
    orderForm,
    async ordersOn(switches = {}) {
      const { token, ...now } = await readAs(worldNow().system, getOrderSettings);
      const input = { ...now, ordersOn: true, ...switches, token };
      must(
        await worldNow()
          .as("admin")
          .write((ctx) => changeOrderSettings(ctx, input)),
      );
    },
    async ordersOff() {
      const now = await readAs(worldNow().system, getOrderSettings);
      must(
        await worldNow()
          .as("admin")
          .write((ctx) => changeOrderSettings(ctx, { ...now, ordersOn: false })),
      );
    },
    async order({ by = "financeAdmin", ...overrides } = {}) {
      const { ordersOn } = await readAs(worldNow().system, getAccountSettings);
      if (!ordersOn) await deeds.ordersOn();
      const input = createOrderInput(worldNow().currency).parse(orderForm(overrides));
      must(
        await worldNow()
          .as(by)
          .write((ctx) => createOrder(ctx, input)),
      );
      return deeds.orderNow(input.id);
    },
    orderNow: async (id) => found(await readAs(worldNow().system, (ctx) => findOrder(ctx, id))),
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
