import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { plumbing } from "@/db/plumbing";
import { users } from "@/db/schema";
import type { OfferForm } from "@/e2e/world/deeds";
import { openWorld, type Role, type World } from "@/e2e/world/world";
import { changeApprovalPolicy } from "../accounts/change-approval-policy";
import { requestApproval } from "../approvals/request-approval";
import { recordEvent } from "../audit/record-event";
import { ForbiddenError, NotFoundError } from "../errors";
import { listDrafts } from "./queries";
import { saveDraft } from "./save-draft";
import { sendOffer } from "./send-offer";

afterAll(closePool);

const send = (world: World, role: Role, form: Partial<OfferForm>) =>
  world.as(role).write((ctx) => sendOffer(ctx, world.offerInput(form)));

test("an offer uses up its approval in the same deed, and the freelancer is told", async () => {
  const world = await openWorld();
  const request = await world.approvedRequest();
  world.at("2026-05-06T09:00:00Z");
  const input = world.offerInput({ requestId: request.id });
  expect(await world.as("hiringManager").write((ctx) => sendOffer(ctx, input))).toEqual({
    ok: true,
    offerId: input.id,
    number: 1001,
  });
  expect(await world.offer(input.id)).toMatchObject({
    state: "pending",
    gate: "approved",
    version: 1,
    validUntil: new Date("2026-06-05T09:00:00Z"),
    terms: { inside: true, carriedOver: false, envTotalMinor: 11_400_00n },
  });
  expect(await world.request(request.id)).toMatchObject({
    state: "consumed",
    expiresAt: null,
    clockLeftMs: 28 * 86_400_000,
  });
  expect(await world.events(input.id)).toEqual(["offer.sent"]);
  expect(await world.events(request.id)).toEqual(["request.requested", "request.approved", "request.consumed"]);
  expect(await world.mailTo("freelancer")).toMatchObject([
    { kind: "offer-sent", props: { title: "Payroll audit, March", senderName: "Hana Okafor" } },
  ]);
});

test("an approval carries one live offer: the next one is told which has it", async () => {
  const world = await openWorld();
  const { requestId } = await world.pendingOffer();
  expect(await world.unmoved(() => send(world, "hiringManager", { requestId: requestId ?? "" }))).toEqual({
    ok: false,
    reason: "approval-unusable",
    message: "This approval is used by offer 1001.",
  });
});

test("the same form sent twice sends once", async () => {
  const world = await openWorld();
  const offer = await world.pendingOffer();
  expect(
    await world.unmoved(() => send(world, "hiringManager", { id: offer.id, requestId: offer.requestId ?? "" })),
  ).toEqual({ ok: true, offerId: offer.id, number: 1001 });
  expect(await world.mailTo("freelancer")).toHaveLength(1);
});

test("without an approval nothing is sent: none, pending, declined for want of time, another team's, another person's", async () => {
  const world = await openWorld();
  expect(await world.unmoved(() => send(world, "hiringManager", {}))).toMatchObject({
    reason: "invalid",
    fieldErrors: { requestId: ["Select an approved request or request approval."] },
  });
  const pending = await world.pendingRequest();
  expect(await world.unmoved(() => send(world, "hiringManager", { requestId: pending.id }))).toMatchObject({
    reason: "approval-unusable",
    message: "This request is not approved yet.",
  });
  const parent = await world.approvedRequest({ teamId: world.company.team() });
  expect(await world.unmoved(() => send(world, "hiringManager", { requestId: parent.id }))).toMatchObject({
    reason: "approval-unusable",
    message: `This approval belongs to team ${world.company.name}.`,
  });
  expect(
    await world.unmoved(() => send(world, "admin", { requestId: parent.id, teamId: world.company.team() })),
  ).toMatchObject({
    reason: "approval-unusable",
    message: "Only the person who asked for this approval can send an offer with it.",
  });
});

test("an approval is good until its last millisecond, not at its instant", async () => {
  const world = await openWorld();
  const [early, late] = [await world.approvedRequest(), await world.approvedRequest()];
  world.at("2026-06-03T08:59:59.999Z");
  expect(await send(world, "hiringManager", { requestId: early.id })).toMatchObject({ ok: true });
  world.at("2026-06-03T09:00:00Z");
  expect(await world.unmoved(() => send(world, "hiringManager", { requestId: late.id }))).toMatchObject({
    reason: "approval-unusable",
    message: expect.stringMatching(/^This approval expired on 3 June? 2026, 11:00/),
  });
});

test("another company's approval and an id of nothing look alike", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const foreign = await other.approvedRequest();
  for (const requestId of [foreign.id, randomUUID(), "nonsense"])
    expect(await world.unmoved(() => send(world, "hiringManager", { requestId }))).toBeInstanceOf(NotFoundError);
});

test("who may not hire in the team sends nothing", async () => {
  const world = await openWorld();
  const request = await world.approvedRequest();
  for (const role of ["secondHiringManager", "approver", "financeAdmin", "freelancer"] as const)
    expect(await world.unmoved(() => send(world, role, { requestId: request.id }))).toBeInstanceOf(ForbiddenError);
});

test("a seat or a role that went after the page was opened stops the send and the request", async () => {
  for (const loss of [
    "update memberships set state = 'removed', removed_at = '2026-05-04T09:00:00Z'",
    "update member_roles set revoked_at = '2026-05-04T09:00:00Z'",
  ]) {
    const world = await openWorld();
    const request = await world.approvedRequest();
    const hana = world.as("hiringManager");
    await world.as("admin").write(async (ctx) => {
      await ctx.db.execute(
        `${loss}, audit_id = '${ctx.auditId}' where account_id = '${world.accountId}' and user_id = '${hana.actor.userId}'`,
      );
      recordEvent(ctx, "member.removed", "member", hana.actor.userId);
    });
    const offer = world.offerInput({ requestId: request.id });
    expect(await world.unmoved(() => hana.write((ctx) => sendOffer(ctx, offer)))).toBeInstanceOf(ForbiddenError);
    const input = world.requestInput();
    expect(await world.unmoved(() => hana.write((ctx) => requestApproval(ctx, input)))).toBeInstanceOf(ForbiddenError);
  }
});

test("no request is asked for while approvals are off, never set, or do not cover the kind", async () => {
  for (const policy of [null, { enabled: false }, { scope: "byo_payroll" as const }]) {
    const world = await openWorld({ policy });
    const input = world.offerInput();
    expect(await world.as("hiringManager").write((ctx) => sendOffer(ctx, input))).toMatchObject({ ok: true });
    expect(await world.offer(input.id)).toMatchObject({
      gate: "not_required",
      requestId: null,
      terms: { inside: true, envTotalMinor: null },
    });
  }
  const direct = await openWorld({ policy: { scope: "direct" } });
  expect(await send(direct, "hiringManager", { kind: "byo" })).toMatchObject({ ok: true });
  expect(await direct.unmoved(() => send(direct, "hiringManager", { kind: "direct" }))).toMatchObject({
    reason: "invalid",
  });
});

test("an offer beyond what was approved is sent, and says in which terms", async () => {
  const world = await openWorld();
  const request = await world.approvedRequest();
  const input = world.offerInput({
    requestId: request.id,
    rate: "95.01",
    endDate: "",
    talentEmail: world.emailOf("secondFreelancer"),
  });
  await world.as("hiringManager").write((ctx) => sendOffer(ctx, input));
  expect((await world.offer(input.id)).terms).toMatchObject({ inside: false, carriedOver: true });
  const [history] = await world
    .as("admin")
    .read(async ({ db, accountId }) =>
      db.execute<{ beyond: string }>(
        `select data ->> 'beyond' as beyond from audit_entries where account_id = '${accountId}' and action = 'offer.sent'`,
      ),
    );
  expect(history?.beyond).toBe("talent total rate end");
});

test("a rule by percent lets a little more through to the cent, and refuses the rest with nothing written", async () => {
  const world = await openWorld({ policy: { steps: [["approver"]], envelope: "percent", envelopePercent: 10 } });
  const request = await world.approvedRequest();
  const more = (rate: string) => world.offerInput({ requestId: request.id, rate });
  const send = (input: ReturnType<typeof more>) => world.as("hiringManager").write((ctx) => sendOffer(ctx, input));
  expect(await world.unmoved(() => send(more("104.51")))).toEqual({
    ok: false,
    reason: "beyond-approval",
    message:
      "Beyond what was approved: the estimated total, the rate. Rate, hours and total may exceed what was approved by at most 10 %.",
  });
  expect(await world.request(request.id)).toMatchObject({ state: "approved" });
  const input = more("104.50");
  expect(await send(input)).toMatchObject({ ok: true });
  expect((await world.offer(input.id)).terms).toMatchObject({ carriedOver: true, envMode: "percent", envPercent: 10 });
});

test("a rule set afterwards moves no approval given before", async () => {
  const world = await openWorld();
  const request = await world.approvedRequest();
  const approvers = [{ step: 1, position: 1, userId: world.as("approver").actor.userId }];
  const rules = { declineReasonRequired: true, envelope: "strict" as const, envelopePercent: 10 };
  await world
    .as("admin")
    .write((ctx) =>
      changeApprovalPolicy(ctx, { version: 1, enabled: true, scope: "all", expiryDays: 30, ...rules, approvers }),
    );
  const send = (requestId: string) => {
    const input = world.offerInput({ requestId, rate: "95.01" });
    return world.as("hiringManager").write((ctx) => sendOffer(ctx, input));
  };
  expect(await send(request.id)).toMatchObject({ ok: true });
  const later = await world.approvedRequest();
  expect(await world.unmoved(() => send(later.id))).toMatchObject({ ok: false, reason: "beyond-approval" });
});

test("BYO invites an address that nobody has; the person becomes known without a sign-in", async () => {
  const world = await openWorld();
  const talentEmail = `new-${world.company.slug}@petrov.example`;
  const offer = await world.pendingOffer({ kind: "byo", talentName: "Ana Petrov", talentEmail });
  expect(await world.mailTo(talentEmail)).toMatchObject([
    { kind: "offer-invited", props: { firstName: "Ana", invitedAddress: talentEmail } },
  ]);
  const [person] = await plumbing().select().from(users).where(eq(users.email, talentEmail));
  expect(person).toMatchObject({ id: offer.talentUserId, name: "Ana Petrov", emailVerifiedAt: null });
});

test("a direct offer goes to people known here only, and never to oneself", async () => {
  const world = await openWorld();
  const request = await world.approvedRequest();
  const stranger = { requestId: request.id, talentEmail: `nobody-${world.company.slug}@x.example` };
  expect(await world.unmoved(() => send(world, "hiringManager", stranger))).toMatchObject({
    reason: "invalid",
    fieldErrors: { talentEmail: [expect.stringContaining("Choose “BYO”")] },
  });
  expect(
    await world.unmoved(() =>
      send(world, "hiringManager", { requestId: request.id, talentEmail: world.emailOf("hiringManager") }),
    ),
  ).toMatchObject({ fieldErrors: { talentEmail: ["You cannot send an offer to yourself."] } });
});

test("a contact person who may not hire, or who is nobody, is refused", async () => {
  const world = await openWorld();
  const request = await world.approvedRequest();
  for (const contactId of [world.as("approver").actor.userId, randomUUID()]) {
    expect(await world.unmoved(() => send(world, "hiringManager", { requestId: request.id, contactId }))).toMatchObject(
      { fieldErrors: { contactId: ["Choose a member who may hire."] } },
    );
  }
  expect(
    await send(world, "hiringManager", {
      requestId: request.id,
      contactId: world.as("secondHiringManager").actor.userId,
    }),
  ).toMatchObject({ ok: true });
});

test("milestones make the budget, and sending throws the draft away", async () => {
  const world = await openWorld();
  const request = await world.approvedRequest({
    offerKind: "payroll",
    contractType: "fixed_price",
    rate: "",
    weeklyHours: "",
    budget: "5,000.00",
  });
  const draftId = randomUUID();
  await world.as("hiringManager").write((ctx) => saveDraft(ctx, { draftId, title: "Payroll audit" }));
  const input = world.offerInput({
    requestId: request.id,
    draftId,
    kind: "payroll",
    employer: "Fairhire LLC",
    countryOfWork: "Germany",
    contractType: "fixed_price",
    rate: "",
    weeklyHours: "",
    "milestoneTitle[]": ["First reading", "Report"],
    "milestoneAmount[]": ["2,000.00", "3,000.00"],
    "milestoneDue[]": ["", "2026-06-20"],
  });
  await world.as("hiringManager").write((ctx) => sendOffer(ctx, input));
  const offer = await world.offer(input.id);
  expect(offer.terms).toMatchObject({
    budgetMinor: 5_000_00n,
    estimatedTotalMinor: 5_000_00n,
    employer: "Fairhire LLC",
    inside: true,
  });
  expect(offer.milestones).toMatchObject([
    { title: "First reading", amountMinor: 2_000_00n, dueDate: null },
    { title: "Report", dueDate: "2026-06-20" },
  ]);
  expect(await world.as("hiringManager").read(listDrafts)).toEqual([]);
});
