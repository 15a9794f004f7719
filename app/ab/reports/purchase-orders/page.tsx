import type { Metadata } from "next";
import { EmptyState } from "@/components/layout/empty-state";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { CreateOrder } from "@/components/orders/create-order";
import { OrderTable } from "@/components/orders/order-table";
import { OrdersOff } from "@/components/orders/orders-off";
import { ButtonLink } from "@/components/ui/button";
import { buttonStyle } from "@/components/ui/button-style";
import { Pagination } from "@/components/ui/pagination";
import { SearchField } from "@/components/ui/search-field";
import { TabLinks } from "@/components/ui/tab-links";
import { isAdmin } from "@/lib/approvals/rules";
import { readAs } from "@/lib/ctx";
import { addressOf, exportPath, filterOf, type ListAddress, ordersPath, readAddress } from "@/lib/orders/list-address";
import { listOrders, type OrderTab, orderTabs } from "@/lib/orders/list-orders";
import { canManageOrders } from "@/lib/orders/rules";
import { loadWorkspace } from "../../workspace";

export const metadata: Metadata = { title: "Purchase orders" };

/** Reports › Purchase orders: what there is to spend, what is spent, what runs out. Everything stands in the address. */
export default async function OrdersPage({ searchParams }: PageProps<"/ab/reports/purchase-orders">) {
  const { actor, ordersOn } = await loadWorkspace();
  if (!ordersOn) return <OrdersOff admin={isAdmin(actor)} />;
  const said = readAddress(await searchParams);
  const page = await readAs(actor, (ctx) => listOrders(ctx, filterOf(said)));
  const manages = canManageOrders(actor);
  return (
    <Page width="table">
      <PageHeader title="Purchase orders" action={<CreateOrder allowed={manages} />} />
      <TabLinks
        label="Purchase orders"
        items={orderTabs.map((tab) => ({
          href: addressOf(said, { tab }),
          label: tabWords[tab],
          current: said.tab === tab,
        }))}
      />
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3">
        <SearchField
          action={ordersPath}
          label="Search by the beginning of a number"
          placeholder="Search number"
          value={said.q}
          keep={{ tab: said.tab === "open" ? undefined : said.tab, sort: said.sort }}
        />
        {page.rows.length > 0 && (
          <a href={addressOf(said, {}, exportPath)} download className={buttonStyle({ size: "small" })}>
            Export as CSV
          </a>
        )}
      </div>
      {page.rows.length === 0 ? (
        <NoOrders said={said} manages={manages} />
      ) : (
        <OrderTable rows={page.rows} sort={said.sort ?? "newest"} sortHref={(sort) => addressOf(said, { sort })} />
      )}
      <Pagination
        newer={said.after ? addressOf(said) : undefined}
        older={page.next ? addressOf(said, { after: page.next }) : undefined}
        words={{ newer: "First page", older: "Next" }}
      />
    </Page>
  );
}

const tabWords: Record<OrderTab, string> = {
  open: "Open",
  expired: "Expired",
  out_of_funds: "Out of funds",
  one_dollar: "One-dollar",
  archived: "Archived",
  all: "All",
};

/** Why the list is empty, and the one next step. */
function NoOrders({ said, manages }: { said: ListAddress; manages: boolean }) {
  if (said.q) {
    return (
      <EmptyState
        title={`No number here begins with “${said.q}”.`}
        action={
          said.tab === "all" ? (
            <ButtonLink href={addressOf(said, { q: undefined })}>Show all</ButtonLink>
          ) : (
            <ButtonLink href={addressOf(said, { tab: "all" })}>Search in all of them</ButtonLink>
          )
        }
      >
        Archived purchase orders are found under “Archived” and “All”.
      </EmptyState>
    );
  }
  const { title, words } = emptyWords[said.tab];
  return (
    <EmptyState
      title={title}
      action={
        manages &&
        (said.tab === "open" || said.tab === "all") && (
          <ButtonLink href={`${ordersPath}/new`} variant="primary">
            Create PO
          </ButtonLink>
        )
      }
    >
      {words}
      {!manages && " You see those that you may use."}
    </EmptyState>
  );
}

const emptyWords: Record<OrderTab, { title: string; words: string }> = {
  open: {
    title: "No purchase orders yet",
    words: "A purchase order is the number and the funds that spend counts against.",
  },
  expired: {
    title: "No purchase order is expired",
    words: "One expires when the last day it is valid through is over.",
  },
  out_of_funds: { title: "No purchase order is out of funds", words: "One is when nothing is left of its funds." },
  one_dollar: { title: "No one-dollar purchase orders", words: "They stand for a number that is still to come." },
  archived: { title: "No purchase order is archived", words: "Archived ones cannot be chosen any more." },
  all: {
    title: "No purchase orders yet",
    words: "A purchase order is the number and the funds that spend counts against.",
  },
};
