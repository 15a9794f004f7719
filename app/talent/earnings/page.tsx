import type { Metadata } from "next";
import { EarningTable, HeldTable, HoldNote, OneContract, PayoutTable } from "@/components/billing/earning-table";
import { Figures } from "@/components/billing/figures";
import { PayableList } from "@/components/billing/payable-list";
import { DocumentSection } from "@/components/layout/document-page";
import { EmptyState } from "@/components/layout/empty-state";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { ButtonLink } from "@/components/ui/button";
import { Pagination } from "@/components/ui/pagination";
import { TabLinks } from "@/components/ui/tab-links";
import { type EarningTotals, type Held, listEarnings, listHeld, sumEarnings } from "@/lib/billing/list-earnings";
import { listPayableByCompany, listPayouts } from "@/lib/billing/list-payouts";
import { formatInstant } from "@/lib/dates";
import { isId, newId } from "@/lib/ids";
import { formatMoney } from "@/lib/money";
import { decodeCursor } from "@/lib/paging";
import { readAsTalent, readerOf } from "../reader";

export const metadata: Metadata = { title: "Earnings" };

/** What the freelancer earns with all companies: in review, pending, available, each with its date; and what was paid out. */
export default async function EarningsPage({ searchParams }: PageProps<"/talent/earnings">) {
  const { after, contract, tab } = await searchParams;
  const cursor = decodeCursor(typeof after === "string" ? after : undefined);
  const contractId = typeof contract === "string" && isId(contract) ? contract : null;
  const paid = tab === "payouts";
  const { totals, held, payable, earnings, payouts, reader } = await readAsTalent(async (ctx) => ({
    totals: await sumEarnings(ctx),
    held: await listHeld(ctx, contractId),
    payable: cursor || contractId ? [] : await listPayableByCompany(ctx),
    earnings: paid ? null : await listEarnings(ctx, { cursor, contractId }),
    payouts: paid ? await listPayouts(ctx, cursor) : null,
    reader: await readerOf(ctx),
  }));
  const page = earnings ?? payouts;
  const address = (more: Record<string, string> = {}) => {
    const query = new URLSearchParams({
      ...(paid && { tab: "payouts" }),
      ...(contractId && { contract: contractId }),
      ...more,
    });
    return query.size > 0 ? `/talent/earnings?${query}` : "/talent/earnings";
  };
  const title = contractId && (earnings?.rows[0]?.contractTitle ?? held[0]?.contractTitle);
  return (
    <Page width="table">
      <PageHeader
        title="Earnings"
        sentence="Approved work is pending for five days, then available. Ask for what is available, and payment operations transfer it."
      />
      {currenciesOf(totals, held).map((currency) => (
        <EarningFigures key={currency} currency={currency} totals={totals} held={held} zone={reader.zone} />
      ))}
      {totals.some((each) => each.held) && <HoldNote />}
      {payable.length > 0 && (
        <DocumentSection title="Pay out">
          <PayableList payable={payable.map((each) => ({ ...each, key: newId() }))} reader={reader} />
        </DocumentSection>
      )}
      <TabLinks
        label="Earnings"
        items={[
          { href: "/talent/earnings", label: "Earnings", current: !paid },
          { href: "/talent/earnings?tab=payouts", label: "Payouts", current: paid },
        ]}
      />
      {title && <OneContract title={title} />}
      {!paid && held.length > 0 && !cursor && (
        <DocumentSection title="Held in escrow">
          <HeldTable held={held} reader={reader} />
        </DocumentSection>
      )}
      {payouts &&
        (payouts.rows.length === 0 ? (
          <EmptyState title="No payouts yet">They stand here from the moment you ask for one.</EmptyState>
        ) : (
          <PayoutTable payouts={payouts.rows} reader={reader} />
        ))}
      {earnings &&
        (earnings.rows.length === 0 ? (
          <EmptyState
            title="Nothing earned yet"
            action={<ButtonLink href="/talent/contracts">See your contracts</ButtonLink>}
          >
            The first earning comes when a client approves a milestone or gives a bonus.
          </EmptyState>
        ) : (
          <DocumentSection title="Earned">
            <EarningTable earnings={earnings.rows} reader={reader} />
          </DocumentSection>
        ))}
      <Pagination
        newer={cursor ? address() : undefined}
        older={page?.next ? address({ after: page.next }) : undefined}
        words={{ newer: "Newest", older: "Older" }}
      />
    </Page>
  );
}

const currenciesOf = (totals: readonly EarningTotals[], held: readonly Held[]) =>
  [...new Set([...totals, ...held].map(({ currency }) => currency))].toSorted();

type FiguresProps = { currency: string; totals: readonly EarningTotals[]; held: readonly Held[]; zone: string };

/** The four sums of one currency, in the order in which money passes through them. */
function EarningFigures({ currency, totals, held, zone }: FiguresProps) {
  const money = (minor: bigint) => formatMoney({ minor, currency });
  const of = totals.find((each) => each.currency === currency);
  const sum = (of: readonly Held[]) => of.reduce((all, each) => all + each.heldMinor, 0n);
  const mine = held.filter((each) => each.currency === currency);
  const inReview = sum(mine.filter(({ state }) => state === "submitted"));
  return (
    <Figures
      label={`Earnings in ${currency}`}
      items={[
        {
          label: "In review",
          value: money(inReview),
          hint: `${money(sum(mine))} is held in escrow in all.`,
        },
        {
          label: "Pending",
          value: money(of?.pending ?? 0n),
          hint: pendingHint(of, zone, money),
        },
        {
          label: "Available",
          value: money(of?.available ?? 0n),
          hint: of?.held ? "Ready to be paid out, but for what the platform holds back." : "Ready to be paid out.",
        },
        { label: "Paid out", value: money(of?.paidOut ?? 0n) },
      ]}
    />
  );
}

/** When pending money comes, and what of it has no day because the platform holds it back. */
function pendingHint(of: EarningTotals | undefined, zone: string, money: (minor: bigint) => string): string {
  const next = of?.nextAt ? `The next is available ${formatInstant(of.nextAt, zone)}.` : null;
  const held = of?.heldBack ? `The platform holds back ${money(of.heldBack)}.` : null;
  return [next, held].filter(Boolean).join(" ") || "Nothing waits.";
}
