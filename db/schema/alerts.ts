import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import {
  alertOverlaps,
  digestOutcomes,
  notificationCategories,
  notificationChannels,
  suppressionReasons,
} from "../enums";
import { memberships, users } from "./accounts";
import { accountId, auditId, instant, oneOf } from "./columns";

/** When and how a company's weekly spend alerts go out (product.md §5). One row per account. `zone` null: the account's. */
export const alertSettings = pgTable(
  "alert_settings",
  {
    accountId: accountId(),
    enabled: boolean().notNull(),
    weekday: smallint().notNull(),
    minuteOfDay: smallint().notNull(),
    zone: text(),
    overlap: text({ enum: alertOverlaps }).notNull(),
    personalSchedule: boolean().notNull(),
    version: integer().notNull(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "alert_settings_pk", columns: [t.accountId] }),
    check("alert_settings_weekday", sql`${t.weekday} between 1 and 7`),
    check("alert_settings_time", sql`${t.minuteOfDay} between 300 and 1260`),
    check("alert_settings_overlap_known", oneOf(t.overlap, alertOverlaps)),
  ],
);

/** A member's own choice for the own digest; null parts follow the company. */
export const personalSchedules = pgTable(
  "personal_schedules",
  {
    accountId: accountId(),
    userId: uuid().notNull(),
    weekday: smallint(),
    minuteOfDay: smallint(),
    zone: text(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "personal_schedules_pk", columns: [t.accountId, t.userId] }),
    foreignKey({
      name: "personal_schedules_seat_fk",
      columns: [t.accountId, t.userId],
      foreignColumns: [memberships.accountId, memberships.userId],
    }),
    check("personal_schedules_weekday", sql`${t.weekday} between 1 and 7`),
    check("personal_schedules_time", sql`${t.minuteOfDay} between 300 and 1260`),
  ],
);

/**
 * The next planned instant of the company's digest (`scopeId` = the account) or of one person's (`scopeId` = the user),
 * and the ISO week it belongs to. What is due is found by `dueAt`. Operational: the planner moves it on.
 */
export const digestSchedules = pgTable(
  "digest_schedules",
  {
    accountId: accountId(),
    scopeId: uuid().notNull(),
    dueAt: instant().notNull(),
    isoWeek: text().notNull(),
  },
  (t) => [
    primaryKey({ name: "digest_schedules_pk", columns: [t.accountId, t.scopeId] }),
    index("digest_schedules_due").on(t.dueAt),
  ],
);

/**
 * One person's digest of one ISO week: claimed once by its key, settled with exactly one outcome (I28, I29). `firstWeek`:
 * weeks missed in a row are written down once, and such a row stands for all of them, from there to its own; null where
 * it stands for its own alone.
 */
export const digestRuns = pgTable(
  "digest_runs",
  {
    accountId: accountId(),
    userId: uuid().notNull(),
    isoWeek: text().notNull(),
    firstWeek: text(),
    dueAt: instant().notNull(),
    plannedAt: instant().notNull(),
    outcome: text({ enum: digestOutcomes }),
    settledAt: instant(),
    newLines: integer(),
    openLines: integer(),
    mailId: uuid(),
  },
  (t) => [
    primaryKey({ name: "digest_runs_pk", columns: [t.accountId, t.userId, t.isoWeek] }),
    foreignKey({
      name: "digest_runs_seat_fk",
      columns: [t.accountId, t.userId],
      foreignColumns: [memberships.accountId, memberships.userId],
    }),
    index("digest_runs_open").on(t.dueAt).where(sql`${t.outcome} is null`),
    index("digest_runs_by_mail").on(t.accountId, t.mailId),
    check("digest_runs_week_shape", sql`${t.isoWeek} ~ '^[0-9]{4}-W[0-9]{2}$'`),
    // Weeks in this shape compare as text.
    check(
      "digest_runs_first_week",
      sql`${t.firstWeek} is null or ${t.firstWeek} ~ '^[0-9]{4}-W[0-9]{2}$' and ${t.firstWeek} < ${t.isoWeek} and ${t.outcome} is not distinct from 'skipped'`,
    ),
    check("digest_runs_outcome_known", oneOf(t.outcome, digestOutcomes)),
    check("digest_runs_settled", sql`(${t.outcome} is null) = (${t.settledAt} is null)`),
  ],
);

/** The lines that were open at a company's weekly evaluation: what makes a line new, still open or resolved a week later. */
export const alertSnapshots = pgTable(
  "alert_snapshots",
  {
    accountId: accountId(),
    isoWeek: text().notNull(),
    lineKey: text().notNull(),
    weeksOpen: smallint().notNull(),
    title: text().notNull(),
    detail: jsonb().$type<Record<string, string | null>>().notNull(),
  },
  (t) => [
    primaryKey({ name: "alert_snapshots_pk", columns: [t.accountId, t.isoWeek, t.lineKey] }),
    check("alert_snapshots_weeks", sql`${t.weeksOpen} >= 1`),
  ],
);

/** That a company was evaluated in a week, also when nothing was open. */
export const alertEvaluations = pgTable(
  "alert_evaluations",
  {
    accountId: accountId(),
    isoWeek: text().notNull(),
    evaluatedAt: instant().notNull(),
    lines: integer().notNull(),
  },
  (t) => [primaryKey({ name: "alert_evaluations_pk", columns: [t.accountId, t.isoWeek] })],
);

/** "Acknowledge until": for one person, until a date or until the line's cause changes. */
export const alertAcknowledgements = pgTable(
  "alert_acknowledgements",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    userId: uuid().notNull(),
    lineKey: text().notNull(),
    cause: text().notNull(),
    untilDate: date({ mode: "string" }).notNull(),
    note: text(),
    acknowledgedAt: instant().notNull(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "alert_acknowledgements_pk", columns: [t.accountId, t.id] }),
    foreignKey({
      name: "alert_acknowledgements_seat_fk",
      columns: [t.accountId, t.userId],
      foreignColumns: [memberships.accountId, memberships.userId],
    }),
    index("alert_acknowledgements_by_line").on(t.accountId, t.lineKey, t.userId, t.untilDate),
    check("alert_acknowledgements_note", sql`char_length(${t.note}) between 1 and 500`),
  ],
);

/** What one person switched for one category and channel. No row: on (or "15m" for message mail). */
export const notificationSettings = pgTable(
  "notification_settings",
  {
    accountId: accountId(),
    userId: uuid().notNull(),
    category: text({ enum: notificationCategories }).notNull(),
    channel: text({ enum: notificationChannels }).notNull(),
    value: text().notNull(),
    changedAt: instant().notNull(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "notification_settings_pk", columns: [t.accountId, t.userId, t.category, t.channel] }),
    foreignKey({
      name: "notification_settings_seat_fk",
      columns: [t.accountId, t.userId],
      foreignColumns: [memberships.accountId, memberships.userId],
    }),
    check("notification_settings_category_known", oneOf(t.category, notificationCategories)),
    check("notification_settings_channel_known", oneOf(t.channel, notificationChannels)),
    check("notification_settings_value", sql`${t.value} in ('on', 'off', 'at_once', '15m', 'hourly', 'daily')`),
  ],
);

/**
 * What one person switched as a freelancer, for all companies: offers come from companies that nobody chose yet. The rows
 * lie in the platform's own account, so that a change has its event; written by that person alone, and read besides by
 * the process that hands a mail over. No row: on.
 */
export const talentNotificationSettings = pgTable(
  "talent_notification_settings",
  {
    accountId: accountId(),
    userId: uuid().notNull(),
    category: text({ enum: notificationCategories }).notNull(),
    channel: text({ enum: notificationChannels }).notNull(),
    value: text().notNull(),
    changedAt: instant().notNull(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "talent_notification_settings_pk", columns: [t.accountId, t.userId, t.category, t.channel] }),
    foreignKey({ name: "talent_notification_settings_user_fk", columns: [t.userId], foreignColumns: [users.id] }),
    check("talent_notification_settings_platform", sql`${t.accountId} = '00000000-0000-7000-8000-000000000001'`),
    check("talent_notification_settings_category_known", oneOf(t.category, notificationCategories)),
    check("talent_notification_settings_channel_known", oneOf(t.channel, notificationChannels)),
    check("talent_notification_settings_value", sql`${t.value} in ('on', 'off')`),
  ],
);

/** A line in a person's notification list. `key` makes a deed that is tried again notify once. Operational. */
export const notices = pgTable(
  "notices",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    userId: uuid().notNull(),
    kind: text().notNull(),
    category: text({ enum: notificationCategories }).notNull(),
    key: text().notNull(),
    title: text().notNull(),
    href: text().notNull(),
    at: instant().notNull(),
    readAt: instant(),
  },
  (t) => [
    primaryKey({ name: "notices_pk", columns: [t.accountId, t.id] }),
    unique("notices_once").on(t.accountId, t.userId, t.kind, t.key),
    foreignKey({
      name: "notices_seat_fk",
      columns: [t.accountId, t.userId],
      foreignColumns: [memberships.accountId, memberships.userId],
    }),
    index("notices_newest").on(t.accountId, t.userId, t.at, t.id),
    index("notices_unread").on(t.accountId, t.userId).where(sql`${t.readAt} is null`),
    check("notices_category_known", oneOf(t.category, notificationCategories)),
    check("notices_own_page", sql`${t.href} ~ '^/[^/]'`),
  ],
);

/** Addresses that get no more mail, for every company: the address itself bounced or complained. Shared plumbing. */
export const mailSuppressions = pgTable(
  "mail_suppressions",
  {
    address: text().primaryKey(),
    reason: text({ enum: suppressionReasons }).notNull(),
    since: instant().notNull(),
  },
  (t) => [check("mail_suppressions_reason_known", oneOf(t.reason, suppressionReasons))],
);

/** Inbound webhook ids that were handled, so that a repeat does nothing. Plumbing, on wall time. */
export const webhookEvents = pgTable(
  "webhook_events",
  { id: text().primaryKey(), receivedAt: instant().notNull() },
  (t) => [index("webhook_events_received").on(t.receivedAt)],
);
