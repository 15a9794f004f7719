import { expect, test } from "vitest";
import { openEscrowWorld } from "@/e2e/world/escrow";
import { listLatestHistory } from "../approvals/queries";
import { openDispute } from "../disputes/open-dispute";
import { newId } from "../ids";
import { fundMilestone } from "../milestones/fund-milestone";
import { getEscrowContract, sumHeldOn } from "../milestones/queries";
import { releaseMilestone } from "../milestones/release-milestone";
import { requestChanges } from "../milestones/request-changes";
import { requestRefund } from "../milestones/request-refund";
import { requestRelease } from "../milestones/request-release";
import { submitWork } from "../milestones/submit-work";
import { decodeCursor } from "../paging";
import { addPause, pauseContract, restartContract } from "./pause-contract";
import { findOwnContract } from "./queries";
import { loadWorkroom } from "./workroom";

const submission = (milestoneId: string, message: string) => ({ milestoneId, key: newId(), message, links: [] });

test("both sides see the same work: the latest delivery, the open refund request, the dispute", async () => {
  const world = await openEscrowWorld();
  const [first] = await world.list();
  if (!first) throw new Error("no milestones");
  const [client, talent] = [world.as("hiringManager"), world.as("freelancer")];
  const see = (who: typeof client | typeof talent) =>
    who.read(async (ctx) => {
      const contract = await findOwnContract(ctx, world.contractId);
      return contract && loadWorkroom(ctx, contract);
    });
  await talent.write((ctx) => submitWork(ctx, submission(first.id, "Once.")));
  await client.write((ctx) => requestChanges(ctx, { milestoneId: first.id, note: "Shorter." }));
  await talent.write((ctx) => submitWork(ctx, submission(first.id, "Twice.")));
  await client.write((ctx) => requestRefund(ctx, { milestoneId: first.id, key: newId(), reason: "Too late." }));
  for (const who of [client, talent]) {
    const seen = await see(who);
    expect(seen?.work?.submissions.map(({ round, message }) => [round, message])).toEqual([[2, "Twice."]]);
    expect(seen?.work?.refundRequests).toMatchObject([
      { milestoneId: first.id, amountMinor: 100_000n, reason: "Too late." },
    ]);
    expect(seen).toMatchObject({ disputes: [], pauses: [], pastEnd: null });
  }
  const input = { milestoneId: first.id, key: newId(), description: "It was in time." };
  expect(await talent.write((ctx) => openDispute(ctx, input))).toMatchObject({ ok: true });
  for (const who of [client, talent]) {
    const seen = await see(who);
    expect(seen?.work?.refundRequests).toEqual([]);
    expect(seen?.disputes).toMatchObject([{ milestoneId: first.id, state: "awaiting_client", settlement: null }]);
  }
  expect(await client.read((ctx) => sumHeldOn(ctx, [world.contractId]))).toEqual(
    new Map([[world.contractId, 100_000n]]),
  );
  expect(await client.read((ctx) => sumHeldOn(ctx, []))).toEqual(new Map());
});

test("both sides see why a contract is paused, and a platform pause outlives the client's", async () => {
  const world = await openEscrowWorld({ contractType: "hourly" });
  const [client, talent] = [world.as("hiringManager"), world.as("freelancer")];
  const { contractId } = world;
  const pauses = (who: typeof client | typeof talent) =>
    who.read(async (ctx) => {
      const contract = await findOwnContract(ctx, contractId);
      return contract && (await loadWorkroom(ctx, contract)).pauses.toSorted();
    });
  await client.write((ctx) => pauseContract(ctx, { contractId }));
  expect(await pauses(talent)).toEqual(["client"]);
  await client.write(async (ctx) => {
    await addPause(ctx, await getEscrowContract(ctx, contractId), "risk");
    return { ok: true as const };
  });
  expect(await pauses(client)).toEqual(["client", "risk"]);
  expect(await client.write((ctx) => restartContract(ctx, { contractId }))).toEqual({ ok: true, stillPaused: true });
  expect(await pauses(talent)).toEqual(["risk"]);
});

test("the history is read a page at a time, each line once, and without what is not the reader's", async () => {
  const world = await openEscrowWorld();
  const [first] = await world.list();
  if (!first) throw new Error("no milestones");
  const [client, talent] = [world.as("hiringManager"), world.as("freelancer")];
  for (let round = 0; round < 15; round++) {
    await talent.write((ctx) => submitWork(ctx, submission(first.id, `Round ${round}.`)));
    await client.write((ctx) => requestChanges(ctx, { milestoneId: first.id, note: `Again ${round}.` }));
  }
  const without = ["changes.requested"];
  const all: string[] = [];
  let after: string | undefined;
  let pages = 0;
  do {
    const page = await client.read((ctx) =>
      listLatestHistory(ctx, "contract", world.contractId, { cursor: decodeCursor(after) }),
    );
    all.push(...page.rows.map(({ action, data }) => `${action} ${data.note ?? data.round ?? ""}`));
    after = page.next ?? undefined;
    pages++;
  } while (after);
  expect(pages).toBe(2);
  expect(all).toHaveLength(33);
  expect(all.filter((line) => line.startsWith("changes.requested")).length).toBe(15);
  expect(new Set(all).size).toBe(all.length);
  const own = await talent.read((ctx) =>
    listLatestHistory(ctx, "contract", world.contractId, { cursor: null, without }),
  );
  expect(own.rows.map(({ action }) => action)).not.toContain("changes.requested");
  const forged = { value: "2026-01-01 00:00:00+00 #x", id: newId() };
  const again = await talent.read((ctx) => listLatestHistory(ctx, "contract", world.contractId, { cursor: forged }));
  expect(again.rows).toHaveLength(25);
});

test("both sides see what the clock released, after silence or dormancy, and not what the client did", async () => {
  const world = await openEscrowWorld({ amounts: [1000, 1000, 1000] });
  const [first, second, third] = await world.list();
  if (!first || !second || !third) throw new Error("no milestones");
  const [client, talent] = [world.as("hiringManager"), world.as("freelancer")];
  const fund = (milestoneId: string) => client.write((ctx) => fundMilestone(ctx, { milestoneId, key: newId() }));
  const paid = { milestoneId: first.id, key: newId(), amountMinor: null, note: null };
  await client.write((ctx) => releaseMilestone(ctx, paid));
  await fund(second.id);
  await talent.write((ctx) => submitWork(ctx, submission(second.id, "As agreed.")));
  const silentAt = new Date((world.now?.getTime() ?? 0) + 14 * 86_400_000);
  await world.pass(15);
  await fund(third.id);
  await world.pass(98);
  await talent.write((ctx) => requestRelease(ctx, { milestoneId: third.id }));
  const dormantAt = new Date((world.now?.getTime() ?? 0) + 14 * 86_400_000);
  await world.pass(14);
  expect((await world.list()).map(({ state }) => state)).toEqual(["released", "released", "released"]);
  for (const who of [client, talent]) {
    const seen = await who.read(async (ctx) => {
      const contract = await findOwnContract(ctx, world.contractId);
      return contract && loadWorkroom(ctx, contract);
    });
    expect(new Map(seen?.work?.automatic.map(({ milestoneId, at }) => [milestoneId, at]))).toEqual(
      new Map([
        [second.id, silentAt],
        [third.id, dormantAt],
      ]),
    );
  }
});
