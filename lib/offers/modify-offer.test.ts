import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import type { ModifyForm } from "@/e2e/world/deeds";
import { openWorld, type Role, type World } from "@/e2e/world/world";
import { changeApprovalPolicy } from "../accounts/change-approval-policy";
import { ForbiddenError, NotFoundError } from "../errors";
import { modifyOffer } from "./modify-offer";
import type { Offer } from "./queries";

afterAll(closePool);

const modify = (world: World, role: Role, offer: Offer, change: Partial<ModifyForm>) =>
  world.as(role).write((ctx) => modifyOffer(ctx, world.modifyInput(offer, change)));

test("the next version carries the approval over, says what goes beyond it, and is valid anew", async () => {
  const world = await openWorld();
  const offer = await world.pendingOffer();
  world.at("2026-05-10T09:00:00Z");
  expect(
    await modify(world, "hiringManager", offer, { rate: "112.10", endDate: "2026-07-05", message: "As discussed." }),
  ).toEqual({ ok: true, version: 2 });
  const changed = await world.offer(offer.id);
  expect(changed).toMatchObject({
    version: 2,
    requestId: offer.requestId,
    validUntil: new Date("2026-06-09T09:00:00Z"),
    terms: { rateMinor: 112_10n, inside: false, carriedOver: true, envRateMinor: 95_00n },
  });
  expect(changed.versions.map((version) => version.rateMinor)).toEqual([95_00n, 112_10n]);
  expect(await world.request(offer.requestId ?? "")).toMatchObject({ state: "consumed" });
  expect(await world.events(offer.id)).toEqual(["offer.sent", "offer.modified"]);
  expect((await world.events(offer.requestId ?? "")).at(-1)).toBe("request.carried-over");
  const mail = (await world.mailTo("freelancer")).at(-1);
  expect(mail).toMatchObject({ kind: "offer-modified", props: { version: 2 } });
  expect(mail?.props.changes).toMatchObject([
    { label: "Rate", before: "$95.00", after: "$112.10", note: "+18 %" },
    { label: "Estimated total" },
    { label: "End" },
    { label: "Message" },
  ]);
});

test("fewer hours stay inside what was approved", async () => {
  const world = await openWorld();
  const offer = await world.pendingOffer();
  await modify(world, "admin", offer, { weeklyHours: "10" });
  expect((await world.offer(offer.id)).terms).toMatchObject({ inside: true, carriedOver: false });
});

test("a strict company refuses a modification beyond what was approved: the offer stays as it was", async () => {
  const world = await openWorld({ policy: { steps: [["approver"]], envelope: "strict" } });
  const offer = await world.pendingOffer();
  expect(await world.unmoved(() => modify(world, "hiringManager", offer, { rate: "95.01" }))).toMatchObject({
    ok: false,
    reason: "beyond-approval",
  });
  expect(await world.unmoved(() => modify(world, "hiringManager", offer, { endDate: "" }))).toMatchObject({
    message: expect.stringContaining("the end date. Your company allows nothing beyond what was approved."),
  });
  expect(await modify(world, "hiringManager", offer, { rate: "94.99" })).toEqual({ ok: true, version: 2 });
  expect((await world.offer(offer.id)).terms).toMatchObject({ inside: true, envMode: "strict" });
});

test("nothing changed is nothing done", async () => {
  const world = await openWorld();
  const offer = await world.pendingOffer();
  expect(await world.unmoved(() => modify(world, "hiringManager", offer, {}))).toEqual({
    ok: false,
    reason: "nothing-changed",
  });
});

test("the second of two tabs is told that the offer changed meanwhile", async () => {
  const world = await openWorld();
  const offer = await world.pendingOffer();
  await modify(world, "hiringManager", offer, { rate: "96" });
  expect(await world.unmoved(() => modify(world, "hiringManager", offer, { rate: "97" }))).toEqual({
    ok: false,
    reason: "changed-meanwhile",
    message: expect.stringMatching(/^\S.* changed this offer on \d+ \w+ \d{4}, .*Nothing of yours was saved/),
  });
});

test("what is accepted, or has run out, stays as it is", async () => {
  const world = await openWorld();
  const accepted = await world.acceptedOffer();
  expect(await world.unmoved(() => modify(world, "hiringManager", accepted, { rate: "96" }))).toEqual({
    ok: false,
    reason: "not-pending",
  });
  const stale = await world.pendingOffer();
  world.at("2026-06-03T09:00:00Z");
  expect(await world.unmoved(() => modify(world, "hiringManager", stale, { rate: "96" }))).toEqual({
    ok: false,
    reason: "not-pending",
  });
});

test("colleagues, freelancers and other companies change nothing", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const offer = await world.pendingOffer();
  for (const role of ["secondHiringManager", "approver", "financeAdmin"] as const)
    expect(await world.unmoved(() => modify(world, role, offer, { rate: "96" }))).toBeInstanceOf(NotFoundError);
  expect(await world.unmoved(() => modify(world, "freelancer", offer, { rate: "96" }))).toBeInstanceOf(ForbiddenError);
  expect(await world.unmoved(() => modify(other, "admin", offer, { rate: "96" }))).toBeInstanceOf(NotFoundError);
  expect(
    await world.unmoved(() => modify(world, "admin", { ...offer, id: randomUUID() }, { rate: "96" })),
  ).toBeInstanceOf(NotFoundError);
});

test("an offer sent without an approval needs none when it is modified after approvals were turned on", async () => {
  const world = await openWorld({ policy: null });
  const input = world.offerInput();
  const { sendOffer } = await import("./send-offer");
  await world.as("hiringManager").write((ctx) => sendOffer(ctx, input));
  const approvers = [{ step: 1, position: 1, userId: world.as("approver").actor.userId }];
  await world.as("admin").write((ctx) =>
    changeApprovalPolicy(ctx, {
      version: 0,
      enabled: true,
      scope: "all",
      expiryDays: 30,
      declineReasonRequired: true,
      envelope: "carry_over_always",
      envelopePercent: 10,
      approvers,
    }),
  );
  expect(await modify(world, "hiringManager", await world.offer(input.id), { rate: "300" })).toEqual({
    ok: true,
    version: 2,
  });
});

test("a payroll offer keeps its employer, and a new one is a change", async () => {
  const world = await openWorld();
  const offer = await world.pendingOffer({ kind: "payroll", employer: "Fairhire LLC", countryOfWork: "Germany" });
  expect(
    await world.unmoved(() =>
      modify(world, "hiringManager", offer, { employer: "", countryOfWork: "Germany", rate: "96" }),
    ),
  ).toMatchObject({ reason: "invalid", fieldErrors: { employer: ["Enter the employer of record."] } });
  expect(await modify(world, "hiringManager", offer, { employer: "Rightpay GmbH", countryOfWork: "Germany" })).toEqual({
    ok: true,
    version: 2,
  });
});
