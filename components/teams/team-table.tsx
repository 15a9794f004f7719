import { DataTable, TitleCell } from "@/components/layout/data-table";
import type { TeamRow } from "@/lib/teams/queries";

/** Teams as rows, with how many hire in each. */
export function TeamTable({ rows }: { rows: readonly TeamRow[] }) {
  return (
    <DataTable label="Teams" columns={[{ label: "Team" }, { label: "Members", align: "end" }]}>
      {rows.map(({ id, name, parent, hidden, members }) => (
        <tr key={id}>
          <TitleCell
            href={`/ab/settings/teams/${id}`}
            title={name}
            second={parent ? "The company's own team" : hidden ? "Hidden: takes nothing new" : undefined}
          />
          <td data-at="amount">
            {members.toLocaleString("en-US")}
            <span className="sm:sr-only"> {members === 1 ? "member" : "members"}</span>
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
