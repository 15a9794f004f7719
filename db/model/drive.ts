import { and, eq } from "drizzle-orm";
import { memberships } from "@/db/schema";
import type { World } from "@/e2e/world/world";
import { changeApprovalPolicy } from "@/lib/accounts/change-approval-policy";
import { approveRequest } from "@/lib/approvals/approve-request";
import { declineRequest } from "@/lib/approvals/decline-request";
import { replaceApprover } from "@/lib/approvals/replace-approver";
import { requestApproval } from "@/lib/approvals/request-approval";
import { withdrawRequest } from "@/lib/approvals/withdraw-request";
import { recordEvent } from "@/lib/audit/record-event";
import { type Ctx, writeAs } from "@/lib/ctx";
import { ForbiddenError, NotFoundError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { acceptOffer } from "@/lib/offers/accept-offer";
import { declineOffer } from "@/lib/offers/decline-offer";
import { modifyOffer } from "@/lib/offers/modify-offer";
import { sendOffer } from "@/lib/offers/send-offer";
import { withdrawOffer } from "@/lib/offers/withdraw-offer";
import { runTick } from "@/lib/tick";
import { type Command, type Member, members, type Party, signers, type Talent, talents, teams } from "./commands";
import type { Model, ModelOffer, ModelRequest, Prediction } from "./state";

/** What the product said to one command, and what the model had said; null: there was nothing to try it on. */
export type Step = { predicted: Prediction; actual: string } | null;

export type Result = { ok: boolean; reason?: string; message?: string; fieldErrors?: Record<string, string[]> };

/** Why an approval cannot be used, by the words that the sender reads. */
const unusable: [RegExp, string][] = [
  [/^Only the person/, "requester"],
  [/^This approval is used by offer \d+\.$/, "used"],
  [/^This approval expired/, "expired"],
  [/not approved yet/, "pending"],
  [/^This request was (declined|withdrawn)/, "ended"],
  [/belongs to team/, "team"],
];

/** One word for what came of a deed: "ok", or the reason of the refusal with its field or cause. */
export async function outcomeOf(deed: Promise<Result>): Promise<string> {
  try {
    const result = await deed;
    if (result.ok) return "ok";
    if (result.fieldErrors) return `invalid:${Object.keys(result.fieldErrors).join(",")}`;
    const cause =
      result.reason === "approval-unusable"
        ? `:${unusable.find(([words]) => words.test(result.message ?? ""))?.[1] ?? result.message}`
        : "";
    return `${result.reason}${cause}`;
  } catch (error) {
    if (error instanceof NotFoundError) return "not-found";
    if (error instanceof ForbiddenError) return "forbidden";
    throw error;
  }
}

/** Performs a command on the model and, by the product's own verbs, on the world; both end up with what they say. */
export class Driver {
  private notes = 0;
  private sends: { id: string; by: Member }[] = [];

  constructor(
    private readonly world: World,
    private readonly model: Model,
    private readonly foreignRequest: string,
  ) {}

  async perform(command: Command): Promise<Step> {
    this.world.now = new Date(this.model.now);
    switch (command.do) {
      case "request":
        return this.request(command);
      case "approve":
        return this.decide(command);
      case "decline":
        return this.decide(command);
      case "replace-approver":
        return this.replace(command);
      case "withdraw-request":
        return this.withdrawRequest(command);
      case "send":
        return this.send(command);
      case "modify":
        return this.modify(command);
      case "withdraw-offer":
        return this.endOffer(command);
      case "decline-offer":
        return this.endOffer(command);
      case "accept":
        return this.accept(command);
      case "policy":
        return this.policy(command);
      case "revoke":
        return this.revoke(command);
      case "wait":
        return this.wait(command);
    }
  }

  /** The person at the doors, as the session's look-up would hand them over. */
  private as(who: Member | Talent) {
    const person = this.world.as(who as Member);
    return { ...person, deed: (verb: (ctx: Ctx) => Promise<Result>) => outcomeOf(person.write((ctx) => verb(ctx))) };
  }

  private present = (who: Member) => !this.model.gone.has(who);

  private async request({ by, aim, needed, repeat, ...asked }: Extract<Command, { do: "request" }>): Promise<Step> {
    const again = repeat > 0 ? this.model.requests.at(-repeat) : undefined;
    const asker = aim ? this.hirer(by) : by;
    const team =
      aim && !this.model.hires(asker, asked.team)
        ? (teams.find((each) => this.model.hires(asker, each)) ?? "")
        : asked.team;
    if (!this.present(asker)) return null;
    const about = {
      id: again?.id ?? newId(),
      by: asker,
      team,
      kind: asked.kind,
      type: asked.type,
      price: asked.price,
      hours: asked.hours,
      dated: asked.dated,
      talent: asked.talent,
    };
    const named =
      asked.talent === "open"
        ? { talentChoice: "open" as const, talentName: "", talentEmail: "" }
        : { talentChoice: "named" as const, ...this.party(asked.talent, asker) };
    const terms =
      asked.type === "hourly"
        ? { rate: `${asked.price}.00`, weeklyHours: asked.hours === null ? "" : String(asked.hours) }
        : { rate: "", weeklyHours: "", budget: `${asked.price * 50}.00` };
    const input = this.world.requestInput({
      id: about.id,
      ...named,
      offerKind: asked.kind,
      contractType: asked.type,
      ...terms,
      startDate: asked.dated ? "2026-05-18" : "",
      endDate: asked.dated ? "2026-06-28" : "",
      teamId: this.world.company.team(team),
      neededBy: needed === "none" ? "" : needed === "later" ? "2030-01-01" : "2026-01-01",
    });
    const predicted = this.model.request({ ...about, past: needed === "past" });
    return { predicted, actual: await this.as(asker).deed((ctx) => requestApproval(ctx, input)) };
  }

  /** Somebody who may hire; the admin never leaves. */
  private hirer(by: Member): Member {
    const hirers = members.filter((who) => this.present(who) && teams.some((team) => this.model.hires(who, team)));
    return at(hirers, members.indexOf(by));
  }

  private party(party: Party, self: Member): { talentName: string; talentEmail: string } {
    if (party === "stranger")
      return { talentName: "Ivo Marin", talentEmail: `ivo@${this.world.company.slug}-stranger.example` };
    const { name, email } = this.world.as(party === "self" ? self : (party as Member)).actor;
    return { talentName: name, talentEmail: email };
  }

  private async decide(command: Extract<Command, { do: "approve" | "decline" }>): Promise<Step> {
    const { requests } = this.model;
    const pending = requests.filter((request) => request.state === "pending");
    const request = choose(command.aim && pending.length > 0 ? pending : requests, command.pick);
    if (!request) return null;
    const open = request.slots.filter((slot) => slot.state === "open").map((slot) => slot.who);
    const who = choose(
      command.aim && open.length > 0
        ? open
        : [...request.slots.map((slot) => slot.who), ...request.slots.map((slot) => slot.who), request.by, ...members],
      command.who,
    );
    if (!who) return null;
    const kind = command.do === "approve" ? "approved" : "declined";
    const form = await this.world.decision(request.id, command.reason ? "Read and considered." : null);
    if (command.stale) form.fingerprint = `${form.fingerprint.slice(1)}A`;
    const predicted = this.model.decide(request, who, kind, command);
    const verb = command.do === "approve" ? approveRequest : declineRequest;
    return {
      predicted,
      actual: await this.as(who).deed((ctx) => verb(ctx, form, command.mail ? "mail" : "dashboard")),
    };
  }

  private async replace(command: Extract<Command, { do: "replace-approver" }>): Promise<Step> {
    const pending = this.model.requests.filter((request) => request.state === "pending");
    const request = choose(command.aim && pending.length > 0 ? pending : this.model.requests, command.pick);
    if (!request) return null;
    const asked = request.slots.filter((slot) => slot.state === "open" || slot.state === "waiting");
    const whom = choose(command.aim && asked.length > 0 ? asked.map((slot) => slot.who) : members, command.who);
    const by = choose(signers, command.by);
    const who = command.aim || command.whom % 2 > 0 ? "admin" : choose(members, command.whom);
    if (!who || !whom || !by || !this.present(who)) return null;
    const input = {
      requestId: request.id,
      approverId: this.world.as(whom).actor.userId,
      replacementId: this.world.as(by).actor.userId,
    };
    const predicted = this.model.replace(request, who, by, whom);
    return { predicted, actual: await this.as(who).deed((ctx) => replaceApprover(ctx, input)) };
  }

  private async withdrawRequest(command: Extract<Command, { do: "withdraw-request" }>): Promise<Step> {
    const pending = this.model.requests.filter((request) => request.state === "pending");
    const request = choose(command.aim && pending.length > 0 ? pending : this.model.requests, command.pick);
    const who = request && command.aim ? request.by : choose(members, command.who);
    if (!request || !who || !this.present(who)) return null;
    const predicted = this.model.withdrawRequest(request, who);
    return { predicted, actual: await this.as(who).deed((ctx) => withdrawRequest(ctx, { requestId: request.id })) };
  }

  private async send(command: Extract<Command, { do: "send" }>): Promise<Step> {
    const { model, world } = this;
    const usable = model.requests.filter((request) => request.state === "approved" && this.present(request.by));
    const chosen =
      command.using === "usable" || command.using === "any"
        ? choose(command.using === "usable" && usable.length > 0 ? usable : model.requests, command.pick)
        : undefined;
    const again = command.repeat > 0 ? this.sends.at(-command.repeat) : undefined;
    const by = again?.by ?? (command.aim ? (chosen?.by ?? this.hirer(command.by)) : command.by);
    if (!this.present(by)) return null;
    const own = teams.filter((each) => model.hires(by, each));
    const right = command.aim && chosen ? chosen : null;
    const others = own.filter((each) => each !== right?.team);
    const team =
      right && (command.team % 4 > 0 || others.length === 0)
        ? right.team
        : at(command.aim ? others : teams, command.contact);
    const kind = right?.kind ?? command.kind;
    const wished = right && right.talent !== "open" ? right.talent : command.party;
    const named = right && kind === "direct" && wished === "stranger" ? "freelancer" : wished;
    const contact =
      command.contact % 3 === 0
        ? (choose(
            ["hiringManager", "secondHiringManager", "admin", ...members] as const,
            Math.floor(command.contact / 3),
          ) ?? by)
        : by;
    const request: ModelRequest | undefined | null =
      chosen ?? (command.using === "foreign" || command.using === "malformed" ? null : undefined);
    const requestId =
      chosen?.id ??
      (command.using === "foreign" ? this.foreignRequest : command.using === "malformed" ? "12'; drop" : "");
    const id = again?.id ?? newId();
    const input = world.offerInput({
      id,
      kind,
      teamId: world.company.team(team),
      requestId,
      contactId: contact === by ? "" : world.as(contact).actor.userId,
      ...this.party(named, by),
      ...termsLike(chosen, command.outside),
      ...(kind === "payroll" ? { employer: "Meridian Employment", countryOfWork: "Portugal" } : {}),
    });
    const predicted = model.send({ id, by, team, kind, party: named, contact, request });
    const actual = await this.as(by).deed((ctx) => sendOffer(ctx, input));
    if (actual === "ok") this.sends.push({ id, by });
    return { predicted, actual };
  }

  private async modify(command: Extract<Command, { do: "modify" }>): Promise<Step> {
    // Whoever sees an offer and may not change it is its contact person alone: a run has few of them.
    const named = command.aim
      ? []
      : this.model.offers.filter(({ by, contact }) => contact !== by && !this.model.isAdmin(contact));
    const offer = choose(named, command.pick) ?? this.offer(command);
    const who =
      offer &&
      (command.aim
        ? offer.by
        : choose([offer.contact, offer.contact, offer.by, at(members, command.pick)], command.who));
    if (!offer || !who || !this.present(who)) return null;
    this.notes += 1;
    const now = await this.world.offer(offer.id);
    const more = now.terms.contractType === "hourly" ? { rate: "950.00" } : { "milestoneAmount[]": ["99000.00"] };
    const kept = { employer: now.terms.employer ?? "", countryOfWork: now.terms.countryOfWork ?? "" };
    const changes = {
      ...kept,
      ...(command.change === "none" ? {} : { message: `Note ${this.notes}` }),
      ...(command.change === "outside" ? more : {}),
    };
    const input = {
      ...this.world.modifyInput(now, changes),
      version: command.stale ? offer.version + 1 : offer.version,
    };
    const predicted = this.model.modify(offer, who, { change: command.change !== "none", stale: command.stale });
    return { predicted, actual: await this.as(who).deed((ctx) => modifyOffer(ctx, input)) };
  }

  private async endOffer(command: Extract<Command, { do: "withdraw-offer" | "decline-offer" }>): Promise<Step> {
    const offer = this.offer(command);
    if (!offer) return null;
    const withdraws = command.do === "withdraw-offer";
    const right = withdraws ? offer.by : talents.find((talent) => talent === offer.party);
    const who =
      command.aim && right
        ? right
        : choose(
            [offer.contact, offer.by, "freelancer", "secondFreelancer", at(members, command.pick)] as const,
            command.who,
          );
    if (!who || !this.present(who as Member)) return null;
    const predicted = withdraws ? this.model.withdrawOffer(offer, who) : this.model.declineOffer(offer, who);
    const reason = "The schedule does not work.";
    return {
      predicted,
      actual: await this.as(who).deed((ctx) =>
        (withdraws ? withdrawOffer : declineOffer)(ctx, { offerId: offer.id, reason }),
      ),
    };
  }

  private async accept(command: Extract<Command, { do: "accept" }>): Promise<Step> {
    const offer = this.offer(command);
    if (!offer) return null;
    const right = talents.find((talent) => talent === offer.party);
    const who =
      command.aim && right
        ? right
        : choose(
            [offer.contact, offer.by, "freelancer", "secondFreelancer", at(members, command.pick)] as const,
            command.who,
          );
    if (!who || !this.present(who as Member)) return null;
    const version = command.stale ? offer.version - 1 : offer.version;
    if (command.late) this.model.now = Math.max(this.model.now, offer.validUntil);
    this.world.now = new Date(this.model.now);
    const predicted = this.model.accept(offer, who, command.stale);
    return { predicted, actual: await this.as(who).deed((ctx) => acceptOffer(ctx, { offerId: offer.id, version })) };
  }

  private offer({ aim, pick }: { aim: boolean; pick: number }): ModelOffer | undefined {
    const pending = this.model.offers.filter((offer) => offer.state === "pending");
    return choose(aim && pick % 4 > 0 && pending.length > 0 ? pending : this.model.offers, pick);
  }

  private async policy(command: Extract<Command, { do: "policy" }>): Promise<Step> {
    const who = command.aim ? "admin" : command.by;
    const named = command.careful ? command.signers.filter(this.present) : command.signers;
    if (!this.present(who) || named.length === 0) return null;
    const steps = [named.slice(0, command.first), named.slice(command.first, command.first + 2)].filter(
      (step) => step.length > 0,
    );
    const { enabled, scope, expiryDays, reasonRequired } = command;
    const version = this.model.policy.version + (command.stale ? -1 : 0);
    const predicted = this.model.changePolicy(
      who,
      { enabled, scope, expiryDays, reasonRequired, steps },
      command.stale,
    );
    const approvers = steps.flatMap((step, index) =>
      step.map((each, at) => ({ step: index + 1, position: at + 1, userId: this.world.as(each).actor.userId })),
    );
    const rules = {
      declineReasonRequired: reasonRequired,
      envelope: "carry_over_always" as const,
      envelopePercent: 10,
    };
    const input = { version, enabled, scope, expiryDays, ...rules, approvers };
    return { predicted, actual: await this.as(who).deed((ctx) => changeApprovalPolicy(ctx, input)) };
  }

  /** Nobody has built the verb yet; the row and its event are what any such verb must leave behind. */
  private async revoke(command: Extract<Command, { do: "revoke" }>): Promise<Step> {
    const leavers = ["approver", "secondApprover", "thirdApprover", "hiringManager"] as const;
    const asked = leavers.filter((each) =>
      this.model.requests.some(({ slots }) => slots.some((slot) => slot.who === each && slot.state === "open")),
    );
    const who = choose(command.who % 4 > 0 && asked.length > 0 ? asked : leavers, command.who);
    if (!who || !this.present(who)) return null;
    const predicted = this.model.revoke(who);
    const { userId } = this.world.as(who).actor;
    const left = writeAs(this.world.system, (ctx) => removeSeat(ctx, userId), { now: new Date(this.model.now) });
    return { predicted, actual: await outcomeOf(left) };
  }

  private async wait({ hours, ticks }: Extract<Command, { do: "wait" }>): Promise<Step> {
    this.model.now += hours * 3_600_000;
    const predicted: Prediction = ticks > 0 ? this.model.tick() : { outcome: "again", mails: [], events: 0 };
    for (let n = 0; n < ticks; n++) await runTick({ now: new Date(this.model.now), accountId: this.world.accountId });
    return { predicted, actual: "ok" };
  }
}

/** Takes a person's seat. */
export async function removeSeat(ctx: Ctx, userId: string): Promise<Result> {
  await ctx.db
    .update(memberships)
    .set({ state: "removed", removedAt: ctx.now, auditId: ctx.auditId })
    .where(and(eq(memberships.accountId, ctx.accountId), eq(memberships.userId, userId)));
  recordEvent(ctx, "member.left", "member", userId);
  return { ok: true };
}

/** Offer terms like those asked for, or beyond them. Which they are is for the judge to find out. */
function termsLike(request: ModelRequest | null | undefined, outside: boolean) {
  const days = { startDate: "2026-05-18", endDate: outside ? "2026-09-30" : "2026-06-28" };
  if (request?.type === "fixed_price")
    return {
      contractType: "fixed_price" as const,
      rate: "",
      weeklyHours: "",
      ...days,
      "milestoneTitle[]": ["First draft"],
      "milestoneAmount[]": [`${request.price * (outside ? 51 : 49)}.00`],
    };
  return {
    contractType: "hourly" as const,
    rate: `${request?.price ?? 40}.00`,
    weeklyHours: request?.hours == null ? "20" : String(request.hours),
    ...days,
  };
}

/** The n-th, counted round and round. */
function at<T>(among: readonly T[], n: number): T {
  const found = choose(among, n);
  if (found === undefined) throw new Error("There is nothing to choose from.");
  return found;
}

function choose<T>(among: readonly T[], pick: number): T | undefined {
  return among.length > 0 ? among[pick % among.length] : undefined;
}
