import { DataTable } from "@/components/layout/data-table";
import { Moment, type Reader } from "@/components/offers/moment";
import type { ChargeRow } from "@/lib/contracts/charges";
import { formatDay } from "@/lib/dates";
import { formatMoney } from "@/lib/money";
import { TakeBackDialog } from "./charge-form";

type ChargeTableProps = { charges: readonly ChargeRow[]; may: boolean; reader: Reader };

/** Charges of a contract, latest day first; what was taken back stays, crossed out, with its reason. */
export function ChargeTable({ charges, may, reader }: ChargeTableProps) {
  return (
    <DataTable
      label="Charges"
      columns={[
        { label: "Charge" },
        { label: "PO", from: "md" },
        { label: "Amount", align: "end" },
        ...(may ? [{ label: "Take back", silent: true }] : []),
      ]}
    >
      {charges.map((charge) => {
        const amount = formatMoney({ minor: charge.amountMinor, currency: charge.currency });
        const day = formatDay(charge.chargedOn);
        const back = charge.reversedAt !== null;
        return (
          <tr key={charge.id}>
            <td data-at="title">
              <span className="row-title">
                <span className={back ? "line-through" : undefined}>{day}</span>
                <span className="row-second wrap-anywhere">
                  {charge.note && `${charge.note} · `}
                  {charge.recordedByName ?? "Import"}, <Moment at={charge.recordedAt} reader={reader} />
                  {back && (
                    <span className="block">
                      {`Taken back by ${charge.reversedByName ?? "Countersign"}: “${charge.reversalReason}”`}
                    </span>
                  )}
                </span>
              </span>
            </td>
            <td data-from="md">{charge.orderNumber ?? <span className="text-ink-soft">None</span>}</td>
            <td data-at="amount" className={back ? "text-ink-soft line-through" : undefined}>
              {amount}
            </td>
            {may && (
              <td data-at="status" className="text-end">
                {!back && (
                  <TakeBackDialog contractId={charge.contractId} chargeId={charge.id} amount={amount} day={day} />
                )}
              </td>
            )}
          </tr>
        );
      })}
    </DataTable>
  );
}
