import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { openWorld, type World } from "@/e2e/world/world";
import { approveRequest } from "../approvals/approve-request";
import { findRequest } from "../approvals/queries";
import { requestApproval } from "../approvals/request-approval";
import { writeAs } from "../ctx";
import { NotFoundError } from "../errors";
import { runTick } from "../tick";
import { findAttachment } from "./queries";
import { removeFile, sweepFile } from "./remove-file";
import { fileStore } from "./store";
import { uploadFile } from "./upload-file";

afterAll(closePool);

async function upload(world: World, name: string, by: "hiringManager" | "admin" = "hiringManager"): Promise<string> {
  const bytes = Buffer.from(`The words of ${name}`);
  const result = await uploadFile(
    world.as(by).actor,
    { name, sizeBytes: bytes.length, body: new Blob([bytes]).stream() },
    { now: world.now ?? undefined },
  );
  if (!result.ok) throw new Error(result.reason);
  return result.file.id;
}

const keyOf = (world: World, requestId: string, fileId: string) =>
  world.as("admin").read(async (ctx) => (await findAttachment(ctx, requestId, fileId))?.storageKey ?? "");

const textOf = async (key: string) => new Response(await fileStore().read(key)).text();

test("files become part of a request in the order chosen, and of what its approvers decide on and are mailed", async () => {
  const world = await openWorld();
  const [rules, hours] = [await upload(world, "rules.txt"), await upload(world, "hours.csv")];
  const request = await world.pendingRequest({ "files[]": [hours, rules] });
  expect(request.attachments.map(({ name, mediaType }) => [name, mediaType])).toEqual([
    ["hours.csv", "text/csv"],
    ["rules.txt", "text/plain"],
  ]);
  expect(await textOf(await keyOf(world, request.id, rules))).toBe("The words of rules.txt");
  expect(await world.mailTo("approver")).toMatchObject([
    { props: { attachments: ["hours.csv (22 bytes)", "rules.txt (22 bytes)"] } },
  ]);
  // The same words with other files are another content: a decision on one does not count for the other.
  const bare = await world.pendingRequest();
  expect(request.fingerprint).not.toBe(bare.fingerprint);
  const approve = (fingerprint: string) =>
    world.as("approver").write((ctx) => approveRequest(ctx, { requestId: request.id, fingerprint, reason: null }));
  expect(await world.unmoved(() => approve(bare.fingerprint))).toEqual({ ok: false, reason: "changed" });
  expect(await approve(request.fingerprint)).toEqual({ ok: true, state: "approved" });
});

test("what is attached is pinned: it can be neither removed nor changed", async () => {
  const world = await openWorld();
  const id = await upload(world, "rules.txt");
  await world.pendingRequest({ "files[]": [id] });
  const hm = world.as("hiringManager");
  expect(await world.unmoved(() => hm.write((ctx) => removeFile(ctx, id)))).toBeInstanceOf(NotFoundError);
  for (const change of ["size_bytes = 1", "sha256 = sha256('x')", "name = 'other.txt'", "state = 'ready'"]) {
    const attack = hm.write(({ db }) =>
      db.execute(`update files set ${change} where account_id = '${world.accountId}' and id = '${id}'`),
    );
    await expect(attack).rejects.toMatchObject({ cause: { code: "23503" } });
  }
});

test("a file that is somebody else's, foreign, unfinished or nothing at all is not attached, and no request is made", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const own = await upload(world, "own.txt");
  const refused = [await upload(world, "hers.txt", "admin"), await upload(other, "foreign.txt"), randomUUID()];
  const pending = await upload(world, "pending.txt");
  await world
    .as("admin")
    .write(({ db }) =>
      db.execute(`update files set state = 'pending' where account_id = '${world.accountId}' and id = '${pending}'`),
    );
  for (const id of [...refused, pending]) {
    const input = world.requestInput({ "files[]": [own, id] });
    expect(
      await world.unmoved(() => world.as("hiringManager").write((ctx) => requestApproval(ctx, input))),
    ).toMatchObject({
      reason: "invalid",
      fieldErrors: { "files[]": ["One of the files is no longer there. Remove it and attach it again."] },
    });
  }
});

test("ten files are the most, and the same one twice is one", async () => {
  const world = await openWorld();
  const ids = await Promise.all(Array.from({ length: 11 }, (_, n) => upload(world, `${n}.txt`)));
  expect(() => world.requestInput({ "files[]": ids })).toThrow(/at most 10 files/);
  const request = await world.pendingRequest({ "files[]": [...ids.slice(0, 9), ids[0] ?? ""] });
  expect(request.attachments).toHaveLength(9);
});

test("a copy carries its files along; both requests keep them", async () => {
  const world = await openWorld();
  const id = await upload(world, "rules.txt");
  const origin = await world.pendingRequest({ "files[]": [id] });
  const copy = await world.pendingRequest({ "files[]": [id], copiedFrom: origin.id });
  expect(copy.attachments.map((file) => file.id)).toEqual([id]);
  expect(await keyOf(world, copy.id, id)).toBe(await keyOf(world, origin.id, id));
});

test("a file is found by whoever may see its request, through that request alone", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const id = await upload(world, "rules.txt");
  const [request, unrelated] = [await world.pendingRequest({ "files[]": [id] }), await world.pendingRequest()];
  const ask = (of: World, role: Parameters<World["as"]>[0], requestId: string, fileId: string) =>
    of.as(role).read(async (ctx) => (await findRequest(ctx, requestId)) && findAttachment(ctx, requestId, fileId));
  for (const role of ["hiringManager", "approver", "admin", "programOwner"] as const)
    expect(await ask(world, role, request.id, id), role).toMatchObject({ name: "rules.txt" });
  for (const role of ["secondHiringManager", "secondApprover", "financeAdmin", "freelancer"] as const)
    expect(await ask(world, role, request.id, id), role).toBeNull();
  for (const role of ["admin", "hiringManager"] as const)
    expect(await ask(other, role, request.id, id), `foreign ${role}`).toBeNull();
  expect(await ask(world, "admin", unrelated.id, id)).toBeNull();
  expect(await ask(world, "admin", request.id, randomUUID())).toBeNull();
  expect(await ask(world, "admin", request.id, "../../etc/passwd")).toBeNull();
});

test("an upload is taken out again by its owner alone", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const id = await upload(world, "rules.txt");
  for (const person of [world.as("admin"), other.as("hiringManager")])
    expect(await world.unmoved(() => person.write((ctx) => removeFile(ctx, id)))).toBeInstanceOf(NotFoundError);
  const key = await world.as("hiringManager").write((ctx) => removeFile(ctx, id));
  await fileStore().remove(key);
  await expect(fileStore().read(key)).rejects.toThrow(/ENOENT/);
  expect(
    await world.unmoved(() => world.as("hiringManager").write((ctx) => removeFile(ctx, "nothing"))),
  ).toBeInstanceOf(NotFoundError);
});

test("after a day the tick removes what nobody attached, bytes and all, and nothing else", async () => {
  const world = await openWorld();
  const [loose, kept] = [await upload(world, "loose.txt"), await upload(world, "kept.txt")];
  const request = await world.pendingRequest({ "files[]": [kept] });
  const key =
    (
      await world
        .as("admin")
        .read(({ db }) =>
          db.execute<{ key: string }>(
            `select storage_key as key from files where account_id = '${world.accountId}' and id = '${loose}'`,
          ),
        )
    )[0]?.key ?? "";
  const tick = (now: string) => runTick({ now: new Date(now), accountId: world.accountId });
  expect(await tick("2026-05-05T08:59:59.999Z")).toMatchObject({ "files.removed": 0 });
  expect(await textOf(key)).toBe("The words of loose.txt");
  const both = await Promise.all([tick("2026-05-05T09:00:00Z"), tick("2026-05-05T09:00:00Z")]);
  expect(both.map((ran) => ran["files.removed"]).toSorted()).toEqual([0, 1]);
  await expect(fileStore().read(key)).rejects.toThrow(/ENOENT/);
  expect(await textOf(await keyOf(world, request.id, kept))).toBe("The words of kept.txt");
  expect(await writeAs(world.system, (ctx) => sweepFile(ctx, kept), { now: new Date("2027-01-01T00:00:00Z") })).toBe(
    false,
  );
});
