import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { openWorld, type World } from "@/e2e/world/world";
import { ForbiddenError } from "../errors";
import { changeOrderSettings, getOrderSettings } from "./change-order-settings";
import { changeOrderSettingsInput } from "./schema";

afterAll(closePool);

const form = async (world: World, ticked: Partial<Record<string, "on">> = {}) => {
  const { token } = await world.as("admin").read(getOrderSettings);
  return changeOrderSettingsInput.parse({ token, ordersOn: "on", ...ticked });
};

test("an admin switches purchase orders on; what is not ticked is off, and the event tells it all", async () => {
  const world = await openWorld();
  expect(await world.as("admin").read(getOrderSettings)).toMatchObject({ ordersOn: false, inline: true });
  const input = await form(world, { requiredOnPosts: "on", oneDollarExempt: "on" });
  expect(await world.as("admin").write((ctx) => changeOrderSettings(ctx, input))).toEqual({ ok: true });
  expect(await world.as("programOwner").read(getOrderSettings)).toMatchObject({
    ordersOn: true,
    requiredOnPosts: true,
    requiredOnOffers: false,
    oneDollarExempt: true,
    inline: false,
    changedByName: "Dana Whitfield",
    changedAt: new Date("2026-05-04T09:00:00Z"),
  });
  expect((await world.events(world.accountId)).at(-1)).toBe("orders.settings-changed");
});

test("the second of two admins is told; of two at once one wins", async () => {
  const world = await openWorld();
  const input = await form(world);
  await world.as("admin").write((ctx) => changeOrderSettings(ctx, input));
  expect(await world.unmoved(() => world.as("programOwner").write((ctx) => changeOrderSettings(ctx, input)))).toEqual({
    ok: false,
    reason: "changed-meanwhile",
  });
  const next = await form(world, { inline: "on" });
  const both = await Promise.all([1, 2].map(() => world.as("admin").write((ctx) => changeOrderSettings(ctx, next))));
  expect(both.map((result) => result.ok).toSorted()).toEqual([false, true]);
});

test("only admins and program owners set them, and only those of their company", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const input = await form(world);
  const allRefused = async () => {
    for (const role of ["hiringManager", "approver", "financeAdmin", "freelancer"] as const)
      await expect(world.as(role).write((ctx) => changeOrderSettings(ctx, input))).rejects.toBeInstanceOf(
        ForbiddenError,
      );
  };
  expect(await world.unmoved(allRefused)).toBeUndefined();
  expect(await world.unmoved(() => other.as("admin").write((ctx) => changeOrderSettings(ctx, input)))).toEqual({
    ok: false,
    reason: "changed-meanwhile",
  });
});
