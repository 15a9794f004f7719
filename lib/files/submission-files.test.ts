import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { type EscrowWorld, openEscrowWorld } from "@/e2e/world/escrow";
import type { TalentActor } from "../actor";
import { endContract } from "../contracts/end-contract";
import { readAs } from "../ctx";
import { ForbiddenError, NotFoundError } from "../errors";
import { newId } from "../ids";
import { findWork } from "../milestones/queries";
import { submitWork } from "../milestones/submit-work";
import { findSubmissionFile, listFilesOfMilestone } from "./queries";
import { removeFile } from "./remove-file";
import { fileStore } from "./store";
import { uploadFile } from "./upload-file";

afterAll(closePool);

async function upload(world: EscrowWorld, name: string, by: "freelancer" | "hiringManager" = "freelancer") {
  const bytes = Buffer.from(`The words of ${name}`);
  const result = await uploadFile(
    world.as(by).actor,
    { name, sizeBytes: bytes.length, body: new Blob([bytes]).stream() },
    { now: world.now ?? undefined },
  );
  if (!result.ok) throw new Error(result.reason);
  return result.file.id;
}

const input = (milestoneId: string, fileIds: string[], key = newId()) => ({
  milestoneId,
  key,
  message: "Here it is.",
  links: [],
  fileIds,
});

test("files travel with a submission in their order; both sides and staff on the case download them, and they stay", async () => {
  const world = await openEscrowWorld();
  const [first] = await world.list();
  const milestoneId = first?.id ?? "";
  const talent = world.as("freelancer");
  const [b, a] = [await upload(world, "b.txt"), await upload(world, "a.csv")];
  const sent = input(milestoneId, [a, b]);
  expect(await talent.write((ctx) => submitWork(ctx, sent))).toEqual({ ok: true });
  expect(await talent.write((ctx) => submitWork(ctx, sent)), "again").toEqual({ ok: true });
  for (const who of ["freelancer", "hiringManager"] as const) {
    const work = await world.as(who).read((ctx) => findWork(ctx, world.contractId));
    expect(work?.files.map(({ name, round }) => [name, round])).toEqual([
      ["a.csv", 1],
      ["b.txt", 1],
    ]);
    const file = await world.as(who).read((ctx) => findSubmissionFile(ctx, world.contractId, a));
    expect(await new Response(await fileStore().read(file?.storageKey ?? "")).text()).toBe("The words of a.csv");
  }
  expect(await readAs(world.mediator, (ctx) => listFilesOfMilestone(ctx, milestoneId))).toHaveLength(2);
  expect(await world.unmoved(() => talent.write((ctx) => removeFile(ctx, a)))).toBeInstanceOf(NotFoundError);
});

test("somebody else's upload, one that is gone and one of another company go into no submission", async () => {
  const [world, elsewhere] = [await openEscrowWorld(), await openEscrowWorld()];
  const [first] = await world.list();
  const milestoneId = first?.id ?? "";
  const talent = world.as("freelancer");
  const foreign = [await upload(world, "theirs.txt", "hiringManager"), await upload(elsewhere, "there.txt"), newId()];
  const own = await upload(world, "own.txt");
  for (const id of foreign)
    expect(
      await world.unmoved(() => talent.write((ctx) => submitWork(ctx, input(milestoneId, [own, id])))),
    ).toMatchObject({
      reason: "files-gone",
    });
  expect(await talent.read((ctx) => findSubmissionFile(ctx, world.contractId, own))).toBeNull();
  expect(await talent.write((ctx) => submitWork(ctx, input(milestoneId, [own])))).toEqual({ ok: true });
  expect(await talent.read((ctx) => findSubmissionFile(ctx, elsewhere.contractId, own))).toBeNull();
});

test("a freelancer uploads only where work of theirs runs", async () => {
  const world = await openEscrowWorld();
  const hourly = await openEscrowWorld({ contractType: "hourly" });
  const elsewhere = await openEscrowWorld();
  await expect(upload(hourly, "early.txt")).rejects.toBeInstanceOf(ForbiddenError);
  const stranger = { ...world.as("freelancer").actor, accountId: elsewhere.accountId } as TalentActor;
  const send = uploadFile(stranger, { name: "x.txt", sizeBytes: 1, body: new Blob(["x"]).stream() });
  await expect(send).rejects.toBeInstanceOf(ForbiddenError);
  const end = { contractId: world.contractId, cause: "Other" as const, reason: null };
  expect(await world.as("freelancer").write((ctx) => endContract(ctx, end))).toEqual({ ok: true });
  await expect(upload(world, "late.txt")).rejects.toBeInstanceOf(ForbiddenError);
});
