import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EmptyState } from "@/components/layout/empty-state";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { EditOrderForm } from "@/components/orders/order-form";
import { permissionWords } from "@/components/orders/words";
import { listHistory } from "@/lib/approvals/queries";
import { readAs } from "@/lib/ctx";
import { formatDay, formatInstant } from "@/lib/dates";
import { findOrder, type Order } from "@/lib/orders/queries";
import { canManageOrders } from "@/lib/orders/rules";
import { loadWorkspace } from "../../../../workspace";
import { loadOrderForm } from "../../load-order-form";

export const metadata: Metadata = { title: "Edit purchase order" };

/** "Edit PO": what it says of itself. Its money is moved on its own page. */
export default async function EditOrderPage({ params }: PageProps<"/ab/reports/purchase-orders/[orderId]/edit">) {
  const { actor, timeZone } = await loadWorkspace();
  const { orderId } = await params;
  const [order, last] = await readAs(actor, async (ctx) => {
    const found = await findOrder(ctx, orderId);
    return [found, found && (await listHistory(ctx, "order", found.id)).at(-1)] as const;
  });
  if (!order) notFound();
  const back = { href: `/ab/reports/purchase-orders/${order.id}`, label: `PO ${order.number}` };
  const refusal = canManageOrders(actor)
    ? order.state === "archived" && "It is archived. Unarchive it first."
    : "Admins, finance admins and program owners edit purchase orders.";
  return (
    <Page width="form">
      <PageHeader title={`Edit PO ${order.number}`} back={back} />
      {refusal ? (
        <EmptyState title={refusal}>Nothing was changed.</EmptyState>
      ) : (
        <EditOrderForm
          orderId={order.id}
          version={order.version}
          used={order.used}
          values={{
            number: order.number,
            description: order.description,
            validThrough: order.validThrough ?? "",
            thresholds: activeOf(order),
            permission: order.permission,
            teamIds: idsOf(order, "team"),
            userIds: idsOf(order, "person"),
          }}
          facts={factsOf(order)}
          changed={last ? `${last.actorName ?? "Countersign"} on ${formatInstant(last.at, timeZone)}` : null}
          currency={order.currency}
          {...(await loadOrderForm(actor))}
        />
      )}
    </Page>
  );
}

const activeOf = (order: Order) => order.thresholds.flatMap((each) => (each.active ? [each.percent] : []));
const idsOf = (order: Order, kind: "team" | "person") =>
  order.grantees.flatMap((grantee) => (grantee.kind === kind ? [grantee.id] : []));

/** The order in words, so that somebody who was overtaken can be told what changed. */
function factsOf(order: Order) {
  return [
    { label: "Number", value: order.number },
    { label: "Description", value: order.description || "None" },
    { label: "Valid through", value: order.validThrough ? formatDay(order.validThrough) : "No last day" },
    { label: "State", value: order.state === "archived" ? "Archived" : "Active" },
    { label: "Alerts at", value: activeOf(order).join(", ") || "None" },
    { label: "May use it", value: permissionWords[order.permission] },
    { label: "Teams or people", value: order.grantees.map((grantee) => grantee.name).join(", ") || "None" },
  ];
}
