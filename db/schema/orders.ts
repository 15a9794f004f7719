import { sql } from "drizzle-orm";
import {
  boolean,
  char,
  check,
  date,
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
import { orderPermissions, orderStates } from "../enums";
import { memberships, teams } from "./accounts";
import { accountId, auditId, instant, oneOf } from "./columns";

/**
 * A purchase order: the customer's numbered commitment to spend. Its money stands in the ledger (accounts with
 * `subject_id` = its id and the stage as code), so funds, spent and left are sums. `numberKey` is the number in lower
 * case: unique in the company ignoring case, and searchable by prefix.
 */
export const purchaseOrders = pgTable(
  "purchase_orders",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    number: text().notNull(),
    numberKey: text().generatedAlwaysAs(sql`lower(number)`).notNull(),
    description: text().notNull(),
    currency: char({ length: 3 }).notNull(),
    validThrough: date({ mode: "string" }),
    state: text({ enum: orderStates }).notNull(),
    permission: text({ enum: orderPermissions }).notNull(),
    inline: boolean().notNull(),
    createdBy: uuid(),
    createdAt: instant().notNull(),
    version: integer().notNull(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "purchase_orders_pk", columns: [t.accountId, t.id] }),
    unique("purchase_orders_number_once").on(t.accountId, t.numberKey),
    unique("purchase_orders_currency_pin").on(t.accountId, t.id, t.currency),
    index("purchase_orders_newest").on(t.accountId, t.state, t.createdAt, t.id),
    index("purchase_orders_by_date").on(t.accountId, t.validThrough, t.id),
    check("purchase_orders_state_known", oneOf(t.state, orderStates)),
    check("purchase_orders_permission_known", oneOf(t.permission, orderPermissions)),
    check(
      "purchase_orders_number_shape",
      sql`char_length(${t.number}) between 1 and 40 and ${t.number} = btrim(${t.number})`,
    ),
    check("purchase_orders_description_length", sql`char_length(${t.description}) <= 500`),
    check("purchase_orders_version", sql`${t.version} >= 1`),
  ],
);

/** A team or a person that may use a purchase order; only asked where its permission says so. */
export const orderGrants = pgTable(
  "order_grants",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    orderId: uuid().notNull(),
    teamId: uuid(),
    userId: uuid(),
    givenAt: instant().notNull(),
    revokedAt: instant(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "order_grants_pk", columns: [t.accountId, t.id] }),
    foreignKey({
      name: "order_grants_order_fk",
      columns: [t.accountId, t.orderId],
      foreignColumns: [purchaseOrders.accountId, purchaseOrders.id],
    }),
    foreignKey({
      name: "order_grants_team_fk",
      columns: [t.accountId, t.teamId],
      foreignColumns: [teams.accountId, teams.id],
    }),
    foreignKey({
      name: "order_grants_seat_fk",
      columns: [t.accountId, t.userId],
      foreignColumns: [memberships.accountId, memberships.userId],
    }),
    uniqueIndex("order_grants_team_once")
      .on(t.accountId, t.orderId, t.teamId)
      .where(sql`${t.revokedAt} is null and ${t.teamId} is not null`),
    uniqueIndex("order_grants_person_once")
      .on(t.accountId, t.orderId, t.userId)
      .where(sql`${t.revokedAt} is null and ${t.userId} is not null`),
    check("order_grants_one_grantee", sql`num_nonnulls(${t.teamId}, ${t.userId}) = 1`),
  ],
);

/**
 * A share of funds spent that raises an alert, in whole percent. `arming` counts how often it was armed: added funds arm
 * it again after a crossing. `crossedAt` is set while the threshold is reached.
 */
export const orderThresholds = pgTable(
  "order_thresholds",
  {
    accountId: accountId(),
    orderId: uuid().notNull(),
    percent: smallint().notNull(),
    active: boolean().notNull(),
    arming: integer().notNull(),
    crossedAt: instant(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "order_thresholds_pk", columns: [t.accountId, t.orderId, t.percent] }),
    foreignKey({
      name: "order_thresholds_order_fk",
      columns: [t.accountId, t.orderId],
      foreignColumns: [purchaseOrders.accountId, purchaseOrders.id],
    }),
    check("order_thresholds_percent", sql`${t.percent} between 1 and 99`),
    check("order_thresholds_arming", sql`${t.arming} >= 1`),
  ],
);

/** Each crossing of a threshold, once per arming (I24). */
export const orderCrossings = pgTable(
  "order_crossings",
  {
    accountId: accountId(),
    orderId: uuid().notNull(),
    percent: smallint().notNull(),
    arming: integer().notNull(),
    crossedAt: instant().notNull(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "order_crossings_pk", columns: [t.accountId, t.orderId, t.percent, t.arming] }),
    foreignKey({
      name: "order_crossings_threshold_fk",
      columns: [t.accountId, t.orderId, t.percent],
      foreignColumns: [orderThresholds.accountId, orderThresholds.orderId, orderThresholds.percent],
    }),
  ],
);
