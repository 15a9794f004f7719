import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { openWorld } from "@/e2e/world/world";
import { ForbiddenError } from "../errors";
import { findDraft, listDrafts } from "./queries";
import { discardDraft, saveDraft } from "./save-draft";
import { saveDraftInput } from "./schema";

test("a draft's text that is too long is named with its length, alone or in a list", () => {
  const draft = { draftId: randomUUID(), title: "Payroll audit" };
  for (const fields of [{ description: "x".repeat(5001) }, { "milestoneText[]": ["x".repeat(5001)] }])
    expect(saveDraftInput.safeParse({ ...draft, ...fields }).error?.issues.map(({ message }) => message)).toEqual([
      "Use at most 5,000 characters.",
    ]);
  expect(saveDraftInput.safeParse({ ...draft, description: "\u{1f600}".repeat(5000) }).success).toBe(true);
});

afterAll(closePool);

test("a draft keeps what was typed, is saved over, and makes no event and no mail", async () => {
  const world = await openWorld();
  const hana = world.as("hiringManager");
  const draftId = randomUUID();
  await hana.write((ctx) =>
    saveDraft(
      ctx,
      saveDraftInput.parse({ draftId, title: " Payroll\n audit ", rate: "ninety", "milestoneTitle[]": ["One", "Two"] }),
    ),
  );
  await hana.write((ctx) =>
    saveDraft(ctx, saveDraftInput.parse({ draftId, title: "Payroll audit, April", rate: "95" })),
  );
  expect(await hana.read(listDrafts)).toMatchObject([{ id: draftId, title: "Payroll audit, April" }]);
  expect(await hana.read((ctx) => findDraft(ctx, draftId))).toMatchObject({ fields: { rate: "95" } });
  expect(await world.events(draftId)).toEqual([]);
});

test("a draft without a title has a name, and one of nothing but control characters too", async () => {
  const world = await openWorld();
  for (const title of [undefined, "", "\u0000\u0000", "\ud800"]) {
    const draftId = randomUUID();
    await world
      .as("hiringManager")
      .write((ctx) => saveDraft(ctx, saveDraftInput.parse({ draftId, title, message: "a\u0000b\ud800" })));
    expect(await world.as("hiringManager").read((ctx) => findDraft(ctx, draftId))).toMatchObject({
      fields: { message: "ab" },
    });
  }
  expect((await world.as("hiringManager").read(listDrafts)).map((draft) => draft.title)).toEqual(
    Array(4).fill("Untitled offer"),
  );
});

test("a draft is its owner's: nobody else reads, overwrites or throws it away", async () => {
  const world = await openWorld();
  const draftId = randomUUID();
  await world.as("hiringManager").write((ctx) => saveDraft(ctx, { draftId, title: "Mine" }));
  for (const role of ["secondHiringManager", "admin"] as const) {
    expect(await world.as(role).read((ctx) => findDraft(ctx, draftId))).toBeNull();
    expect(
      await world.unmoved(() => world.as(role).write((ctx) => saveDraft(ctx, { draftId, title: "Theirs" }))),
    ).toBeInstanceOf(ForbiddenError);
    expect(await world.unmoved(() => world.as(role).write((ctx) => discardDraft(ctx, { draftId })))).toEqual({
      ok: true,
    });
  }
  await world.as("hiringManager").write((ctx) => discardDraft(ctx, { draftId }));
  expect(await world.as("hiringManager").read(listDrafts)).toEqual([]);
});

test("who may not hire keeps no drafts", async () => {
  const world = await openWorld();
  for (const role of ["approver", "financeAdmin", "freelancer"] as const) {
    expect(
      await world.unmoved(() => world.as(role).write((ctx) => saveDraft(ctx, { draftId: randomUUID() }))),
    ).toBeInstanceOf(ForbiddenError);
  }
});
