import { DataTable } from "@/components/layout/data-table";
import { formatDay } from "@/lib/dates";
import { formatMoney } from "@/lib/money";

type MilestoneListProps = {
  milestones: readonly { position: number; title: string; amountMinor: bigint; dueDate: string | null }[];
  currency: string;
};

/** The agreed portions of fixed-price work, in order. */
export function MilestoneList({ milestones, currency }: MilestoneListProps) {
  return (
    <DataTable
      label="Milestones"
      columns={[{ label: "Milestone" }, { label: "Due" }, { label: "Amount", align: "end" }]}
    >
      {milestones.map((milestone) => (
        <tr key={milestone.position}>
          <td data-at="title" className="wrap-anywhere">
            {milestone.title}
          </td>
          <td data-at="status" className="text-ink-soft">
            {milestone.dueDate ? formatDay(milestone.dueDate) : "No due day"}
          </td>
          <td data-at="amount">{formatMoney({ minor: milestone.amountMinor, currency })}</td>
        </tr>
      ))}
    </DataTable>
  );
}
