import { DataTable, TitleCell } from "@/components/layout/data-table";
import { Moment, type Reader } from "@/components/offers/moment";
import { AppLink } from "@/components/ui/app-link";
import { Notice } from "@/components/ui/notice";
import { Status } from "@/components/ui/status";
import { TextLink } from "@/components/ui/text-link";
import type { Earning, Held } from "@/lib/billing/list-earnings";
import type { PayoutRow } from "@/lib/billing/list-payouts";
import { earningWords, heldWords, waitWords } from "@/lib/billing/words";
import { endOfWait } from "@/lib/milestones/rules";
import { formatMoney } from "@/lib/money";

/** What a freelancer earned, latest first: pending until a day, or available since. */
export function EarningTable({ earnings, reader }: { earnings: readonly Earning[]; reader: Reader }) {
  return (
    <DataTable
      label="Earnings"
      columns={[
        { label: "Earning" },
        { label: "Company", from: "md" },
        { label: "Earned", from: "md" },
        { label: "Available", from: "lg" },
        { label: "Amount", align: "end" },
        { label: "Status" },
      ]}
    >
      {earnings.map((earning) => (
        <tr key={earning.id}>
          <TitleCell
            href={`/talent/earnings/${earning.id}`}
            title={earning.milestoneTitle ?? earningWords[earning.kind]}
            second={
              <>
                {earning.contractTitle}
                <span className="lg:hidden">
                  , {earning.movedAt ? "available since" : "available"}{" "}
                  <Availability earning={earning} reader={reader} />
                </span>
              </>
            }
          />
          <td data-from="md">{earning.companyName}</td>
          <td data-from="md">
            <Moment at={earning.earnedAt} reader={reader} />
          </td>
          <td data-from="lg" className="first-letter:uppercase">
            <Availability earning={earning} reader={reader} />
          </td>
          <td data-at="amount">
            {formatMoney({ minor: earning.amountMinor, currency: earning.currency })}
            {earning.refundedMinor > 0n && (
              <span className="row-second">
                {formatMoney({ minor: earning.refundedMinor, currency: earning.currency })} refunded
              </span>
            )}
          </td>
          <td data-at="status">
            <EarningStatus standing={earning.standing} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

const standings = {
  refunded: { tone: "neutral", glyph: undefined, word: "Refunded" },
  held: { tone: "warn", glyph: "clock", word: "Held back" },
  pending: { tone: "info", glyph: "clock", word: "Pending" },
  available: { tone: "good", glyph: undefined, word: "Available" },
  "part-paid": { tone: "info", glyph: undefined, word: "Partly paid out" },
  "paid-out": { tone: "good", glyph: "check", word: "Paid out" },
} as const;

/** Pending for five days, then available, then paid out; what was refunded whole is none of it. */
export function EarningStatus({ standing }: Pick<Earning, "standing">) {
  const { tone, glyph, word } = standings[standing];
  return (
    <Status tone={tone} glyph={glyph}>
      {word}
    </Status>
  );
}

/** Why earnings stay pending past their day, in words that are safe for the freelancer (§11.4). */
export function HoldNote() {
  return (
    <Notice tone="warn" title="Held back by the platform">
      A contract with the company is paused by the platform. Its earnings stay pending until that ends, and nothing is
      paid out from the company meanwhile. Support answers questions about it.
    </Notice>
  );
}

/** The day of an earning, or why it has none. */
function Availability({ earning, reader }: { earning: Earning; reader: Reader }) {
  return earning.standing === "held" && !earning.movedAt ? (
    "when the hold ends"
  ) : (
    <Moment at={earning.availableAt} reader={reader} />
  );
}

/** Money that is held on the freelancer's milestones: not theirs yet, and why. */
export function HeldTable({ held, reader }: { held: readonly Held[]; reader: Reader }) {
  return (
    <DataTable
      label="Held in escrow"
      columns={[
        { label: "Milestone" },
        { label: "Company", from: "md" },
        { label: "If nobody acts", from: "md" },
        { label: "Held", align: "end" },
        { label: "Status" },
      ]}
    >
      {held.map((each) => (
        <tr key={each.id}>
          <TitleCell
            href={`/talent/contracts/${each.contractId}`}
            title={each.title}
            second={`Contract ${each.contractNumber}, ${each.contractTitle}`}
          />
          <td data-from="md">{each.companyName}</td>
          <td data-from="md">
            <ByItself held={each} reader={reader} />
          </td>
          <td data-at="amount">{formatMoney({ minor: each.heldMinor, currency: each.currency })}</td>
          <td data-at="status">
            <Status tone={each.state === "disputed" ? "warn" : "info"} glyph="clock">
              {heldWords[each.state] ?? "Agreed"}
            </Status>
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

/** When the clock moves held money, and how. A milestone's own `since` may lie ahead: dormancy counts from its due day. */
function ByItself({ held, reader }: { held: Held; reader: Reader }) {
  const wait = endOfWait(held);
  if (!wait) return <span className="text-ink-soft">The dispute decides</span>;
  return (
    <span className="row-title">
      <Moment at={wait.at} reader={reader} />
      <span className="row-second">{waitWords[wait.does]}</span>
    </span>
  );
}

const payoutLooks = {
  open: { tone: "info", glyph: "clock", word: "Asked for" },
  proposed: { tone: "info", glyph: "clock", word: "Under way" },
  confirmed: { tone: "good", glyph: "check", word: "Paid out" },
  refused: { tone: "neutral", glyph: "minus", word: "Not sent" },
  lapsed: { tone: "neutral", glyph: "minus", word: "Not sent" },
  declined: { tone: "bad", glyph: "cross", word: "Declined" },
  withdrawn: { tone: "neutral", glyph: "minus", word: "Withdrawn" },
} as const;

/** What the freelancer asked for and was paid, latest first. */
export function PayoutTable({ payouts, reader }: { payouts: readonly PayoutRow[]; reader: Reader }) {
  return (
    <DataTable
      label="Payouts"
      columns={[
        { label: "Payout" },
        { label: "Reference", from: "md" },
        { label: "Amount", align: "end" },
        { label: "Status" },
      ]}
    >
      {payouts.map((payout) => {
        const { tone, glyph, word } = payoutLooks[payout.state];
        return (
          <tr key={payout.id}>
            <td data-at="title">
              <span className="row-title">
                {payout.state === "confirmed" ? (
                  <span>
                    <AppLink href={`/talent/earnings/payouts/${payout.id}`} className="row-link">
                      {payout.companyName}
                    </AppLink>
                  </span>
                ) : (
                  payout.companyName
                )}
                <span className="row-second">
                  <Moment at={payout.at} reader={reader} exact />
                </span>
                {payout.reference && (
                  <span className="row-second wrap-anywhere md:hidden">Reference {payout.reference}</span>
                )}
                {payout.reason && <span className="row-second wrap-anywhere">{`Declined: “${payout.reason}”`}</span>}
              </span>
            </td>
            <td data-from="md" className="wrap-anywhere">
              {payout.reference ?? <span className="text-ink-soft">None</span>}
            </td>
            <td data-at="amount">{formatMoney({ minor: payout.amountMinor, currency: payout.currency })}</td>
            <td data-at="status">
              <Status tone={tone} glyph={glyph}>
                {word}
              </Status>
            </td>
          </tr>
        );
      })}
    </DataTable>
  );
}

/** A contract's earnings only, with the way back to all of them. */
export function OneContract({ title }: { title: string }) {
  return (
    <p>
      Only of “{title}”. <TextLink href="/talent/earnings">Show all earnings</TextLink>
    </p>
  );
}
