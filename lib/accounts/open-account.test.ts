import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { openCompany } from "@/db/seed/company";
import { openWorld } from "@/e2e/world/world";
import { writeAs } from "../ctx";
import { violatedConstraint } from "../errors";
import { newId } from "../ids";
import { addMember, addTeam, findOrInviteUser } from "./open-account";
import { getAccountSettings, holdsSeat, listMembers, listTeams } from "./queries";

afterAll(closePool);

const at = { now: new Date("2026-05-04T09:00:00Z"), via: "test" } as const;

test("a company opens with its parent team, its members and their roles, each in the history", async () => {
  const world = await openWorld({ timeZone: "America/New_York", currency: "EUR" });
  const admin = world.as("admin");
  expect(await admin.read(getAccountSettings)).toMatchObject({
    name: world.company.name,
    timeZone: "America/New_York",
    currency: "EUR",
    offerLifeDays: 30,
  });
  expect((await admin.read(listTeams)).map(({ name, parent }) => [name, parent])).toEqual([
    [world.company.name, true],
    ["Finance operations", false],
    ["Product design", false],
  ]);
  const roles = Object.fromEntries((await admin.read(listMembers)).map((member) => [member.name, member.roles]));
  expect(roles).toMatchObject({
    "Hana Okafor": ["hiring_manager"],
    "Bo Lindqvist": [],
    "Dana Whitfield": ["admin"],
    "Olu Adeyemi": ["program_owner"],
    "Fiona Castell": ["finance_admin"],
  });
  expect(await world.events(world.accountId)).toEqual(["account.opened", "team.added", "team.added", "policy.changed"]);
  expect(await world.events(world.as("approver").actor.userId)).toEqual(["member.joined"]);
});

test("a slug belongs to one company", async () => {
  const world = await openWorld();
  const again = openCompany({ slug: world.company.slug, name: "Another", timeZone: "UTC", members: [] }, at);
  expect(violatedConstraint(await again.catch((error: unknown) => error))).toBe("accounts_slug_once");
});

test("two teams of one company do not share a name", async () => {
  const world = await openWorld();
  const again = () => writeAs(world.system, (ctx) => addTeam(ctx, "Product design"), { now: at.now });
  expect(violatedConstraint(await world.unmoved(again))).toBe("teams_name_once");
});

test("a person known elsewhere keeps name and identity when they get a seat", async () => {
  const [first, second] = [await openWorld(), await openWorld()];
  const { userId, email } = first.as("freelancer").actor;
  const seat = await writeAs(second.system, (ctx) => addMember(ctx, { name: "Somebody Else", email, roles: [] }), {
    now: at.now,
  });
  expect(seat).toBe(userId);
  expect((await second.as("admin").read(listMembers)).find((member) => member.userId === userId)).toMatchObject({
    name: "Teodor Marsh",
    roles: [],
  });
  expect(await writeAs(second.system, (ctx) => holdsSeat(ctx, userId))).toBe(true);
  expect(await writeAs(first.system, (ctx) => holdsSeat(ctx, userId))).toBe(false);
});

test("an address that several invite at once becomes one person", async () => {
  const world = await openWorld();
  const email = `${newId()}@petrov.example`;
  const ids = await Promise.all(
    Array.from({ length: 6 }, () =>
      writeAs(world.system, (ctx) => findOrInviteUser(ctx, { name: "Ana Petrov", email }), { now: at.now }),
    ),
  );
  expect(new Set(ids).size).toBe(1);
});
