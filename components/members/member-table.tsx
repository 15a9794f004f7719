import { DataTable, TitleCell } from "@/components/layout/data-table";
import { Moment, type Reader } from "@/components/offers/moment";
import type { MemberRow } from "@/lib/members/queries";
import { roleWords } from "@/lib/words";

type MemberTableProps = { rows: readonly MemberRow[]; state: "active" | "removed"; reader: Reader };

/** Members as rows: who, what they may do, and since when. */
export function MemberTable({ rows, state, reader }: MemberTableProps) {
  const gone = state === "removed";
  return (
    <DataTable
      label={gone ? "Removed members" : "Members"}
      columns={[
        { label: "Member" },
        ...(gone ? [] : ([{ label: "Roles", from: "md" }] as const)),
        { label: gone ? "Removed" : "Joined", align: "end" },
      ]}
    >
      {rows.map((row) => (
        <tr key={row.userId}>
          <TitleCell
            href={`/ab/settings/members/${row.userId}`}
            title={row.name}
            second={
              <>
                {row.email}
                {!gone && <span className="block md:hidden">{rolesText(row)}</span>}
              </>
            }
          />
          {!gone && (
            <td data-from="md" className="max-w-none! whitespace-normal!">
              <span className="line-clamp-2">{rolesText(row)}</span>
            </td>
          )}
          <td data-at="amount" className="font-normal! text-ink-soft">
            <Moment at={row.removedAt ?? row.joinedAt} reader={reader} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

/** "Admin; hires in Design, Finance operations and 2 more; approver" */
function rolesText({ roles, teams, approver }: MemberRow): string {
  const shown = teams.slice(0, 2);
  const more = teams.length - shown.length;
  const hires = more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(" and ");
  const parts = [
    roles.map((role) => roleWords[role]).join(", "),
    hires && `hires in ${hires}`,
    approver && "approver",
  ].filter(Boolean);
  const text = parts.join("; ");
  return text ? text.charAt(0).toUpperCase() + text.slice(1) : "No roles";
}
