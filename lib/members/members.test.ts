import { and, eq } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { plumbing } from "@/db/plumbing";
import { sessions } from "@/db/schema";
import type { MemberRole } from "@/e2e/world/people";
import { openWorld, type World } from "@/e2e/world/world";
import { approveRequest } from "../approvals/approve-request";
import { replaceApprover } from "../approvals/replace-approver";
import { requestApproval } from "../approvals/request-approval";
import { openSession } from "../auth/sessions";
import { changeContact } from "../contracts/change-contact";
import { readAs, writeAs } from "../ctx";
import { ForbiddenError, NotFoundError } from "../errors";
import { listNotices } from "../notifications/queries";
import { runTick } from "../tick";
import { addToTeam, changeRoles, removeFromTeam } from "./change-roles";
import { findMember, listMemberPage, type Member, type MemberFilter, standingOf } from "./queries";
import { removeMember } from "./remove-member";
import { changeRolesInput } from "./schema";

afterAll(closePool);

const idOf = (world: World, role: MemberRole) => world.as(role).actor.userId;

async function memberOf(world: World, role: MemberRole): Promise<Member> {
  const found = await readAs(world.system, (ctx) => findMember(ctx, idOf(world, role)));
  if (!found) throw new Error("The member is gone.");
  return found;
}

type Wanted = { roles?: Member["roles"]; teamIds?: string[]; token?: string };

async function setRoles(world: World, of: MemberRole, wanted: Wanted, by: MemberRole = "admin") {
  const now = await memberOf(world, of);
  const input = { userId: now.userId, token: now.token, roles: now.roles, teamIds: now.teamIds, ...wanted };
  return world.as(by).write((ctx) => changeRoles(ctx, input));
}

async function remove(world: World, of: MemberRole, { by = "admin", to }: { by?: MemberRole; to?: MemberRole } = {}) {
  const { userId, token } = await memberOf(world, of);
  const ownerId = to ? idOf(world, to) : null;
  return world.as(by).write((ctx) => removeMember(ctx, { userId, token, ownerId }));
}

const titles = async (world: World, role: MemberRole) =>
  (await world.as(role).read((ctx) => listNotices(ctx))).rows.map((row) => row.title);

test("roles are given and taken, in the company and in teams, with who and what in the history", async () => {
  const world = await openWorld();
  const design = world.company.team("Product design");
  expect(await setRoles(world, "approver", { roles: ["finance_admin"], teamIds: [design] })).toEqual({ ok: true });
  expect(await memberOf(world, "approver")).toMatchObject({
    roles: ["finance_admin"],
    teamIds: [design],
    changedByName: "Dana Whitfield",
  });
  expect(await setRoles(world, "approver", { roles: [], teamIds: [design] }, "programOwner")).toEqual({ ok: true });
  expect(await setRoles(world, "approver", {})).toEqual({ ok: true });
  expect(await world.events(idOf(world, "approver"))).toEqual([
    "member.joined",
    "member.roles-changed",
    "member.roles-changed",
  ]);
  expect(await titles(world, "approver")).toEqual([
    "You are no longer finance admin",
    "You are now finance admin, hiring manager in Product design",
  ]);
});

test("the second of two admins who change the same member is told", async () => {
  const world = await openWorld();
  const { token } = await memberOf(world, "approver");
  await setRoles(world, "approver", { roles: ["finance_admin"] });
  expect(await world.unmoved(() => setRoles(world, "approver", { roles: ["admin"], token }, "programOwner"))).toEqual({
    ok: false,
    reason: "changed-meanwhile",
  });
});

test("a company keeps somebody who runs it, also when two step down or remove each other at once", async () => {
  for (const deed of ["step down", "remove"] as const) {
    const world = await openWorld();
    const [dana, olu] = [await memberOf(world, "admin"), await memberOf(world, "programOwner")];
    const act = (by: MemberRole, of: Member) =>
      world
        .as(by)
        .write<{ ok: boolean }>((ctx) =>
          deed === "remove"
            ? removeMember(ctx, { userId: of.userId, token: of.token, ownerId: null })
            : changeRoles(ctx, { userId: of.userId, token: of.token, roles: [], teamIds: [] }),
        )
        .then(
          (result) => result.ok,
          (error) => (error instanceof ForbiddenError ? "forbidden" : error),
        );
    const outcomes = await Promise.all([act("admin", olu), act("programOwner", dana)]);
    expect(outcomes.toSorted()).toEqual(["forbidden", true]);
    const left = outcomes[0] === true ? "admin" : "programOwner";
    expect(await world.unmoved(() => setRoles(world, left, { roles: [] }, left))).toMatchObject({
      reason: "last-admin",
    });
    expect(await world.unmoved(() => remove(world, left, { by: left }))).toMatchObject({
      reason: "last-admin",
      message: expect.stringContaining("Nobody was removed."),
    });
  }
});

test("whoever lost the role meanwhile changes nothing, whatever the session says", async () => {
  const world = await openWorld();
  await setRoles(world, "programOwner", { roles: [] });
  expect(await world.unmoved(() => remove(world, "approver", { by: "programOwner" }))).toBeInstanceOf(ForbiddenError);
});

test("a team is not lost by who answers for work in it; pending requests there are withdrawn", async () => {
  const world = await openWorld();
  const teamId = world.company.team("Finance operations");
  const userId = idOf(world, "hiringManager");
  const leave = () => world.as("admin").write((ctx) => removeFromTeam(ctx, { teamId, userId }));
  const contract = await world.contract();
  await world.openPost();
  expect(await world.unmoved(leave)).toEqual({
    ok: false,
    reason: "answers-for",
    message: "Reassign first: 1 open job post and 1 contract. Nothing was changed.",
  });
  expect(await world.unmoved(() => setRoles(world, "hiringManager", { teamIds: [] }))).toMatchObject({
    reason: "answers-for",
  });
  // What they answer for elsewhere keeps nobody in a team.
  const design = world.company.team("Product design");
  await world.as("admin").write((ctx) => addToTeam(ctx, { teamId: design, userId }));
  expect(await world.as("admin").write((ctx) => removeFromTeam(ctx, { teamId: design, userId }))).toEqual({ ok: true });

  const other = await openWorld();
  const [here, there] = [await other.pendingRequest(), await other.pendingRequest({ teamId: other.company.team() })];
  const hana = idOf(other, "hiringManager");
  const finance = other.company.team("Finance operations");
  expect(await other.as("admin").write((ctx) => removeFromTeam(ctx, { teamId: finance, userId: hana }))).toEqual({
    ok: true,
  });
  expect([(await other.request(here.id)).state, (await other.request(there.id)).state]).toEqual([
    "withdrawn",
    "pending",
  ]);
  expect(await titles(other, "approver")).toContain(
    "The request for “Payroll audit, March” was withdrawn: Hana Okafor may not hire in this team any longer",
  );
  // Twice is once.
  const before = await other.everything();
  await other.as("admin").write((ctx) => removeFromTeam(ctx, { teamId: finance, userId: hana }));
  expect(await other.everything()).toBe(before);
  expect(contract.state).toBe("active");
});

test("an admin who steps down answers for nothing in teams where they do not hire", async () => {
  const world = await openWorld();
  await world.contract({ by: "admin" });
  expect(await world.unmoved(() => setRoles(world, "admin", { roles: [] }, "programOwner"))).toMatchObject({
    reason: "answers-for",
  });
  const teamIds = [world.company.team("Finance operations")];
  expect(await setRoles(world, "admin", { roles: [], teamIds }, "programOwner")).toEqual({ ok: true });
});

test("added to a team, a person hires there from the next request on, and no longer after", async () => {
  const world = await openWorld();
  const teamId = world.company.team("Product design");
  const userId = idOf(world, "thirdApprover");
  for (const _ of [1, 2])
    expect(await world.as("admin").write((ctx) => addToTeam(ctx, { teamId, userId }))).toEqual({ ok: true });
  expect(await world.events(userId)).toEqual(["member.joined", "member.roles-changed"]);
  const noor = { ...world.as("thirdApprover").actor, roles: ["hiring_manager" as const], hiringTeams: [teamId] };
  const ask = () => {
    return writeAs(noor, (ctx) => requestApproval(ctx, world.requestInput({ teamId })), {
      now: world.now ?? new Date(0),
    });
  };
  expect(await ask()).toMatchObject({ ok: true });
  await world.as("admin").write((ctx) => removeFromTeam(ctx, { teamId, userId }));
  expect(await world.unmoved(ask)).toBeInstanceOf(ForbiddenError);
});

test("removing somebody ends sessions, roles, pending requests and links; open work is handed on", async () => {
  const world = await openWorld();
  const userId = idOf(world, "hiringManager");
  await openSession({ userId, accountId: world.accountId, strict: true });
  await openSession({ userId, accountId: null, strict: false });
  const elsewhere = (await openWorld()).accountId;
  await openSession({ userId, accountId: elsewhere, strict: true });
  const pending = await world.pendingRequest();
  const unused = await world.approvedRequest();
  const post = await world.openPost();
  const offer = await world.pendingOffer();
  expect(await world.as("admin").read((ctx) => standingOf(ctx, userId))).toEqual({
    contracts: 0,
    offers: 1,
    posts: 1,
    pendingRequests: 1,
    unusedApprovals: 1,
    openSlots: 0,
    approver: false,
  });
  expect(await world.unmoved(() => remove(world, "hiringManager"))).toMatchObject({
    reason: "invalid",
    fieldErrors: { ownerId: ["Choose who takes over the open job posts and pending offers."] },
  });
  expect(await world.unmoved(() => remove(world, "hiringManager", { to: "secondHiringManager" }))).toMatchObject({
    fieldErrors: { ownerId: [expect.stringMatching(/^Marek Novak may not hire in the team of “/)] },
  });
  expect(await world.unmoved(() => remove(world, "hiringManager", { to: "hiringManager" }))).toMatchObject({
    reason: "invalid",
  });
  expect(await remove(world, "hiringManager", { to: "programOwner" })).toEqual({ ok: true });
  expect(await memberOf(world, "hiringManager")).toMatchObject({ state: "removed", roles: [], teamIds: [] });
  expect((await world.request(pending.id)).state).toBe("withdrawn");
  expect((await world.request(unused.id)).state).toBe("approved");
  expect((await world.post(post.id)).ownerName).toBe("Olu Adeyemi");
  expect((await world.offer(offer.id)).contactId).toBe(idOf(world, "programOwner"));
  const left = await plumbing().select({ at: sessions.accountId }).from(sessions).where(eq(sessions.userId, userId));
  expect(left).toEqual([{ at: elsewhere }]);
  expect((await titles(world, "programOwner")).toSorted()).toEqual([
    "You are the contact person of the offer “Payroll audit, March” after Hana Okafor has left",
    "You own the job post “Payroll audit, March” after Hana Okafor has left",
  ]);
  // Twice is once.
  const before = await world.everything();
  expect(await remove(world, "hiringManager")).toEqual({ ok: true });
  expect(await world.everything()).toBe(before);
  await plumbing()
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), eq(sessions.accountId, elsewhere)));
});

test("the contact person of a contract stays until it has another", async () => {
  const world = await openWorld();
  const contract = await world.contract();
  expect(await world.unmoved(() => remove(world, "hiringManager"))).toEqual({
    ok: false,
    reason: "answers-for",
    message: "Reassign first: 1 contract. Nobody was removed.",
  });
  const { id: contractId, version } = contract;
  const contactId = idOf(world, "admin");
  await world.as("admin").write((ctx) => changeContact(ctx, { contractId, version, contactId }));
  expect(await remove(world, "hiringManager")).toEqual({ ok: true });
});

test("an approver who is removed leaves “No approver”: admins are told once, and name somebody else", async () => {
  const world = await openWorld();
  const request = await world.pendingRequest();
  const form = await world.decision(request.id);
  expect(await remove(world, "approver")).toEqual({ ok: true });
  expect((await world.request(request.id)).slots).toMatchObject([{ state: "open", seatState: "removed" }]);
  const told = async () => (await world.mailTo("admin")).filter((mail) => mail.kind === "approver-missing").length;
  expect(await told()).toBe(1);
  await runTick({ now: new Date("2026-05-04T09:05:00Z"), accountId: world.accountId });
  expect(await told()).toBe(1);
  expect(await world.unmoved(() => world.as("approver").write((ctx) => approveRequest(ctx, form)))).toBeInstanceOf(
    ForbiddenError,
  );
  const [link] = await readAs(world.system, ({ db }) =>
    db.execute<{ alive: number }>(
      `select count(*)::int as alive from decision_links where account_id = '${world.accountId}' and dead_since is null`,
    ),
  );
  expect(link).toEqual({ alive: 0 });
  const replacement = {
    requestId: request.id,
    approverId: idOf(world, "approver"),
    replacementId: idOf(world, "secondApprover"),
  };
  expect(await world.as("admin").write((ctx) => replaceApprover(ctx, replacement))).toEqual({ ok: true });
  expect(await world.as("hiringManager").write((ctx) => requestApproval(ctx, world.requestInput()))).toMatchObject({
    reason: "nobody-can-decide",
  });
});

test("deciding and being removed at once: the decision stands or the slot has no approver", async () => {
  for (let round = 0; round < 6; round++) {
    const world = await openWorld();
    const { id } = await world.pendingRequest();
    const form = await world.decision(id);
    const [decided, removed] = await Promise.allSettled([
      world.as("approver").write((ctx) => approveRequest(ctx, form)),
      remove(world, "approver"),
    ]);
    expect(removed).toMatchObject({ status: "fulfilled", value: { ok: true } });
    const request = await world.request(id);
    expect(request.state).toBe(decided.status === "fulfilled" ? "approved" : "pending");
    expect(request.slots[0]?.seatState).toBe("removed");
  }
});

test("a stale page removes nobody", async () => {
  const world = await openWorld();
  const { userId, token } = await memberOf(world, "approver");
  await setRoles(world, "approver", { roles: ["admin"] });
  expect(
    await world.unmoved(() => world.as("admin").write((ctx) => removeMember(ctx, { userId, token, ownerId: null }))),
  ).toEqual({ ok: false, reason: "changed-meanwhile" });
});

test("members are listed by when they joined, and found by name, address, role and designation", async () => {
  const world = await openWorld();
  const page = async (role: MemberFilter | null, search = "", state: "active" | "removed" = "active") =>
    (await world.as("admin").read((ctx) => listMemberPage(ctx, { state, role, search, cursor: null }))).rows;
  const names = async (...asked: Parameters<typeof page>) => (await page(...asked)).map((row) => row.name).toSorted();
  expect(await names(null)).toHaveLength(9);
  expect(await names("admin")).toEqual(["Dana Whitfield"]);
  expect(await names("hiring_manager")).toEqual(["Hana Okafor", "Marek Novak"]);
  expect(await names("approver")).toEqual(["Bo Lindqvist"]);
  expect(await names("no_roles")).toEqual(["Bo Lindqvist", "Elio Conti", "Noor Haddad", "Priya Raman"]);
  expect(await names(null, "FIONA@")).toEqual(["Fiona Castell"]);
  expect(await names(null, "%")).toEqual([]);
  expect(await page("hiring_manager", "hana")).toMatchObject([
    { teams: expect.arrayContaining(["Finance operations"]), roles: [], approver: false },
  ]);
  await remove(world, "fourthApprover");
  expect([await names("no_roles", "elio"), await names(null, "", "removed")]).toEqual([[], ["Elio Conti"]]);
});

test("only admins and program owners of this company change its members", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const teamId = world.company.team("Product design");
  const { userId, token } = await memberOf(world, "approver");
  const deeds = [
    (at: World, by: MemberRole | "freelancer") =>
      at.as(by).write((ctx) => changeRoles(ctx, { userId, token, roles: ["admin"], teamIds: [] })),
    (at: World, by: MemberRole | "freelancer") =>
      at.as(by).write((ctx) => removeMember(ctx, { userId, token, ownerId: null })),
    (at: World, by: MemberRole | "freelancer") => at.as(by).write((ctx) => addToTeam(ctx, { userId, teamId })),
    (at: World, by: MemberRole | "freelancer") => at.as(by).write((ctx) => removeFromTeam(ctx, { userId, teamId })),
  ];
  for (const deed of deeds) {
    for (const role of ["hiringManager", "approver", "financeAdmin", "freelancer"] as const)
      expect(await world.unmoved(() => deed(world, role))).toBeInstanceOf(ForbiddenError);
    expect(await world.unmoved(() => deed(other, "admin"))).toBeInstanceOf(NotFoundError);
  }
  // A team of another company is none of ours.
  const own = { teamId, userId: idOf(other, "approver") };
  expect(await other.unmoved(() => other.as("admin").write((ctx) => addToTeam(ctx, own)))).toMatchObject({
    reason: "invalid",
  });
});

test("the form as it is sent", () => {
  const [userId, token, teamId] = [1, 2, 3].map((n) => `01a1ff00-0000-7000-8000-00000000000${n}`);
  expect(changeRolesInput.parse({ userId, token, admin: "on", "teamId[]": [teamId, teamId] })).toEqual({
    userId,
    token,
    roles: ["admin"],
    teamIds: [teamId],
  });
  expect(changeRolesInput.parse({ userId, token })).toMatchObject({ roles: [], teamIds: [] });
});
