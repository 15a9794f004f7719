import { DataTable, TitleCell } from "@/components/layout/data-table";
import { Moment, type Reader } from "@/components/offers/moment";
import type { WaitingPayout } from "@/lib/billing/list-payouts";
import { formatMoney } from "@/lib/money";

/** Who waits for a payout, and since when. */
export function AskedPayoutTable({ payouts, reader }: { payouts: readonly WaitingPayout[]; reader: Reader }) {
  return (
    <DataTable
      label="Payouts asked for"
      columns={[
        { label: "Freelancer" },
        { label: "Asked for", from: "md" },
        { label: "Next reminder", from: "lg" },
        { label: "Amount", align: "end" },
      ]}
    >
      {payouts.map((payout) => (
        <tr key={payout.id}>
          <TitleCell
            href={`/staff/companies/${payout.slug}/payouts/${payout.id}`}
            title={payout.talentName}
            second={
              <>
                {payout.companyName}
                <span className="md:hidden">
                  , <Moment at={payout.askedAt} reader={reader} />
                </span>
              </>
            }
          />
          <td data-from="md">
            <Moment at={payout.askedAt} reader={reader} />
          </td>
          <td data-from="lg">{payout.dueAt && <Moment at={payout.dueAt} reader={reader} />}</td>
          <td data-at="amount">{formatMoney({ minor: payout.amountMinor, currency: payout.currency })}</td>
        </tr>
      ))}
    </DataTable>
  );
}
