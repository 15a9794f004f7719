import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { type EscrowWorld, openEscrowWorld } from "@/e2e/world/escrow";
import { openWorld, type World } from "@/e2e/world/world";
import { reinstateCompany, suspendCompany } from "../billing/suspend-company";
import { writeAs } from "../ctx";
import { acceptOffer } from "../offers/accept-offer";
import { findContractOfOffer } from "../offers/queries";
import { sendOffer } from "../offers/send-offer";
import { holdContract, liftHold } from "./hold-contract";
import { pauseContract, restartContract } from "./pause-contract";

afterAll(closePool);

const aboutStart = ["offer-accepted", "contract-started", "contract-paused", "contract-restarted", "milestone-funded"];
const told = async (world: World, role: "freelancer" | "hiringManager") =>
  (await world.mailTo(role))
    .filter(({ kind }) => aboutStart.includes(kind))
    .map(({ kind, props }) => [kind, props.contract ?? props.is]);

const asSystem = (world: World, verb: typeof suspendCompany | typeof reinstateCompany) =>
  writeAs(world.system, (ctx): Promise<unknown> => verb(ctx), { now: world.now ?? new Date(0) });

test("accepting hourly work tells each side once that the contract has started", async () => {
  const world = await openWorld();
  const offer = await world.acceptedOffer({ startDate: "2026-05-04" });
  expect(await told(world, "freelancer")).toEqual([["contract-started", "hourly"]]);
  expect(await told(world, "hiringManager")).toEqual([["offer-accepted", "runs"]]);
  const [letter] = (await world.mailTo("freelancer")).filter(({ kind }) => kind === "contract-started");
  expect(letter?.props.next, "in the freelancer's own zone").toEqual(["Started", "4 May 2026, 09:00 UTC"]);
  expect(
    await world.as("freelancer").write((ctx) => acceptOffer(ctx, { offerId: offer.id, version: 1 })),
  ).toMatchObject({
    ok: true,
  });
  expect(await told(world, "freelancer")).toHaveLength(1);
});

test("a contract whose first day is yet to come says which day that is", async () => {
  const world = await openWorld();
  await world.acceptedOffer({ startDate: "2026-06-01" });
  const [letter] = (await world.mailTo("freelancer")).filter(({ kind }) => kind === "contract-started");
  expect(letter?.props).toMatchObject({ is: "later", next: ["First day", "1 Jun 2026"] });
});

test("of fixed-price work the mail about the funded milestone says it: one mail, and one that nobody can switch off", async () => {
  const world = await openEscrowWorld({ amounts: [1000] });
  expect(await told(world, "freelancer")).toEqual([["milestone-funded", "started"]]);
  expect(await told(world, "hiringManager")).toEqual([["offer-accepted", "runs"]]);
});

test("payroll work starts with the employer of record, so the freelancer gets no mail about it from here", async () => {
  const world = await openWorld();
  await world.acceptedOffer({ kind: "payroll", employer: "Fairhire LLC", countryOfWork: "Germany" });
  expect(await told(world, "freelancer")).toEqual([]);
  expect(await told(world, "hiringManager")).toEqual([["offer-accepted", "stands"]]);
});

/** A second contract, accepted while the company is suspended. */
async function acceptedWhileSuspended(contractType: "hourly" | "fixed_price"): Promise<EscrowWorld> {
  const world = await openEscrowWorld({ contractType });
  const input = world.offerInput({
    title: "Second film",
    ...(contractType === "fixed_price"
      ? {
          contractType,
          rate: "",
          weeklyHours: "",
          "milestoneTitle[]": ["Sketch"],
          "milestoneAmount[]": ["700"],
          "milestoneDue[]": [""],
        }
      : {}),
  });
  expect(await world.as("hiringManager").write((ctx) => sendOffer(ctx, input))).toMatchObject({ ok: true });
  world.at("2026-05-05T09:00:00Z");
  await asSystem(world, suspendCompany);
  world.at("2026-05-06T09:00:00Z");
  const accepted = await world.as("freelancer").write((ctx) => acceptOffer(ctx, { offerId: input.id, version: 1 }));
  expect(accepted).toMatchObject({ ok: true });
  const contract = await world.as("hiringManager").read((ctx) => findContractOfOffer(ctx, input.id));
  return Object.assign(world, { contractId: contract?.id ?? "" });
}

const aboutSecond = async (world: World, role: "freelancer" | "hiringManager") =>
  (await world.mailTo(role))
    .filter(({ kind, props }) => aboutStart.includes(kind) && props.title === "Second film")
    .map(({ kind, props }) => [kind, props.contract ?? props.is]);

test("accepted while the company is suspended it waits, and has started, for both, when the pause ends", async () => {
  const world = await acceptedWhileSuspended("hourly");
  expect(await aboutSecond(world, "freelancer")).toEqual([["contract-paused", "platform"]]);
  expect(await aboutSecond(world, "hiringManager")).toEqual([["offer-accepted", "waits"]]);
  expect(JSON.stringify(await world.mailTo("freelancer"))).not.toMatch(/suspen|debt|balance/i);
  world.at("2026-05-20T09:00:00Z");
  await asSystem(world, reinstateCompany);
  expect((await aboutSecond(world, "freelancer")).slice(1)).toEqual([["contract-started", "hourly"]]);
  expect((await aboutSecond(world, "hiringManager")).slice(1)).toEqual([["contract-started", "hourly"]]);
  expect(
    (await told(world, "freelancer")).filter(([kind]) => kind === "contract-restarted"),
    "the first one",
  ).toHaveLength(1);
  world.at("2026-05-21T09:00:00Z");
  const { contractId } = world;
  await world.as("hiringManager").write((ctx) => pauseContract(ctx, { contractId }));
  world.at("2026-05-22T09:00:00Z");
  await world.as("hiringManager").write((ctx) => restartContract(ctx, { contractId }));
  expect((await aboutSecond(world, "freelancer")).slice(2), "from then on it restarts").toEqual([
    ["contract-paused", "client"],
    ["contract-restarted", ""],
  ]);
});

test("of fixed-price work the funded milestone says that it waits; a hold that outlives the suspension starts it", async () => {
  const world = await acceptedWhileSuspended("fixed_price");
  expect(await aboutSecond(world, "freelancer")).toEqual([["milestone-funded", "waits"]]);
  const { contractId } = world;
  world.at("2026-05-10T09:00:00Z");
  await world.asStaff(world.payments, (ctx) => holdContract(ctx, { contractId, reason: "Two names." }));
  world.at("2026-05-20T09:00:00Z");
  await asSystem(world, reinstateCompany);
  expect(await aboutSecond(world, "hiringManager")).toEqual([
    ["offer-accepted", "waits"],
    ["contract-paused", "platform-fixed"],
  ]);
  world.at("2026-05-25T09:00:00Z");
  await world.asStaff(world.payments, (ctx) => liftHold(ctx, { contractId, reason: "One person." }));
  expect((await aboutSecond(world, "hiringManager")).slice(2)).toEqual([["contract-started", "fixed"]]);
  expect((await aboutSecond(world, "freelancer")).slice(2)).toEqual([["contract-started", "fixed"]]);
});
