import type { ApprovalScope, ContractType, OfferKind, OfferState, RequestState } from "@/db/enums";
import type { Member, Party, Talent, Team } from "./commands";

const dayMs = 86_400_000;

export type Slot = {
  who: Member;
  step: number;
  state: "waiting" | "open" | "approved" | "declined" | "skipped" | "closed";
  openedAt: number;
  /** how many reminders are over, sent or passed by */
  reminded: number;
  /** the admins know that its holder has left */
  missed: boolean;
};
export type Policy = {
  version: number;
  enabled: boolean;
  scope: ApprovalScope;
  expiryDays: number;
  reasonRequired: boolean;
  steps: Member[][];
};
export type ModelRequest = {
  id: string;
  by: Member;
  team: Team;
  kind: OfferKind;
  type: ContractType;
  price: number;
  hours: number | null;
  dated: boolean;
  talent: Talent | "stranger" | "open";
  state: RequestState;
  step: number;
  slots: Slot[];
  policy: Policy;
  expiresAt: number | null;
  left: number | null;
  warnedFor: number | null;
};
export type ModelOffer = {
  id: string;
  by: Member;
  contact: Member;
  party: Party;
  kind: OfferKind;
  state: OfferState;
  version: number;
  validUntil: number;
  warnedFor: number | null;
  request: ModelRequest | null;
};

/** `subject` sees, `may` acts; the rest of each deed is what the model says in `predict`. */
export type Prediction = {
  /** "ok", "again" (fine, and nothing moves), or why it is refused */
  outcome: string;
  /** mails that the deed queues: "kind to" */
  mails: string[];
  /** deeds recorded: 0 when refused or repeated, 1 for a person's deed, one for each effect of a tick */
  events: number;
};

/** What a company looks like to a reader of the product's rules (product.md §3): no database, no application code. */
export class Model {
  now: number;
  policies: Policy[];
  requests: ModelRequest[] = [];
  offers: ModelOffer[] = [];
  gone = new Set<Member>();
  private mails: string[] = [];

  constructor(now: Date, steps: Member[][], reasonRequired: boolean) {
    this.now = now.getTime();
    this.policies = [{ version: 1, enabled: true, scope: "all", expiryDays: 30, reasonRequired, steps }];
  }

  get policy(): Policy {
    const last = this.policies.at(-1);
    if (!last) throw new Error("A company has a policy here.");
    return last;
  }

  isAdmin = (who: Member | Talent) => who === "admin" || who === "programOwner";
  hires = (who: Member, team: Team) =>
    this.isAdmin(who) ||
    (who === "hiringManager" && team !== "Product design") ||
    (who === "secondHiringManager" && team === "Product design");
  sees = (who: Member, request: ModelRequest) =>
    this.isAdmin(who) || request.by === who || request.slots.some((slot) => slot.who === who);
  seesOffer = (who: Member | Talent, offer: ModelOffer) =>
    this.isAdmin(who) || offer.by === who || offer.contact === who || offer.party === who;
  needsApproval = (kind: OfferKind) =>
    this.policy.enabled && (this.policy.scope === "all" || (this.policy.scope === "direct") === (kind === "direct"));
  live = (request: ModelRequest) =>
    this.offers.find((offer) => offer.request === request && (offer.state === "pending" || offer.state === "accepted"));

  private done(outcome = "ok"): Prediction {
    const { mails } = this;
    this.mails = [];
    return { outcome, mails, events: outcome === "ok" ? 1 : 0 };
  }

  private ask(request: ModelRequest): void {
    for (const slot of request.slots) if (slot.state === "open") this.mails.push(`request-requested ${slot.who}`);
  }

  /** An end that is as near as its warning from the beginning is not announced. */
  private toldOf = ({ expiryDays }: Policy) => (expiryDays <= 3 ? this.now + expiryDays * dayMs : null);

  private end(request: ModelRequest, state: RequestState, expiresAt: number | null): void {
    for (const slot of request.slots) if (slot.state === "open" || slot.state === "waiting") slot.state = "closed";
    request.state = state;
    request.expiresAt = expiresAt;
  }

  request(
    asked: Omit<ModelRequest, "state" | "step" | "slots" | "policy" | "expiresAt" | "left" | "warnedFor"> & {
      past: boolean;
    },
  ): Prediction {
    const { past, ...about } = asked;
    if (!this.hires(asked.by, asked.team)) return this.done("forbidden");
    const made = this.requests.find((request) => request.id === asked.id);
    if (made) return this.done(made.by === asked.by ? "again" : "invalid:title");
    const { policy } = this;
    if (!policy.enabled) return this.done("approvals-off");
    if (policy.steps.flat().some((who) => this.gone.has(who))) return this.done("nobody-can-decide");
    if (policy.steps.length === 0 || policy.steps.some((step) => step.every((who) => who === asked.by)))
      return this.done("nobody-can-decide");
    if (past) return this.done("invalid:neededBy");
    const slots = policy.steps.flatMap((step, index) =>
      step.map(
        (who): Slot => ({
          who,
          step: index + 1,
          state: who === asked.by ? "skipped" : index === 0 ? "open" : "waiting",
          openedAt: this.now,
          reminded: 0,
          missed: false,
        }),
      ),
    );
    const request: ModelRequest = {
      ...about,
      state: "pending",
      step: 1,
      slots,
      policy,
      expiresAt: this.now + policy.expiryDays * dayMs,
      left: null,
      warnedFor: this.toldOf(policy),
    };
    this.requests.push(request);
    this.ask(request);
    return this.done();
  }

  decide(
    request: ModelRequest,
    who: Member,
    kind: "approved" | "declined",
    { reason, stale }: { reason: boolean; stale: boolean },
  ): Prediction {
    if (!this.sees(who, request)) return this.done("not-found");
    const own = request.slots.find((slot) => slot.who === who);
    if (own?.state === kind) return this.done("again");
    if (own?.state === "approved" || own?.state === "declined") return this.done("already-decided");
    if (request.state !== "pending") return this.done("already-decided");
    if ((request.expiresAt ?? 0) <= this.now) return this.done("expired");
    if (!own) return this.done("forbidden");
    if (own.state !== "open") return this.done("not-your-turn");
    if (this.gone.has(who)) return this.done("forbidden");
    if (stale) return this.done("changed");
    if (kind === "declined") {
      if (request.policy.reasonRequired && !reason) return this.done("invalid:reason");
      own.state = "declined";
      this.end(request, "declined", null);
      this.mails.push(`request-declined ${request.by}`);
      return this.done();
    }
    own.state = "approved";
    if (request.slots.some((slot) => slot.state === "open")) return this.done();
    const next = request.slots.filter((slot) => slot.state === "waiting");
    if (next.length > 0) {
      request.step += 1;
      for (const slot of next) Object.assign(slot, { state: "open", openedAt: this.now });
      this.ask(request);
      return this.done();
    }
    this.end(request, "approved", this.now + request.policy.expiryDays * dayMs);
    request.warnedFor = this.toldOf(request.policy);
    this.mails.push(`request-approved ${request.by}`);
    return this.done();
  }

  /** `slot`: whose place; `by` names somebody for it. Whoever is replaced has no part in the request any more. */
  replace(request: ModelRequest, who: Member, by: Member, whom: Member): Prediction {
    if (!this.sees(who, request)) return this.done("not-found");
    if (!this.isAdmin(who)) return this.done("forbidden");
    if (request.state !== "pending") return this.done("already-decided");
    if ((request.expiresAt ?? 0) <= this.now) return this.done("expired");
    const slot = request.slots.find((each) => each.who === whom);
    const taken = request.slots.some((each) => each.who === by);
    if (!slot) return this.done(taken ? "again" : "changed-meanwhile");
    if (slot.state !== "open" && slot.state !== "waiting") return this.done("already-decided");
    if (by === request.by || taken || this.gone.has(by)) return this.done("invalid:replacementId");
    Object.assign(slot, { who: by, openedAt: this.now, reminded: 0, missed: false });
    if (slot.state === "open") this.mails.push(`request-requested ${by}`);
    return this.done();
  }

  withdrawRequest(request: ModelRequest, who: Member): Prediction {
    if (!this.sees(who, request)) return this.done("not-found");
    if (request.by !== who) return this.done("forbidden");
    if (request.state === "withdrawn") return this.done("again");
    if (request.state !== "pending") return this.done("already-decided");
    this.end(request, "withdrawn", null);
    return this.done();
  }

  /** `request`: the one chosen; undefined: none; null: an id that names nothing here. */
  send(asked: {
    id: string;
    by: Member;
    team: Team;
    kind: OfferKind;
    party: Party;
    contact: Member;
    request: ModelRequest | undefined | null;
  }): Prediction {
    const { by, kind, party, contact, request } = asked;
    if (!this.hires(by, asked.team)) return this.done("forbidden");
    const sent = this.offers.find((offer) => offer.id === asked.id);
    if (sent) return this.done(sent.by === by ? "again" : "invalid:title");
    if (party === "self") return this.done("invalid:talentEmail");
    if (kind === "direct" && party === "stranger") return this.done("invalid:talentEmail");
    const canBeContact = contact === "hiringManager" || contact === "secondHiringManager" || this.isAdmin(contact);
    if (contact !== by && (!canBeContact || this.gone.has(contact))) return this.done("invalid:contactId");
    const needed = this.needsApproval(kind);
    if (needed) {
      if (request === undefined) return this.done("invalid:requestId");
      if (request === null || !this.sees(by, request)) return this.done("not-found");
      if (request.by !== by) return this.done("approval-unusable:requester");
      if (request.state === "consumed") return this.done("approval-unusable:used");
      if (request.state === "expired" || (request.expiresAt !== null && request.expiresAt <= this.now))
        return this.done("approval-unusable:expired");
      if (request.state === "pending") return this.done("approval-unusable:pending");
      if (request.state !== "approved") return this.done("approval-unusable:ended");
      if (request.team !== asked.team) return this.done("approval-unusable:team");
      request.state = "consumed";
      request.left = (request.expiresAt ?? 0) - this.now;
      request.expiresAt = null;
    }
    this.offers.push({
      id: asked.id,
      by,
      contact,
      party,
      kind,
      state: "pending",
      version: 1,
      validUntil: this.now + 30 * dayMs,
      warnedFor: null,
      request: needed && request ? request : null,
    });
    this.mails.push(`${kind === "direct" ? "offer-sent" : "offer-invited"} ${party}`);
    return this.done();
  }

  modify(offer: ModelOffer, who: Member, { change, stale }: { change: boolean; stale: boolean }): Prediction {
    if (!this.seesOffer(who, offer)) return this.done("not-found");
    if (offer.by !== who && !this.isAdmin(who)) return this.done("forbidden");
    if (offer.state !== "pending" || offer.validUntil <= this.now) return this.done("not-pending");
    if (stale) return this.done("changed-meanwhile");
    if (!change) return this.done("nothing-changed");
    offer.version += 1;
    offer.validUntil = this.now + 30 * dayMs;
    this.mails.push(`offer-modified ${offer.party}`);
    return this.done();
  }

  /** The approval of an offer that ended comes back: with what was left, but at least seven days. */
  private free(offer: ModelOffer, state: OfferState): void {
    offer.state = state;
    const { request } = offer;
    if (!request) return;
    request.state = "approved";
    request.expiresAt = this.now + Math.max(7 * dayMs, request.left ?? 0);
    request.left = null;
    this.mails.push(`request-freed ${request.by}`);
  }

  private client = (offer: ModelOffer) => [...new Set([offer.by, offer.contact])];

  withdrawOffer(offer: ModelOffer, who: Member | Talent): Prediction {
    if (!this.seesOffer(who, offer)) return this.done("not-found");
    if (offer.by !== who && !this.isAdmin(who)) return this.done("forbidden");
    if (offer.state === "withdrawn") return this.done("again");
    if (offer.state !== "pending") return this.done("not-pending");
    this.free(offer, "withdrawn");
    this.mails.push(`offer-withdrawn ${offer.party}`);
    return this.done();
  }

  accept(offer: ModelOffer, who: Member | Talent, stale: boolean): Prediction {
    if (!this.seesOffer(who, offer)) return this.done("not-found");
    if (offer.party !== who) return this.done("forbidden");
    if (offer.state === "accepted") return this.done("again");
    if (offer.state !== "pending") return this.done("not-pending");
    if (offer.validUntil <= this.now) return this.done("expired");
    if (stale) return this.done("changed-meanwhile");
    offer.state = "accepted";
    for (const to of this.client(offer)) this.mails.push(`offer-accepted ${to}`);
    return this.done();
  }

  declineOffer(offer: ModelOffer, who: Member | Talent): Prediction {
    if (!this.seesOffer(who, offer)) return this.done("not-found");
    if (offer.party !== who) return this.done("forbidden");
    if (offer.state === "declined") return this.done("again");
    if (offer.state !== "pending") return this.done("not-pending");
    this.free(offer, "declined");
    for (const to of this.client(offer)) this.mails.push(`offer-declined ${to}`);
    return this.done();
  }

  changePolicy(who: Member, policy: Omit<Policy, "version">, stale: boolean): Prediction {
    if (!this.isAdmin(who)) return this.done("forbidden");
    if (stale) return this.done("changed-meanwhile");
    if (policy.steps.flat().some((each) => this.gone.has(each))) return this.done("invalid:step1a");
    this.policies.push({ ...policy, version: this.policy.version + 1 });
    return this.done();
  }

  revoke(who: Member): Prediction {
    this.gone.add(who);
    return this.done();
  }

  tick(): Prediction {
    let events = 0;
    for (const offer of this.offers) {
      if (offer.state !== "pending" || offer.validUntil > this.now) continue;
      this.free(offer, "expired");
      for (const to of [...this.client(offer), offer.party]) this.mails.push(`offer-expired ${to}`);
      events += 1;
    }
    for (const request of this.requests) {
      if (
        request.expiresAt === null ||
        request.expiresAt > this.now ||
        (request.state !== "pending" && request.state !== "approved")
      )
        continue;
      this.end(request, "expired", null);
      this.mails.push(`request-expired ${request.by}`);
      events += 1;
    }
    events += this.miss() + this.warn() + this.remind();
    return { ...this.done(), events };
  }

  private nears = (end: number | null, told: number | null): end is number =>
    end !== null && end > this.now && end <= this.now + 3 * dayMs && told !== end;

  private warn(): number {
    const offers = this.offers.filter(
      (each) => each.state === "pending" && this.nears(each.validUntil, each.warnedFor),
    );
    for (const offer of offers) {
      offer.warnedFor = offer.validUntil;
      for (const to of [...this.client(offer), offer.party]) this.mails.push(`offer-expiring ${to}`);
    }
    const requests = this.requests.filter(
      (each) => (each.state === "pending" || each.state === "approved") && this.nears(each.expiresAt, each.warnedFor),
    );
    for (const request of requests) {
      request.warnedFor = request.expiresAt;
      this.due(request); // the warning stands for them
      for (const to of [request.by, ...this.open(request)]) this.mails.push(`request-expiring ${to}`);
    }
    return offers.length + requests.length;
  }

  private remind(): number {
    let events = 0;
    for (const request of this.requests.filter((each) => each.state === "pending")) {
      const due = this.due(request);
      for (const { who } of due) if (!this.gone.has(who)) this.mails.push(`request-reminder ${who}`);
      events += new Set(due.map((slot) => slot.openedAt)).size;
    }
    return events;
  }

  private miss(): number {
    let events = 0;
    for (const request of this.requests) {
      const missing = request.slots.filter(
        (slot) => slot.state === "open" && this.gone.has(slot.who) && !slot.missed && request.state === "pending",
      );
      for (const slot of missing) {
        slot.missed = true;
        for (const to of ["admin", "programOwner"]) this.mails.push(`approver-missing ${to}`);
      }
      events += missing.length > 0 ? 1 : 0;
    }
    return events;
  }

  private open = (request: ModelRequest) =>
    request.slots.filter((slot) => slot.state === "open" && !this.gone.has(slot.who)).map((slot) => slot.who);

  /** Who is to be reminded, after 3 or 7 days? However many are due, one is told, and all are over. */
  private due(request: ModelRequest): Slot[] {
    return request.slots.filter((slot) => {
      if (slot.state !== "open" || slot.missed) return false;
      const over = [3, 7].filter((day) => slot.openedAt + day * dayMs <= this.now).length;
      const due = over > slot.reminded;
      slot.reminded = over;
      return due;
    });
  }
}
