import { EmptyState } from "@/components/layout/empty-state";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { ButtonLink } from "@/components/ui/button";

/** Instead of the list where a company does not use approvals (product.md §3.1). */
export function ApprovalsOff({ admin }: { admin: boolean }) {
  return (
    <Page width="table">
      <PageHeader title="Approvals" />
      <EmptyState
        title="Approvals are off for this company. Ask an admin."
        action={
          admin && (
            <ButtonLink href="/ab/settings" variant="primary">
              Open settings
            </ButtonLink>
          )
        }
      >
        Offers are sent without an approved request.
      </EmptyState>
    </Page>
  );
}
