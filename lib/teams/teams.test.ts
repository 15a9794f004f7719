import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { openWorld, type World } from "@/e2e/world/world";
import { listTeams } from "../accounts/queries";
import { requestApproval } from "../approvals/request-approval";
import { ForbiddenError, NotFoundError } from "../errors";
import { addToTeam } from "../members/change-roles";
import { openPost } from "../posts/open-post";
import { createTeam } from "./create-team";
import { hideTeam, showTeam } from "./hide-team";
import { countUse, findTeam, listCandidates, listTeamMembers, listTeamPage } from "./queries";
import { renameTeam } from "./rename-team";
import { createTeamInput } from "./schema";

afterAll(closePool);

const create = (world: World, name: string) => world.as("admin").write((ctx) => createTeam(ctx, { name }));

async function made(world: World, name: string): Promise<string> {
  const result = await create(world, name);
  if (!result.ok) throw new Error("The team was refused.");
  return result.teamId;
}

const team = async (world: World, id: string) => {
  const found = await world.as("admin").read((ctx) => findTeam(ctx, id));
  if (!found) throw new Error("The team is gone.");
  return found;
};

test("a team is created, and its name is taken in any spelling, by a hidden one too", async () => {
  const world = await openWorld();
  const id = await made(world, "Field research");
  expect(await team(world, id)).toMatchObject({
    name: "Field research",
    parent: false,
    hiddenAt: null,
    changedByName: "Dana Whitfield",
  });
  await world.as("admin").write((ctx) => hideTeam(ctx, { teamId: id }));
  for (const name of ["Field research", "FIELD Research"])
    expect(await world.unmoved(() => create(world, name))).toMatchObject({
      reason: "invalid",
      fieldErrors: { name: [expect.stringContaining(`There is a team “${name}” already`)] },
    });
  expect((await world.events(world.accountId)).slice(-2)).toEqual(["team.added", "team.hidden"]);
});

test("of two admins who create the same team at once, one does", async () => {
  const world = await openWorld();
  const results = await Promise.all(
    (["admin", "programOwner", "admin", "programOwner"] as const).map((role, n) =>
      world.as(role).write((ctx) => createTeam(ctx, { name: n % 2 ? "Audit" : "AUDIT" })),
    ),
  );
  expect(results.filter((result) => result.ok)).toHaveLength(1);
});

test("a name has one to eighty characters on one line", () => {
  const errors = (name: string) =>
    createTeamInput.safeParse({ name }).error?.issues.map(({ message }) => message) ?? [];
  expect(errors("  ")).toEqual(["Enter a name."]);
  expect(errors("x".repeat(81))).toEqual(["Use at most 80 characters."]);
  expect(errors("x".repeat(80))).toEqual([]);
  expect(createTeamInput.parse({ name: " Field \n research " })).toEqual({ name: "Field research" });
});

test("a team is renamed once; who comes second is told, and a taken name is refused", async () => {
  const world = await openWorld();
  const teamId = await made(world, "Field research");
  const { token } = await team(world, teamId);
  const rename = (name: string, from = token, role: "admin" | "programOwner" = "admin") =>
    world.as(role).write((ctx) => renameTeam(ctx, { teamId, token: from, name }));
  expect(await world.unmoved(() => rename("product DESIGN"))).toMatchObject({ reason: "invalid" });
  expect(await rename("field research")).toEqual({ ok: true });
  expect(await world.unmoved(() => rename("Studies", token, "programOwner"))).toEqual({
    ok: false,
    reason: "changed-meanwhile",
  });
  expect(await rename("field research")).toEqual({ ok: true });
  expect((await team(world, teamId)).name).toBe("field research");
  expect((await world.events(world.accountId)).filter((event) => event === "team.renamed")).toHaveLength(1);
});

test("a team in use is not hidden, and what uses it is told; a hidden one takes nothing new", async () => {
  const world = await openWorld();
  const teamId = world.company.team("Finance operations");
  const hide = () => world.as("admin").write((ctx) => hideTeam(ctx, { teamId }));
  const { id: requestId } = await world.pendingRequest();
  await world.openPost();
  await world.contract();
  await world.pendingOffer();
  expect(await world.as("admin").read((ctx) => countUse(ctx, teamId))).toEqual({
    posts: 1,
    requests: 1,
    offers: 1,
    contracts: 1,
  });
  expect(await world.unmoved(hide)).toEqual({
    ok: false,
    reason: "in-use",
    message:
      "Still in use: 1 open job post, 1 pending request, 1 live offer, and 1 contract that has not ended. Nothing was hidden.",
  });
  expect(requestId).toBeTruthy();
  const parent = world.company.team();
  expect(await world.unmoved(() => world.as("admin").write((ctx) => hideTeam(ctx, { teamId: parent })))).toMatchObject({
    reason: "in-use",
    message: expect.stringContaining("always stays"),
  });

  const design = world.company.team("Product design");
  await world.as("programOwner").write((ctx) => hideTeam(ctx, { teamId: design }));
  await world.as("admin").write((ctx) => hideTeam(ctx, { teamId: design }));
  expect((await world.events(world.accountId)).filter((event) => event === "team.hidden")).toHaveLength(1);
  const hirer = world.as("secondHiringManager");
  const refused = { reason: "invalid", fieldErrors: { teamId: [expect.any(String)] } };
  expect(
    await world.unmoved(() => hirer.write((ctx) => requestApproval(ctx, world.requestInput({ teamId: design })))),
  ).toMatchObject(refused);
  expect(
    await world.unmoved(() => hirer.write((ctx) => openPost(ctx, world.postInput({ teamId: design })))),
  ).toMatchObject(refused);
  const bo = world.as("approver").actor.userId;
  expect(
    await world.unmoved(() => world.as("admin").write((ctx) => addToTeam(ctx, { teamId: design, userId: bo }))),
  ).toMatchObject({ reason: "invalid" });
  await world.as("admin").write((ctx) => showTeam(ctx, { teamId: design }));
  expect(await hirer.write((ctx) => requestApproval(ctx, world.requestInput({ teamId: design })))).toMatchObject({
    ok: true,
  });
});

test("hiding a team and asking for work in it at once: never both", async () => {
  const world = await openWorld();
  for (let round = 0; round < 8; round++) {
    const teamId = await made(world, `Round ${round}`);
    const admin = world.as("admin");
    const [hidden, asked] = await Promise.all([
      admin.write((ctx) => hideTeam(ctx, { teamId })),
      admin.write((ctx) => openPost(ctx, world.postInput({ teamId }))),
    ]);
    expect([hidden.ok, asked.ok].toSorted()).toEqual([false, true]);
  }
});

test("teams are listed by name with their people, a page at a time, found by how they begin", async () => {
  const world = await openWorld();
  for (let n = 0; n < 27; n++) await made(world, `Site ${String(n).padStart(2, "0")}`);
  const page = (search: string, cursor: Parameters<typeof listTeamPage>[1]["cursor"] = null) =>
    world.as("admin").read((ctx) => listTeamPage(ctx, { search, cursor }));
  const sites = await page("sITE");
  expect(sites.rows).toHaveLength(25);
  expect(sites.rows[0]).toMatchObject({ name: "Site 00", members: 0, hidden: false });
  const rest = await page("site", { value: "site 24", id: sites.rows[24]?.id ?? "" });
  expect([rest.rows.map((row) => row.name), rest.next]).toEqual([["Site 25", "Site 26"], null]);
  expect((await page("finance")).rows).toMatchObject([{ name: "Finance operations", members: 1, parent: false }]);
  expect((await page("ashgrove")).rows).toMatchObject([{ parent: true, members: 1 }]);
  expect((await page("%")).rows).toEqual([]);
});

test("people of a team, and who could be added", async () => {
  const world = await openWorld();
  const teamId = world.company.team("Finance operations");
  const admin = world.as("admin");
  const bo = world.as("approver").actor.userId;
  const candidates = async (search: string) =>
    (await admin.read((ctx) => listCandidates(ctx, teamId, search))).map((each) => each.name);
  expect(await candidates("LIND")).toEqual(["Bo Lindqvist"]);
  expect(await candidates("Hana")).toEqual([]);
  await world
    .at("2026-05-04T10:00:00Z")
    .as("admin")
    .write((ctx) => addToTeam(ctx, { teamId, userId: bo }));
  expect(await candidates("LIND")).toEqual([]);
  const { rows, next } = await admin.read((ctx) => listTeamMembers(ctx, teamId, null));
  expect([rows.map((row) => row.name), next]).toEqual([["Bo Lindqvist", "Hana Okafor"], null]);
});

test("only admins and program owners of this company change its teams", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const teamId = world.company.team("Product design");
  const { token } = await team(world, teamId);
  const deeds = [
    (at: World, role: "hiringManager" | "approver" | "financeAdmin" | "freelancer" | "admin") =>
      at.as(role).write((ctx) => createTeam(ctx, { name: "Forged" })),
    (at: World, role: "hiringManager" | "approver" | "financeAdmin" | "freelancer" | "admin") =>
      at.as(role).write((ctx) => renameTeam(ctx, { teamId, token, name: "Forged" })),
    (at: World, role: "hiringManager" | "approver" | "financeAdmin" | "freelancer" | "admin") =>
      at.as(role).write((ctx) => hideTeam(ctx, { teamId })),
    (at: World, role: "hiringManager" | "approver" | "financeAdmin" | "freelancer" | "admin") =>
      at.as(role).write((ctx) => showTeam(ctx, { teamId })),
  ];
  for (const deed of deeds)
    for (const role of ["hiringManager", "approver", "financeAdmin", "freelancer"] as const)
      expect(await world.unmoved(() => deed(world, role))).toBeInstanceOf(ForbiddenError);
  for (const deed of deeds.slice(1))
    expect(await world.unmoved(() => deed(other, "admin"))).toBeInstanceOf(NotFoundError);
  expect((await world.as("admin").read(listTeams)).map((each) => each.hidden)).toEqual([false, false, false]);
});
