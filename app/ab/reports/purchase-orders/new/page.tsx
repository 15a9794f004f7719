import type { Metadata } from "next";
import { EmptyState } from "@/components/layout/empty-state";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { CreateOrderForm, newOrderValues } from "@/components/orders/order-form";
import { OrdersOff } from "@/components/orders/orders-off";
import { isAdmin } from "@/lib/approvals/rules";
import { newId } from "@/lib/ids";
import { canManageOrders } from "@/lib/orders/rules";
import { loadWorkspace } from "../../../workspace";
import { loadOrderForm } from "../load-order-form";

export const metadata: Metadata = { title: "New purchase order" };

/** "Create PO". */
export default async function NewOrderPage() {
  const { actor, ordersOn, currency } = await loadWorkspace();
  if (!ordersOn) return <OrdersOff admin={isAdmin(actor)} />;
  if (!canManageOrders(actor)) {
    return (
      <Page width="form">
        <PageHeader title="New purchase order" back={back} />
        <EmptyState title="Admins, finance admins and program owners create purchase orders.">
          Hiring managers may add one in passing, from a post, a request or an offer.
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page width="form">
      <PageHeader
        title="New purchase order"
        back={back}
        sentence="Its funds are there at once. Later you add to them or correct them; nothing is rewritten."
      />
      <CreateOrderForm id={newId()} values={newOrderValues} currency={currency} {...(await loadOrderForm(actor))} />
    </Page>
  );
}

const back = { href: "/ab/reports/purchase-orders", label: "Purchase orders" };
