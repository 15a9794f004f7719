import { EmptyState } from "@/components/layout/empty-state";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { ButtonLink } from "@/components/ui/button";

/** Instead of the pages where a company does not work with purchase orders (product.md §4). */
export function OrdersOff({ admin }: { admin: boolean }) {
  return (
    <Page width="table">
      <PageHeader title="Purchase orders" />
      <EmptyState
        title="Purchase orders are off for this company. Ask an admin."
        action={
          admin && (
            <ButtonLink href="/ab/settings/purchase-orders" variant="primary">
              Open settings
            </ButtonLink>
          )
        }
      >
        Posts, requests and offers do not ask for one.
      </EmptyState>
    </Page>
  );
}
