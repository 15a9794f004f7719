import { DataTable } from "@/components/layout/data-table";

type PlanListProps = {
  tasks: readonly { position: number; title: string; ownerName: string | null }[];
  talentName: string;
};

/** The tasks of an offer's onboarding plan, in order, and who does each. */
export function PlanList({ tasks, talentName }: PlanListProps) {
  return (
    <div className="grid gap-2">
      <p className="text-ink-soft">The contract is pending until every task is done; nothing is billed before.</p>
      <DataTable label="Onboarding plan" columns={[{ label: "Task" }, { label: "Done by" }]}>
        {tasks.map((task) => (
          <tr key={task.position}>
            <td data-at="title" className="wrap-anywhere">
              {task.title}
            </td>
            <td data-at="status" className="text-ink-soft">
              {task.ownerName ?? talentName}
            </td>
          </tr>
        ))}
      </DataTable>
    </div>
  );
}
