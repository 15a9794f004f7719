import { eq } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { plumbing } from "@/db/plumbing";
import { users } from "@/db/schema";
import type { MemberRole } from "@/e2e/world/people";
import { openWorld, type World } from "@/e2e/world/world";
import { addMember } from "../accounts/open-account";
import type { TalentActor } from "../actor";
import { listSeats } from "../auth/queries";
import { readAs, writeAs } from "../ctx";
import { ForbiddenError, NotFoundError } from "../errors";
import { acceptInvitation } from "./accept-invitation";
import { findOwnInvitation, listInvitations } from "./invitations";
import { inviteMember, revokeInvitation, sendInvitationAgain } from "./invite-member";
import { findMember } from "./queries";
import { removeMember } from "./remove-member";
import { type InviteMemberInput, inviteMemberInput } from "./schema";

afterAll(closePool);

let counter = 0;
const addressIn = (world: World) => `ana${counter++}@${world.accountId.slice(-12)}.example`;

function form(world: World, change: Partial<InviteMemberInput> = {}): InviteMemberInput {
  return {
    name: "Ana Silva",
    email: addressIn(world),
    roles: ["finance_admin"],
    teamIds: [world.company.team("Product design")],
    ...change,
  };
}

const invite = (world: World, input: InviteMemberInput, by: MemberRole = "admin") =>
  world.as(by).write((ctx) => inviteMember(ctx, input));

async function invited(world: World, input: InviteMemberInput): Promise<string> {
  expect(await invite(world, input)).toEqual({ ok: true });
  const { rows } = await world.as("admin").read((ctx) => listInvitations(ctx, { search: input.email, cursor: null }));
  return rows[0]?.id ?? "";
}

/** Whoever signs in with this address. */
async function person(email: string): Promise<TalentActor> {
  const [user] = await plumbing().select().from(users).where(eq(users.email, email));
  if (!user) throw new Error(`${email} is not known.`);
  return { kind: "talent", userId: user.id, accountId: null, name: user.name, email, via: "test" };
}

async function accept(world: World, email: string, invitationId: string) {
  const actor = { ...(await person(email)), accountId: world.accountId };
  return writeAs(actor, (ctx) => acceptInvitation(ctx, { invitationId }), { now: world.now ?? new Date(0) });
}

test("invited, mailed, joined: with the roles of the invitation, once", async () => {
  const world = await openWorld();
  const input = form(world);
  const invitationId = await invited(world, input);
  expect(await world.mailTo(input.email)).toMatchObject([
    {
      kind: "member-invited",
      props: {
        invitedBy: "Dana Whitfield",
        roles: ["Finance admin", "Hiring manager in Product design"],
        joinUrl: expect.stringMatching(new RegExp(`/join/${invitationId}$`)),
        validUntil: "18 May 2026, 11:00 CEST",
      },
    },
  ]);
  const { userId } = await person(input.email);
  expect(await listSeats(userId)).toEqual([]);
  const results = await Promise.all([1, 2, 3].map(() => accept(world, input.email, invitationId)));
  expect(results).toEqual([{ ok: true }, { ok: true }, { ok: true }]);
  expect(await listSeats(userId)).toMatchObject([
    { accountId: world.accountId, roles: expect.arrayContaining(["finance_admin", "hiring_manager"]) },
  ]);
  expect(await world.events(userId)).toEqual(["member.invited", "member.joined"]);
  const own = await readAs(await person(input.email), (ctx) => findOwnInvitation(ctx, invitationId));
  expect(own).toMatchObject({ state: "accepted", member: true, companyName: world.company.name });
});

test("members and those who were invited already are not invited; of two at once one is", async () => {
  const world = await openWorld();
  expect(await world.unmoved(() => invite(world, form(world, { email: world.emailOf("approver") })))).toMatchObject({
    fieldErrors: { email: [expect.stringContaining("belongs to a member already")] },
  });
  const input = form(world);
  const results = await Promise.all([invite(world, input), invite(world, input, "programOwner")]);
  expect(results.filter((result) => result.ok)).toHaveLength(1);
  expect(results.find((result) => !result.ok)).toMatchObject({
    fieldErrors: { email: [expect.stringContaining("Send again?")] },
  });
});

test("an invitation ends after 14 days, or when it is revoked; sent again it lives anew", async () => {
  const world = await openWorld();
  const input = form(world);
  const invitationId = await invited(world, input);
  world.at("2026-05-18T09:00:00Z");
  expect(await world.unmoved(() => accept(world, input.email, invitationId))).toEqual({ ok: false, reason: "expired" });
  const again = () => world.as("programOwner").write((ctx) => sendInvitationAgain(ctx, { invitationId }));
  expect(await again()).toEqual({ ok: true });
  expect(await world.mailTo(input.email)).toHaveLength(2);
  const revoke = () => world.as("admin").write((ctx) => revokeInvitation(ctx, { invitationId }));
  expect([await revoke(), await revoke()]).toEqual([{ ok: true }, { ok: true }]);
  expect(await world.unmoved(() => accept(world, input.email, invitationId))).toEqual({ ok: false, reason: "revoked" });
  expect(await world.unmoved(again)).toEqual({ ok: false, reason: "revoked" });
  const next = await invited(world, input);
  world.at("2026-05-31T08:59:59Z");
  expect(await accept(world, input.email, next)).toEqual({ ok: true });
  expect(await world.unmoved(revoke)).toEqual({ ok: true });
});

test("only the invited address joins, and sees that there is an invitation", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const input = form(world);
  const invitationId = await invited(world, input);
  const stranger = other.emailOf("freelancer");
  expect(await world.unmoved(() => accept(world, stranger, invitationId))).toBeInstanceOf(NotFoundError);
  expect(await readAs(await person(stranger), (ctx) => findOwnInvitation(ctx, invitationId))).toBeNull();
  expect(await other.unmoved(() => accept(other, input.email, invitationId))).toBeInstanceOf(NotFoundError);
});

test("somebody who was removed is invited again: the same person, with nothing but the new roles", async () => {
  const world = await openWorld();
  const { userId, email } = world.as("fourthApprover").actor;
  const member = () => readAs(world.system, (ctx) => findMember(ctx, userId));
  const token = (await member())?.token ?? "";
  await world.as("admin").write((ctx) => removeMember(ctx, { userId, token, ownerId: null }));
  const invitationId = await invited(world, form(world, { email, roles: ["admin"], teamIds: [] }));
  world.at("2026-05-06T09:00:00Z");
  expect(await accept(world, email, invitationId)).toEqual({ ok: true });
  expect(await member()).toMatchObject({ state: "active", removedAt: null, name: "Elio Conti", roles: ["admin"] });
  expect(await world.events(userId)).toEqual(["member.joined", "member.removed", "member.invited", "member.joined"]);
});

test("who got a seat by an import meanwhile holds what the import says", async () => {
  const world = await openWorld();
  const input = form(world);
  const invitationId = await invited(world, input);
  const roles = [{ role: "program_owner" as const, teamId: world.company.team() }];
  await writeAs(world.system, (ctx) => addMember(ctx, { name: "Ana Silva", email: input.email, roles }));
  expect(await world.unmoved(() => accept(world, input.email, invitationId))).toEqual({ ok: false, reason: "used" });
});

test("only admins and program owners of this company invite", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const invitationId = await invited(world, form(world));
  const deeds = [
    (at: World, by: MemberRole | "freelancer") => at.as(by).write((ctx) => sendInvitationAgain(ctx, { invitationId })),
    (at: World, by: MemberRole | "freelancer") => at.as(by).write((ctx) => revokeInvitation(ctx, { invitationId })),
  ];
  for (const role of ["hiringManager", "approver", "financeAdmin", "freelancer"] as const) {
    for (const deed of deeds) expect(await world.unmoved(() => deed(world, role))).toBeInstanceOf(ForbiddenError);
    const input = form(world);
    expect(await world.unmoved(() => world.as(role).write((ctx) => inviteMember(ctx, input)))).toBeInstanceOf(
      ForbiddenError,
    );
  }
  for (const deed of deeds) expect(await world.unmoved(() => deed(other, "admin"))).toBeInstanceOf(NotFoundError);
  const foreign = form(other, { teamIds: [world.company.team("Product design")] });
  expect(await other.unmoved(() => invite(other, foreign))).toMatchObject({ reason: "invalid" });
});

test("the form names a person, one address and at least one role", () => {
  const errors = (form: object) =>
    Object.fromEntries(
      (inviteMemberInput.safeParse(form).error?.issues ?? []).map(({ path, message }) => [String(path[0]), message]),
    );
  expect(errors({ name: "", email: "ana" })).toMatchObject({
    name: "Enter a name.",
    email: "Enter one plain address, such as name@company.com.",
  });
  expect(errors({ name: "Ana", email: "ana@a.example" })).toEqual({
    "teamId[]": "Choose at least one role, or a team to hire in.",
  });
  expect(inviteMemberInput.parse({ name: "Ana", email: " ANA@a.example ", admin: "on" })).toEqual({
    name: "Ana",
    email: "ana@a.example",
    roles: ["admin"],
    teamIds: [],
  });
});
