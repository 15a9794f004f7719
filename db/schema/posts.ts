import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  char,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { contractTypes, orderChoices, postStates } from "../enums";
import { memberships, teams } from "./accounts";
import { accountId, auditId, instant, oneOf } from "./columns";
import { purchaseOrders } from "./orders";

/**
 * A job post: work that is looked for. `orderChoice` says how the purchase order was answered: one is linked, "I don't
 * have one yet" (`placeholder`), or the question was not asked (`none`). An open post closes by itself at `openUntil`,
 * 30 days after the last activity. `titleKey` is the title in lower case, for search by prefix.
 */
export const jobPosts = pgTable(
  "job_posts",
  {
    accountId: accountId(),
    id: uuid().notNull(),
    title: text().notNull(),
    titleKey: text().generatedAlwaysAs(sql`lower(title)`).notNull(),
    description: text().notNull(),
    teamId: uuid().notNull(),
    ownerId: uuid().notNull(),
    authorId: uuid(),
    contractType: text({ enum: contractTypes }).notNull(),
    currency: char({ length: 3 }).notNull(),
    rateFromMinor: bigint({ mode: "bigint" }),
    rateToMinor: bigint({ mode: "bigint" }),
    budgetMinor: bigint({ mode: "bigint" }),
    orderChoice: text({ enum: orderChoices }).notNull(),
    orderId: uuid(),
    state: text({ enum: postStates }).notNull(),
    openedAt: instant(),
    openUntil: instant(),
    /** the `openUntil` whose nearing has been told; another one is told anew */
    warnedFor: instant(),
    closedAt: instant(),
    closeReason: text(),
    filled: boolean().notNull(),
    externalRef: text(),
    createdAt: instant().notNull(),
    version: integer().notNull(),
    auditId: auditId(),
  },
  (t) => [
    primaryKey({ name: "job_posts_pk", columns: [t.accountId, t.id] }),
    unique("job_posts_external_once").on(t.accountId, t.externalRef),
    foreignKey({
      name: "job_posts_team_fk",
      columns: [t.accountId, t.teamId],
      foreignColumns: [teams.accountId, teams.id],
    }),
    foreignKey({
      name: "job_posts_owner_fk",
      columns: [t.accountId, t.ownerId],
      foreignColumns: [memberships.accountId, memberships.userId],
    }),
    foreignKey({
      name: "job_posts_order_fk",
      columns: [t.accountId, t.orderId, t.currency],
      foreignColumns: [purchaseOrders.accountId, purchaseOrders.id, purchaseOrders.currency],
    }),
    index("job_posts_by_state").on(t.accountId, t.state, t.createdAt, t.id),
    index("job_posts_by_owner").on(t.accountId, t.ownerId, t.state, t.createdAt, t.id),
    index("job_posts_by_order").on(t.accountId, t.orderId, t.createdAt, t.id).where(sql`${t.orderId} is not null`),
    index("job_posts_placeholders")
      .on(t.accountId, t.id)
      .where(sql`${t.state} = 'open' and ${t.orderChoice} = 'placeholder'`),
    index("job_posts_due").on(t.openUntil).where(sql`${t.state} = 'open'`),
    index("job_posts_unwarned")
      .on(t.openUntil)
      .where(sql`${t.state} = 'open' and ${t.warnedFor} is distinct from ${t.openUntil}`),
    index("job_posts_by_title").on(t.accountId, t.titleKey),
    check("job_posts_state_known", oneOf(t.state, postStates)),
    check("job_posts_type_known", oneOf(t.contractType, contractTypes)),
    check("job_posts_choice_known", oneOf(t.orderChoice, orderChoices)),
    check("job_posts_order_chosen", sql`(${t.orderChoice} = 'order') = (${t.orderId} is not null)`),
    check("job_posts_title_length", sql`char_length(${t.title}) between 1 and 120`),
    check("job_posts_text_length", sql`char_length(${t.description}) <= 5000`),
    check("job_posts_reason_length", sql`char_length(${t.closeReason}) between 1 and 1000`),
    check(
      "job_posts_rates",
      sql`(${t.rateFromMinor} is null or (${t.contractType} = 'hourly' and ${t.rateFromMinor} > 0)) and (${t.rateToMinor} is null or (${t.contractType} = 'hourly' and ${t.rateToMinor} >= coalesce(${t.rateFromMinor}, 1)))`,
    ),
    check(
      "job_posts_budget",
      sql`${t.budgetMinor} is null or (${t.contractType} = 'fixed_price' and ${t.budgetMinor} > 0)`,
    ),
    check(
      "job_posts_life",
      sql`(${t.state} = 'open') = (${t.openUntil} is not null) and (${t.state} = 'draft' or ${t.openedAt} is not null) and (${t.state} in ('closed', 'expired')) = (${t.closedAt} is not null)`,
    ),
    check("job_posts_version", sql`${t.version} >= 1`),
  ],
);
