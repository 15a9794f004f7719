import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import type { Role } from "@/db/enums";
import { memberInvitations, memberships, users } from "@/db/schema";
import { getAccountSettings, listTeams } from "../accounts/queries";
import type { TalentActor } from "../actor";
import type { Ctx, ReadCtx } from "../ctx";
import { formatInstant } from "../dates";
import { env } from "../env";
import { NotFoundError } from "../errors";
import { isId } from "../ids";
import { queueMail } from "../mail/queue-mail";
import { settingsUrlFor } from "../notifications/settings-url";
import { type Cursor, isInstantText, type Page, pageSize, toPage } from "../paging";
import { personHolds } from "../person-holds";
import { roleWords } from "../words";

export type Invitation = {
  id: string;
  name: string;
  email: string;
  roles: Role[];
  teamIds: string[];
  invitedAt: Date;
  expiresAt: Date;
  invitedByName: string;
};

const columns = {
  id: memberInvitations.id,
  name: memberInvitations.name,
  email: memberInvitations.email,
  roles: sql<Role[]>`${memberInvitations.roles}`,
  teamIds: sql<string[]>`${memberInvitations.teamIds}`,
  invitedAt: memberInvitations.invitedAt,
  expiresAt: memberInvitations.expiresAt,
  invitedByName: users.name,
};

/** Invitations that nobody has used or revoked, expired ones too, the latest first, a page at a time. */
export async function listInvitations(
  ctx: ReadCtx,
  { search, cursor }: { search: string; cursor: Cursor | null },
): Promise<Page<Invitation>> {
  const rows = await ctx.db
    .select(columns)
    .from(memberInvitations)
    .innerJoin(users, eq(users.id, memberInvitations.invitedBy))
    .where(
      and(
        eq(memberInvitations.accountId, ctx.accountId),
        eq(memberInvitations.state, "open"),
        personHolds(memberInvitations, search),
        cursor && isInstantText(cursor.value)
          ? sql`(${memberInvitations.invitedAt}, ${memberInvitations.id}) < (${cursor.value}::timestamptz, ${cursor.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(memberInvitations.invitedAt), desc(memberInvitations.id))
    .limit(pageSize + 1);
  return toPage(rows, (row) => ({ value: row.invitedAt.toISOString(), id: row.id }));
}

/** The open invitation of an address, or null. */
export async function findOpenInvitation(ctx: ReadCtx, email: string) {
  const [open] = await ctx.db
    .select({ id: memberInvitations.id, expiresAt: memberInvitations.expiresAt })
    .from(memberInvitations)
    .where(
      and(
        eq(memberInvitations.accountId, ctx.accountId),
        eq(memberInvitations.email, email),
        eq(memberInvitations.state, "open"),
      ),
    );
  return open ?? null;
}

/** One invitation for a verb, locked. @throws NotFoundError */
export async function getInvitationForChange(ctx: Ctx, invitationId: string) {
  const [found] = await ctx.db
    .select()
    .from(memberInvitations)
    .where(and(eq(memberInvitations.accountId, ctx.accountId), eq(memberInvitations.id, invitationId)))
    .for("update");
  if (!found) throw new NotFoundError("invitation");
  return found;
}

export type OwnInvitation = {
  id: string;
  accountId: string;
  companyName: string;
  state: "open" | "accepted" | "revoked";
  expiresAt: Date;
  /** holds a seat in that company already */
  member: boolean;
};

/**
 * An invitation to the address of whoever is signed in, or null: unknown ones and those of other people look alike. One
 * of the named reads across accounts: row-level security shows a person the invitations to their own address, and the
 * company's name.
 */
export async function findOwnInvitation(
  ctx: ReadCtx<TalentActor>,
  invitationId: string,
): Promise<OwnInvitation | null> {
  if (!isId(invitationId)) return null;
  const [own] = await ctx.db
    .select({
      id: memberInvitations.id,
      accountId: memberInvitations.accountId,
      companyName: memberInvitations.companyName,
      state: memberInvitations.state,
      expiresAt: memberInvitations.expiresAt,
      member: sql<boolean>`exists (select from ${memberships} m where m.account_id = ${memberInvitations.accountId}
        and m.user_id = ${ctx.actor.userId} and m.state = 'active')`,
    })
    .from(memberInvitations)
    .where(and(eq(memberInvitations.id, invitationId), eq(memberInvitations.email, ctx.actor.email)));
  return own ?? null;
}

/** Mails the way in; each deed sends a mail of its own. */
export async function mailInvitation(
  ctx: Ctx,
  invitation: {
    id: string;
    name: string;
    email: string;
    roles: readonly string[];
    teamIds: readonly string[];
    expiresAt: Date;
  },
): Promise<void> {
  const { name: companyName, timeZone } = await getAccountSettings(ctx);
  const all = await listTeams(ctx);
  const by = ctx.actor.kind === "member" ? ctx.actor : null;
  const roles = [
    ...invitation.roles.map((role) => roleWords[role as Role]),
    ...all.filter((team) => invitation.teamIds.includes(team.id)).map((team) => `Hiring manager in ${team.name}`),
  ];
  await queueMail(ctx, {
    kind: "member-invited",
    to: invitation.email,
    key: `${invitation.id}/${ctx.auditId}`,
    props: {
      companyName,
      askWhom: by ? `${by.name} (${by.email})` : companyName,
      settingsUrl: settingsUrlFor("client"),
      invitedBy: by?.name ?? companyName,
      invitedAddress: invitation.email,
      roles,
      validUntil: formatInstant(invitation.expiresAt, timeZone),
      joinUrl: `${env.APP_ORIGIN}/join/${invitation.id}`,
    },
  });
}
