import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { openWorld, type World } from "@/e2e/world/world";
import { runTick } from "../tick";
import { changeEndDate } from "./change-end-date";
import { endContract } from "./end-contract";

afterAll(closePool);

const told = async (world: World, iso: string) => {
  const ran = await runTick({ now: new Date(iso), accountId: world.accountId });
  return ran["contracts.warned"];
};
const kinds = async (world: World, role: "hiringManager" | "freelancer") =>
  (await world.mailTo(role)).filter((mail) => mail.kind === "contract-end-near");

/** A contract that ends on this day. */
async function ending(endDate: string, { timeZone = "UTC", started = "2026-05-04T09:00:00Z" } = {}) {
  const world = await openWorld({ timeZone });
  world.at(started);
  const contract = await world.contract();
  const move = (to: string | null, version = contract.version) =>
    world.as("hiringManager").write((ctx) => changeEndDate(ctx, { contractId: contract.id, version, endDate: to }));
  expect(await move(endDate)).toEqual({ ok: true });
  return { world, contract, move };
}

test("ten days before the end date contact person and freelancer are told, once, in the company's days", async () => {
  const { world, contract } = await ending("2026-06-30", { timeZone: "America/New_York" });
  expect(await told(world, "2026-06-20T03:59:59Z")).toBe(0);
  const runs = await Promise.all(Array.from({ length: 4 }, () => told(world, "2026-06-20T04:00:00Z")));
  expect(runs.reduce((sum = 0, each = 0) => sum + each, 0)).toBe(1);
  expect(await told(world, "2026-06-25T04:00:00Z")).toBe(0);
  expect(await kinds(world, "hiringManager")).toMatchObject([{ props: { to: "client", endDate: "30 Jun 2026" } }]);
  const [letter] = await kinds(world, "freelancer");
  expect(letter?.props).toMatchObject({ to: "talent" });
  expect(letter?.props.contractUrl).toContain(`/talent/contracts/${contract.id}`);
  expect(await world.events(contract.id)).toContain("contract.end-near");
});

test("another date is told anew; a date that was passed, taken away or of an ended contract is not", async () => {
  const { world, contract, move } = await ending("2026-06-30");
  expect(await told(world, "2026-06-20T00:00:00Z")).toBe(1);
  world.at("2026-06-21T00:00:00Z");
  expect(await move("2026-07-31", contract.version + 1)).toEqual({ ok: true });
  expect(await told(world, "2026-07-20T23:59:59Z")).toBe(0);
  expect(await told(world, "2026-07-21T00:00:00Z")).toBe(1);
  const late = await ending("2026-06-30");
  expect(await told(late.world, "2026-07-01T00:00:00Z")).toBe(0);
  const gone = await ending("2026-06-30");
  expect(await gone.move(null, gone.contract.version + 1)).toEqual({ ok: true });
  expect(await told(gone.world, "2026-06-25T00:00:00Z")).toBe(0);
  const over = await ending("2026-06-30");
  await over.world
    .as("hiringManager")
    .write((ctx) => endContract(ctx, { contractId: over.contract.id, cause: "Work completed", reason: null }));
  expect(await told(over.world, "2026-06-25T00:00:00Z")).toBe(0);
});

test("a contract that was never longer than the warning is not announced", async () => {
  const short = await ending("2026-07-10", { started: "2026-06-30T09:00:00Z" });
  expect(await told(short.world, "2026-07-01T00:00:00Z")).toBe(0);
  const longer = await ending("2026-07-11", { started: "2026-06-30T09:00:00Z" });
  expect(await told(longer.world, "2026-07-01T00:00:00Z")).toBe(1);
});
