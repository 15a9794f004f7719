import { Button, ButtonLink } from "@/components/ui/button";

/** The primary deed of the list; for people who may not it stands there disabled, with the reason. */
export function CreateOrder({ allowed }: { allowed: boolean }) {
  if (allowed) {
    return (
      <ButtonLink href="/ab/reports/purchase-orders/new" variant="primary">
        Create PO
      </ButtonLink>
    );
  }
  return (
    <span className="flex max-w-80 flex-col gap-1.5 sm:items-end">
      <Button variant="primary" disabled aria-describedby="create-order-why">
        Create PO
      </Button>
      <span id="create-order-why" className="text-xs text-ink-soft sm:text-end">
        Admins, finance admins and program owners create purchase orders.
      </span>
    </span>
  );
}
