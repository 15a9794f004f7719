import { type Column, DataTable, TitleCell } from "@/components/layout/data-table";
import { formatDay } from "@/lib/dates";
import { formatMoney } from "@/lib/money";
import type { OrderRow, OrderSort } from "@/lib/orders/list-orders";
import { percentSpent } from "@/lib/orders/rules";
import { cappedCount } from "@/lib/words";
import { OrderStatus } from "./order-status";

type OrderTableProps = {
  rows: readonly OrderRow[];
  sort: OrderSort;
  /** The address of the same list in another order. */
  sortHref: (sort: OrderSort) => string;
};

/** Purchase orders as rows: what is left stands beside the status (product.md §4, list columns). */
export function OrderTable({ rows, sort, sortHref }: OrderTableProps) {
  const sorted = (by: OrderSort): Pick<Column, "sort"> => ({
    sort: { href: sortHref(sort === by ? "newest" : by), ...(sort === by && { direction: "ascending" }) },
  });
  const columns: Column[] = [
    { label: "Number / Description", ...sorted("number") },
    { label: "Funds", align: "end", from: "lg" },
    { label: "Spent", align: "end", from: "md" },
    { label: "Committed", align: "end", from: "xl" },
    { label: "Left", align: "end" },
    { label: "Valid through", from: "md", ...sorted("expiry") },
    { label: "Thresholds", from: "2xl" },
    { label: "Linked contracts", align: "end", from: "xl" },
    { label: "Status" },
  ];
  return (
    <DataTable label="Purchase orders" columns={columns}>
      {rows.map(({ id, number, description, currency, validThrough, figures, thresholds, linked, status, inline }) => {
        const money = (minor: bigint) => formatMoney({ minor, currency });
        return (
          <tr key={id}>
            <TitleCell
              href={`/ab/reports/purchase-orders/${id}`}
              title={number}
              second={
                <>
                  {description || "No description"}
                  {inline && " · added by hiring manager"}
                  {validThrough && <span className="md:hidden"> · until {formatDay(validThrough)}</span>}
                </>
              }
            />
            <td data-from="lg" data-align="end">
              {money(figures.funds)}
            </td>
            <td data-from="md" data-align="end">
              {money(figures.spent)}
              <span className="row-second">{percentSpent(figures)} %</span>
            </td>
            <td data-from="xl" data-align="end">
              {money(figures.committed)}
            </td>
            <td data-at="amount">{money(figures.left)}</td>
            <td data-from="md">{validThrough ? formatDay(validThrough) : "–"}</td>
            <td data-from="2xl">{thresholds.length > 0 ? `${thresholds.join(", ")} %` : "–"}</td>
            <td data-from="xl" data-align="end">
              {cappedCount(linked)}
            </td>
            <td data-at="status">
              <OrderStatus status={status} />
            </td>
          </tr>
        );
      })}
    </DataTable>
  );
}
