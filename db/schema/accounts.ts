import { sql } from "drizzle-orm";
import {
  boolean,
  char,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { approvalScopes, envelopeModes, invitationStates, membershipStates, roles, staffRoles } from "../enums";
import { accountId, auditId, instant, oneOf } from "./columns";

/** One client company. Shared table without row-level security: only what is needed before a tenant is known. */
export const accounts = pgTable(
  "accounts",
  {
    id: uuid().primaryKey(),
    slug: text().notNull().unique("accounts_slug_once"),
    state: text({ enum: ["active", "internal"] }).notNull(),
  },
  (t) => [
    check("accounts_state_known", oneOf(t.state, ["active", "internal"])),
    check("accounts_slug_shape", sql`${t.slug} ~ '^[a-z0-9-]{3,40}$'`),
  ],
);

/** One person, whatever seats they hold. Shared table without row-level security. `email` is normalised. */
export const users = pgTable(
  "users",
  {
    id: uuid().primaryKey(),
    email: text().notNull().unique("users_email_once"),
    name: text().notNull(),
    staffRole: text({ enum: staffRoles }),
    timeZone: text().notNull(),
    emailVerifiedAt: instant(),
    createdAt: instant().notNull(),
  },
  (t) => [check("users_staff_role_known", oneOf(t.staffRole, staffRoles))],
);

/** What a company calls itself and counts in. One row per account. */
export const accountSettings = pgTable(
  "account_settings",
  {
    accountId: accountId(),
    name: text().notNull(),
    timeZone: text().notNull(),
    currency: char({ length: 3 }).notNull(),
    offerLifeDays: smallint().notNull(),
    /** Purchase orders (product.md §4): shown at all; asked for on posts, on offers; the rest of `po.*`. */
    ordersOn: boolean().notNull().default(false),
    ordersRequiredOnPosts: boolean().notNull().default(false),
    ordersRequiredOnOffers: boolean().notNull().default(false),
    oneDollarExempt: boolean().notNull().default(true),
    ordersInline: boolean().notNull().default(true),
    ordersIncludeFees: boolean().notNull().default(true),
    postLifeDays: smallint().notNull().default(30),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "account_settings_pk", columns: [t.accountId] }),
    check("account_settings_offer_life", sql`${t.offerLifeDays} between 1 and 90`),
    check("account_settings_post_life", sql`${t.postLifeDays} between 1 and 365`),
  ],
);

/**
 * A department. Every account has exactly one parent team. Names are unique ignoring case (`nameKey`). A hidden team takes
 * nothing new and keeps its history; the parent team is never hidden.
 */
export const teams = pgTable(
  "teams",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    name: text().notNull(),
    nameKey: text().generatedAlwaysAs(sql`lower(name)`).notNull(),
    parent: boolean().notNull(),
    hiddenAt: instant(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "teams_pk", columns: [t.accountId, t.id] }),
    unique("teams_name_once").on(t.accountId, t.nameKey),
    uniqueIndex("teams_one_parent").on(t.accountId).where(sql`${t.parent}`),
    check("teams_parent_in_sight", sql`not ${t.parent} or ${t.hiddenAt} is null`),
  ],
);

/** A person's seat in an account. `auditId` also moves when the roles held in it change. */
export const memberships = pgTable(
  "memberships",
  {
    accountId: accountId(),
    userId: uuid().notNull(),
    state: text({ enum: membershipStates }).notNull(),
    joinedAt: instant().notNull(),
    removedAt: instant(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "memberships_pk", columns: [t.accountId, t.userId] }),
    unique("memberships_state_pin").on(t.accountId, t.userId, t.state),
    foreignKey({ name: "memberships_user_fk", columns: [t.userId], foreignColumns: [users.id] }),
    index("memberships_by_user").on(t.userId),
    index("memberships_newest").on(t.accountId, t.state, t.joinedAt, t.userId),
    check("memberships_state_known", oneOf(t.state, membershipStates)),
    check("memberships_removed_has_instant", sql`(${t.state} = 'removed') = (${t.removedAt} is not null)`),
  ],
);

/** A role as a fact: given, perhaps taken away. Account-wide roles name the parent team. */
export const memberRoles = pgTable(
  "member_roles",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    userId: uuid().notNull(),
    role: text({ enum: roles }).notNull(),
    teamId: uuid().notNull(),
    givenAt: instant().notNull(),
    revokedAt: instant(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "member_roles_pk", columns: [t.accountId, t.id] }),
    foreignKey({
      name: "member_roles_seat_fk",
      columns: [t.accountId, t.userId],
      foreignColumns: [memberships.accountId, memberships.userId],
    }),
    foreignKey({
      name: "member_roles_team_fk",
      columns: [t.accountId, t.teamId],
      foreignColumns: [teams.accountId, teams.id],
    }),
    uniqueIndex("member_roles_held_once")
      .on(t.accountId, t.userId, t.role, t.teamId)
      .where(sql`${t.revokedAt} is null`),
    index("member_roles_by_user").on(t.userId),
    index("member_roles_of_team").on(t.accountId, t.teamId, t.role, t.givenAt, t.id).where(sql`${t.revokedAt} is null`),
    check("member_roles_known", oneOf(t.role, roles)),
  ],
);

/**
 * Somebody is asked to take a seat, with these roles for the whole company and as hiring manager in these teams. Whoever
 * signs in with `email` (normalised) accepts it, once, before `expiresAt`; the id alone opens nothing. One open invitation
 * per address. `companyName` as the mail said it.
 */
export const memberInvitations = pgTable(
  "member_invitations",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    email: text().notNull(),
    name: text().notNull(),
    companyName: text().notNull(),
    roles: text({ enum: roles }).array().notNull(),
    teamIds: uuid().array().notNull(),
    state: text({ enum: invitationStates }).notNull(),
    invitedBy: uuid().notNull(),
    invitedAt: instant().notNull(),
    expiresAt: instant().notNull(),
    endedAt: instant(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "member_invitations_pk", columns: [t.accountId, t.id] }),
    foreignKey({ name: "member_invitations_by_fk", columns: [t.invitedBy], foreignColumns: [users.id] }),
    uniqueIndex("member_invitations_open_once").on(t.accountId, t.email).where(sql`${t.state} = 'open'`),
    index("member_invitations_newest").on(t.accountId, t.state, t.invitedAt, t.id),
    index("member_invitations_by_id").on(t.id),
    check("member_invitations_state_known", oneOf(t.state, invitationStates)),
    check("member_invitations_roles_known", sql`${t.roles} <@ array['admin', 'finance_admin', 'program_owner']`),
    check("member_invitations_some_role", sql`cardinality(${t.roles}) + cardinality(${t.teamIds}) > 0`),
    check("member_invitations_ended", sql`(${t.state} = 'open') = (${t.endedAt} is null)`),
  ],
);

/**
 * One version of a company's approval policy. Versions are only ever added, and a request names the one it was
 * submitted under, so a change never disturbs a request in flight.
 */
export const approvalPolicies = pgTable(
  "approval_policies",
  {
    accountId: accountId(),
    version: integer().notNull(),
    enabled: boolean().notNull(),
    scope: text({ enum: approvalScopes }).notNull(),
    expiryDays: smallint().notNull(),
    declineReasonRequired: boolean().notNull(),
    envelope: text({ enum: envelopeModes }).notNull().default("carry_over_always"),
    envelopePercent: smallint().notNull().default(10),
    changedBy: uuid(),
    changedAt: instant().notNull(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "approval_policies_pk", columns: [t.accountId, t.version] }),
    check("approval_policies_scope_known", oneOf(t.scope, approvalScopes)),
    check("approval_policies_expiry", sql`${t.expiryDays} between 1 and 365`),
    check("approval_policies_envelope_known", oneOf(t.envelope, envelopeModes)),
    check("approval_policies_envelope_percent", sql`${t.envelopePercent} between 0 and 100`),
    check("approval_policies_version", sql`${t.version} >= 1`),
  ],
);

/** Who must sign, by step. A person appears once in a policy; a step has one or two approvers. */
export const policyApprovers = pgTable(
  "policy_approvers",
  {
    accountId: accountId(),
    version: integer().notNull(),
    step: smallint().notNull(),
    position: smallint().notNull(),
    userId: uuid().notNull(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "policy_approvers_pk", columns: [t.accountId, t.version, t.step, t.position] }),
    unique("policy_approvers_person_once").on(t.accountId, t.version, t.userId),
    foreignKey({
      name: "policy_approvers_policy_fk",
      columns: [t.accountId, t.version],
      foreignColumns: [approvalPolicies.accountId, approvalPolicies.version],
    }),
    foreignKey({
      name: "policy_approvers_seat_fk",
      columns: [t.accountId, t.userId],
      foreignColumns: [memberships.accountId, memberships.userId],
    }),
    check("policy_approvers_two_steps", sql`${t.step} in (1, 2)`),
    check("policy_approvers_two_people", sql`${t.position} in (1, 2)`),
  ],
);

/** The last number given per account and noun (offers, contracts, a year's receipts and invoices). Operational: no audit event of its own. */
export const accountCounters = pgTable(
  "account_counters",
  {
    accountId: accountId(),
    noun: text().notNull(),
    last: integer().notNull(),
  },
  (t) => [primaryKey({ name: "account_counters_pk", columns: [t.accountId, t.noun] })],
);
