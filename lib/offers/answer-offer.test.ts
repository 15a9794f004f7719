import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { openWorld, type Role, type World } from "@/e2e/world/world";
import { findContract } from "../contracts/queries";
import { writeAs } from "../ctx";
import { ForbiddenError, NotFoundError } from "../errors";
import { acceptOffer } from "./accept-offer";
import { declineOffer } from "./decline-offer";
import { expireOffer } from "./expire-offer";
import { modifyOffer } from "./modify-offer";
import { findContractOfOffer, findOfferOutcome, type Offer } from "./queries";
import { sendOffer } from "./send-offer";
import { withdrawOffer } from "./withdraw-offer";

afterAll(closePool);

const accept = (world: World, role: Role, { id: offerId, version }: Pick<Offer, "id" | "version">) =>
  world.as(role).write((ctx) => acceptOffer(ctx, { offerId, version }));
const decline = (world: World, role: Role, { id: offerId }: Pick<Offer, "id">) =>
  world.as(role).write((ctx) => declineOffer(ctx, { offerId, reason: "Booked until June." }));
const withdraw = (world: World, role: Role, { id: offerId }: Pick<Offer, "id">) =>
  world.as(role).write((ctx) => withdrawOffer(ctx, { offerId, reason: null }));
const expire = (world: World, { id }: Pick<Offer, "id">) =>
  writeAs(world.system, (ctx) => expireOffer(ctx, id), { now: world.now ?? undefined });

test("accepting starts the contract on the accepted version; the approval stays used for ever", async () => {
  const world = await openWorld();
  const offer = await world.pendingOffer();
  expect(await accept(world, "freelancer", offer)).toEqual({ ok: true, contractNumber: 1001 });
  expect(await world.offer(offer.id)).toMatchObject({ state: "accepted", endedAt: world.now });
  const contract = await world.as("hiringManager").read((ctx) => findContract(ctx, "1001"));
  expect(contract).toMatchObject({
    state: "active",
    title: "Payroll audit, March",
    estimatedTotalMinor: 11_400_00n,
    talentName: "Teodor Marsh",
    startedAt: world.now,
  });
  expect(await world.request(offer.requestId ?? "")).toMatchObject({ state: "consumed" });
  expect(await world.events(offer.id)).toEqual(["offer.sent", "offer.accepted"]);
  expect(await world.events(contract?.id ?? "")).toEqual(["contract.started"]);
  expect((await world.mailTo("hiringManager")).at(-1)).toMatchObject({
    kind: "offer-accepted",
    props: { contractNumber: "1001" },
  });
});

test("accepting twice gives the same contract and one mail", async () => {
  const world = await openWorld();
  const offer = await world.acceptedOffer();
  expect(await world.unmoved(() => accept(world, "freelancer", offer))).toEqual({ ok: true, contractNumber: 1001 });
});

test("a payroll contract keeps its time elsewhere and starts paused", async () => {
  const world = await openWorld();
  const offer = await world.acceptedOffer({ kind: "payroll", employer: "Fairhire LLC", countryOfWork: "Germany" });
  expect(await world.as("admin").read((ctx) => findContractOfOffer(ctx, offer.id))).toMatchObject({ state: "paused" });
});

test("what was shown is what is accepted: another version is refused", async () => {
  const world = await openWorld();
  const offer = await world.pendingOffer();
  const input = world.modifyInput(offer, { rate: "60" });
  await world.as("hiringManager").write((ctx) => modifyOffer(ctx, input));
  expect(await world.unmoved(() => accept(world, "freelancer", offer))).toEqual({
    ok: false,
    reason: "changed-meanwhile",
  });
});

test("an offer is good until its last millisecond, not at its instant", async () => {
  const world = await openWorld();
  const [early, late] = [await world.pendingOffer(), await world.pendingOffer()];
  world.at("2026-06-03T09:00:00Z");
  expect(await world.unmoved(() => accept(world, "freelancer", late))).toEqual({ ok: false, reason: "expired" });
  world.at("2026-06-03T08:59:59.999Z");
  expect(await accept(world, "freelancer", early)).toMatchObject({ ok: true });
});

test.each(["decline", "withdraw", "expire"] as const)(
  "%s gives the approval back with what was left of its time, and it can be used again",
  async (how) => {
    const world = await openWorld();
    const request = await world.approvedRequest();
    world.at("2026-05-14T09:00:00Z");
    const offer = await world.pendingOffer({ requestId: request.id });
    world.at(how === "expire" ? "2026-06-13T09:00:00Z" : "2026-05-20T09:00:00Z");
    const ended =
      how === "decline"
        ? await decline(world, "freelancer", offer)
        : how === "withdraw"
          ? await withdraw(world, "hiringManager", offer)
          : await expire(world, offer);
    expect(ended).toEqual(how === "expire" ? true : { ok: true });
    const state = { decline: "declined", withdraw: "withdrawn", expire: "expired" }[how];
    expect(await world.offer(offer.id)).toMatchObject({ state });
    const until = new Date((world.now ?? new Date()).getTime() + 20 * 86_400_000);
    expect(await world.request(request.id)).toMatchObject({ state: "approved", expiresAt: until, clockLeftMs: null });
    expect(await world.events(offer.id)).toEqual(["offer.sent", `offer.${state}`]);
    expect((await world.events(request.id)).at(-1)).toBe("request.freed");
    expect((await world.mailTo("hiringManager")).map((mail) => mail.kind)).toContain("request-freed");
    const again = world.offerInput({ requestId: request.id });
    expect(await world.as("hiringManager").write((ctx) => sendOffer(ctx, again))).toMatchObject({
      ok: true,
      number: 1002,
    });
  },
);

test("an approval that comes back late lives a week at least", async () => {
  const world = await openWorld();
  const request = await world.approvedRequest();
  world.at("2026-06-03T08:00:00Z");
  const offer = await world.pendingOffer({ requestId: request.id });
  world.at("2026-06-10T08:00:00Z");
  await withdraw(world, "hiringManager", offer);
  expect(await world.request(request.id)).toMatchObject({ expiresAt: new Date("2026-06-17T08:00:00Z") });
});

test("the freelancer's reason reaches the sender; the withdrawal's reaches the freelancer", async () => {
  const world = await openWorld();
  const [declined, withdrawn] = [await world.pendingOffer(), await world.pendingOffer()];
  await decline(world, "freelancer", declined);
  await world
    .as("hiringManager")
    .write((ctx) => withdrawOffer(ctx, { offerId: withdrawn.id, reason: "The plan changed." }));
  expect(await world.mailTo("hiringManager")).toContainEqual(
    expect.objectContaining({
      kind: "offer-declined",
      props: expect.objectContaining({ reason: "Booked until June.", approvalFreed: true }),
    }),
  );
  expect(await world.mailTo("freelancer")).toContainEqual(
    expect.objectContaining({
      kind: "offer-withdrawn",
      props: expect.objectContaining({ reason: "The plan changed." }),
    }),
  );
  expect(await world.as("admin").read((ctx) => findOfferOutcome(ctx, declined.id))).toMatchObject({
    outcome: "declined",
    byName: "Teodor Marsh",
  });
});

test("every end is an end once, whoever tries another", async () => {
  const world = await openWorld();
  const declined = await world.pendingOffer();
  await decline(world, "freelancer", declined);
  expect(await world.unmoved(() => decline(world, "freelancer", declined))).toEqual({ ok: true });
  expect(await world.unmoved(() => accept(world, "freelancer", declined))).toEqual({
    ok: false,
    reason: "not-pending",
  });
  expect(await world.unmoved(() => withdraw(world, "hiringManager", declined))).toEqual({
    ok: false,
    reason: "not-pending",
  });
  const withdrawn = await world.pendingOffer();
  await withdraw(world, "admin", withdrawn);
  expect(await world.unmoved(() => withdraw(world, "hiringManager", withdrawn))).toEqual({ ok: true });
  expect(await world.unmoved(() => decline(world, "freelancer", withdrawn))).toEqual({
    ok: false,
    reason: "not-pending",
  });
  const accepted = await world.acceptedOffer();
  expect(await world.unmoved(() => withdraw(world, "hiringManager", accepted))).toEqual({
    ok: false,
    reason: "not-pending",
  });
  world.at("2027-01-01T00:00:00Z");
  expect(await world.unmoved(() => expire(world, accepted))).toBe(false);
});

test("an offer expires at its instant, not a millisecond before, once, and both sides hear of it", async () => {
  const world = await openWorld();
  const offer = await world.pendingOffer();
  world.at("2026-06-03T08:59:59.999Z");
  expect(await world.unmoved(() => expire(world, offer))).toBe(false);
  world.at("2026-06-03T09:00:00Z");
  expect(await expire(world, offer)).toBe(true);
  expect(await world.unmoved(() => expire(world, offer))).toBe(false);
  expect((await world.mailTo("freelancer")).at(-1)).toMatchObject({
    kind: "offer-expired",
    props: { to: "talent", approvalFreed: false },
  });
  expect(await world.mailTo("hiringManager")).toContainEqual(
    expect.objectContaining({
      kind: "offer-expired",
      props: expect.objectContaining({ to: "sender", approvalFreed: true }),
    }),
  );
});

test("nobody but the freelancer it went to answers; nobody but the sender and admins withdraws", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const offer = await world.pendingOffer();
  const absent = { ...offer, id: randomUUID() };
  for (const answer of [accept, decline]) {
    for (const role of ["hiringManager", "admin"] as const)
      expect(await world.unmoved(() => answer(world, role, offer))).toBeInstanceOf(ForbiddenError);
    expect(await world.unmoved(() => answer(world, "secondFreelancer", offer))).toBeInstanceOf(NotFoundError);
    expect(await world.unmoved(() => answer(other, "freelancer", offer))).toBeInstanceOf(NotFoundError);
    expect(await world.unmoved(() => answer(world, "freelancer", absent))).toBeInstanceOf(NotFoundError);
  }
  expect(await world.unmoved(() => withdraw(world, "freelancer", offer))).toBeInstanceOf(ForbiddenError);
  for (const role of ["secondHiringManager", "approver", "secondFreelancer"] as const)
    expect(await world.unmoved(() => withdraw(world, role, offer))).toBeInstanceOf(NotFoundError);
  expect(await world.unmoved(() => withdraw(other, "admin", offer))).toBeInstanceOf(NotFoundError);
});
