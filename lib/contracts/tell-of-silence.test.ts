import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { openWorld, type World } from "@/e2e/world/world";
import { newId } from "../ids";
import { runTick } from "../tick";
import { endContract } from "./end-contract";
import { pauseContract, restartContract } from "./pause-contract";
import { findContract } from "./queries";
import { recordCharge } from "./record-charge";

afterAll(closePool);

const tick = async (world: World, iso: string) =>
  (await runTick({ now: new Date(iso), accountId: world.accountId }))["contracts.inactive"];
const mails = async (world: World) =>
  (await world.mailTo("hiringManager")).filter(({ kind }) => kind === "contract-inactive").map(({ props }) => props);

test("30 days without anything recorded are told to the contact person alone, once, and again every 30 days", async () => {
  const world = await openWorld();
  const contract = await world.contract({ startDate: "2026-05-04" });
  expect(await tick(world, "2026-06-03T08:59:59Z")).toBe(0);
  const runs = await Promise.all(Array.from({ length: 4 }, () => tick(world, "2026-06-03T09:00:00Z")));
  expect(runs.reduce((sum = 0, each = 0) => sum + each, 0)).toBe(1);
  expect(await mails(world)).toMatchObject([
    { is: "30", to: "client", next: ["Quiet since", "4 May 2026, 11:00 CEST"], title: contract.title },
  ]);
  expect((await world.mailTo("freelancer")).map(({ kind }) => kind)).not.toContain("contract-inactive");
  expect(await world.events(contract.id)).toContain("contract.inactive");
  expect(await tick(world, "2026-07-03T08:59:59Z")).toBe(0);
  expect(await tick(world, "2026-07-03T09:00:00Z")).toBe(1);
  expect((await mails(world)).map(({ is }) => is)).toEqual(["30", "60"]);
  expect(await world.as("hiringManager").read((ctx) => findContract(ctx, "1001"))).toMatchObject({
    state: "active",
  });
});

test("after an outage only the latest is told, and the next one keeps to its day", async () => {
  const world = await openWorld();
  await world.contract({ startDate: "2026-05-04" });
  expect(await tick(world, "2026-07-18T09:00:00Z")).toBe(1);
  expect(await tick(world, "2026-08-02T08:59:59Z")).toBe(0);
  expect(await tick(world, "2026-08-02T09:00:00Z")).toBe(1);
  expect((await mails(world)).map(({ is }) => is)).toEqual(["60", "90"]);
});

test("a charge and a restart begin the days anew; a paused contract and one that has ended are left alone", async () => {
  const world = await openWorld();
  const contract = await world.contract({ startDate: "2026-05-04" });
  const contractId = contract.id;
  world.at("2026-05-20T10:00:00Z");
  const charge = { id: newId(), contractId, amountMinor: 5_000n, chargedOn: "2026-05-19", note: "Week 20" };
  expect(await world.as("financeAdmin").write((ctx) => recordCharge(ctx, charge))).toMatchObject({ ok: true });
  expect(await tick(world, "2026-06-19T09:59:59Z")).toBe(0);
  world.at("2026-06-19T09:59:59Z");
  await world.as("hiringManager").write((ctx) => pauseContract(ctx, { contractId }));
  expect(await tick(world, "2026-07-30T10:00:00Z")).toBe(0);
  world.at("2026-07-30T10:00:00Z");
  await world.as("hiringManager").write((ctx) => restartContract(ctx, { contractId }));
  expect(await tick(world, "2026-08-29T09:59:59Z")).toBe(0);
  expect(await tick(world, "2026-08-29T10:00:00Z")).toBe(1);
  expect(await mails(world)).toHaveLength(1);
  world.at("2026-08-30T10:00:00Z");
  await world
    .as("hiringManager")
    .write((ctx) => endContract(ctx, { contractId, cause: "Work completed", reason: null }));
  expect(await tick(world, "2026-12-01T10:00:00Z")).toBe(0);
});

test("the days begin on the first day of work, in the company's zone", async () => {
  const world = await openWorld({ timeZone: "America/New_York" });
  await world.acceptedOffer({ startDate: "2026-06-01" });
  expect(await tick(world, "2026-07-01T03:59:59Z")).toBe(0);
  expect(await tick(world, "2026-07-01T04:00:00Z")).toBe(1);
});

test("fixed-price work is left to the rule of dormant escrow", async () => {
  const world = await openWorld();
  await world.acceptedOffer({
    contractType: "fixed_price",
    rate: "",
    weeklyHours: "",
    "milestoneTitle[]": ["Sketch"],
    "milestoneAmount[]": ["700"],
    "milestoneDue[]": [""],
  });
  expect(await tick(world, "2026-09-01T04:00:00Z")).toBe(0);
});
