import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DataTable, TitleCell } from "@/components/layout/data-table";
import { EmptyState } from "@/components/layout/empty-state";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { Pagination } from "@/components/ui/pagination";
import { SearchField } from "@/components/ui/search-field";
import { listCompanies } from "@/lib/staff/queries";
import { canSeeCompanies } from "@/lib/staff/rules";
import { loadStaff } from "../reader";

export const metadata: Metadata = { title: "Companies" };

/** Companies by their short name, for payment operations. */
export default async function CompaniesPage({ searchParams }: PageProps<"/staff/companies">) {
  const { staff } = await loadStaff();
  if (!canSeeCompanies(staff)) notFound();
  const { q, after } = await searchParams;
  const search = typeof q === "string" ? q.trim().toLowerCase().slice(0, 40) : "";
  const from = typeof after === "string" && /^[a-z0-9-]{3,40}$/.test(after) ? after : null;
  const page = await listCompanies({ search, after: from });
  const address = (more: Record<string, string>) =>
    `/staff/companies?${new URLSearchParams({ ...(search && { q: search }), ...more })}`;
  return (
    <Page width="table">
      <PageHeader title="Companies" sentence="Where payments are recorded and earnings are paid out." />
      <SearchField action="/staff/companies" label="Start of the short name" value={search} />
      {page.rows.length === 0 ? (
        <EmptyState title={`No short name begins with “${search}”`}>
          Short names are those in the address of mails.
        </EmptyState>
      ) : (
        <DataTable label="Companies" columns={[{ label: "Company" }, { label: "Currency" }]}>
          {page.rows.map(({ slug, name, currency }) => (
            <tr key={slug}>
              <TitleCell href={`/staff/companies/${slug}`} title={name} second={slug} />
              <td data-at="status">{currency}</td>
            </tr>
          ))}
        </DataTable>
      )}
      <Pagination
        newer={from ? address({}) : undefined}
        older={page.next ? address({ after: page.next }) : undefined}
        words={{ newer: "First page", older: "Next" }}
      />
    </Page>
  );
}
