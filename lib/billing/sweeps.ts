import "server-only";
import { and, asc, eq, gt, isNotNull, isNull, lte, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import {
  accounts,
  companyBilling,
  companySuspensions,
  earnings,
  escrowDisputes,
  milestoneProposals,
  milestones,
  moneyMoves,
  payoutRequests,
  refundAsks,
} from "@/db/schema";
import type { Ctx, ReadCtx } from "../ctx";
import { runDisputeTimer } from "../disputes/advance-dispute";
import { runMilestoneTimer } from "../milestones/advance-milestone";
import { runProposalTimer } from "../milestones/lapse-proposal";
import { makeEarningAvailable } from "../milestones/make-earning-available";
import { runAskTimer } from "../refunds/end-ask";
import { heldBack } from "./available-earnings";
import { runCollectionTimer } from "./collect-debt";
import { debtIn } from "./debt";
import { runBillingTimer } from "./issue-invoice";
import { runMoveTimer } from "./money-moves";
import { runPayoutTimer } from "./payout-requests";
import { settleSuspension } from "./suspend-company";

type Due = { accountId: string; id: string };

/** What waits for the clock: where it stands, which rows are due, and the verb that asks each row again. */
export type MoneySweep = {
  name: string;
  list: (ctx: ReadCtx, reach: SQL, limit: number) => Promise<Due[]>;
  verb: (ctx: Ctx, id: string) => Promise<boolean>;
};

/** Everything due in a table by its due column, oldest first, in the reach given. */
const dueIn =
  (
    table: { accountId: AnyPgColumn; id: AnyPgColumn },
    due: AnyPgColumn,
    open: () => SQL | undefined,
  ): MoneySweep["list"] =>
  ({ db, now }, reach, limit) =>
    db
      .select({ accountId: sql<string>`${table.accountId}`, id: sql<string>`${table.id}` })
      .from(table.accountId.table)
      .innerJoin(accounts, eq(accounts.id, table.accountId))
      .where(and(open(), lte(due, now), reach))
      .orderBy(asc(due))
      .limit(limit);

/** A platform hold keeps earnings pending, and nothing is left of what was refunded; both would be looked at again and again. */
const notHeld = () => and(isNull(earnings.movedAt), gt(earnings.leftMinor, 0n), sql`not ${heldBack}`);

/** Nothing is owed any more. */
const settled = () => sql`${debtIn(companySuspensions.accountId)} = 0`;

/** Suspended companies that owe nothing, who are longest so first. */
const listSettled: MoneySweep["list"] = ({ db }, reach, limit) =>
  db
    .select({ accountId: companySuspensions.accountId, id: companySuspensions.id })
    .from(companySuspensions)
    .innerJoin(accounts, eq(accounts.id, companySuspensions.accountId))
    .where(and(isNull(companySuspensions.endedAt), settled(), reach))
    .orderBy(asc(companySuspensions.startedAt))
    .limit(limit);

/** In this order: disputes and moves after milestones, invoices last. Each is right by itself in any order. */
export const moneySweeps: readonly MoneySweep[] = [
  {
    name: "milestones.due",
    list: dueIn(milestones, milestones.dueAt, () => isNotNull(milestones.dueAt)),
    verb: runMilestoneTimer,
  },
  {
    name: "proposals.lapsed",
    list: dueIn(milestoneProposals, milestoneProposals.lapsesAt, () => eq(milestoneProposals.state, "open")),
    verb: runProposalTimer,
  },
  {
    name: "refund-asks.lapsed",
    list: dueIn(refundAsks, refundAsks.lapsesAt, () => eq(refundAsks.state, "open")),
    verb: runAskTimer,
  },
  {
    name: "moves.due",
    list: dueIn(moneyMoves, moneyMoves.dueAt, () => isNotNull(moneyMoves.dueAt)),
    verb: runMoveTimer,
  },
  // After money moves: one that lapses opens its request again.
  {
    name: "payouts.waiting",
    list: dueIn(payoutRequests, payoutRequests.dueAt, () => isNotNull(payoutRequests.dueAt)),
    verb: runPayoutTimer,
  },
  {
    name: "disputes.due",
    list: dueIn(escrowDisputes, escrowDisputes.dueAt, () => isNotNull(escrowDisputes.dueAt)),
    verb: runDisputeTimer,
  },
  { name: "earnings.available", list: dueIn(earnings, earnings.availableAt, notHeld), verb: makeEarningAvailable },
  {
    name: "invoices.issued",
    list: dueIn({ accountId: companyBilling.accountId, id: companyBilling.accountId }, companyBilling.invoiceAt, () =>
      isNotNull(companyBilling.invoiceAt),
    ),
    verb: runBillingTimer,
  },
  // After invoices: one that was issued late may be past due already.
  {
    name: "debts.aged",
    list: dueIn({ accountId: companyBilling.accountId, id: companyBilling.accountId }, companyBilling.collectAt, () =>
      isNotNull(companyBilling.collectAt),
    ),
    verb: runCollectionTimer,
  },
  { name: "suspensions.settled", list: listSettled, verb: settleSuspension },
];
