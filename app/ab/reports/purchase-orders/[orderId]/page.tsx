import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ContractStatus } from "@/components/contracts/contract-status";
import { DocumentPage, DocumentSection } from "@/components/layout/document-page";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { Timeline } from "@/components/layout/timeline";
import { Fact, Facts } from "@/components/offers/facts";
import { AskFinance } from "@/components/orders/ask-finance";
import { Burndown } from "@/components/orders/burndown";
import { OrderDeeds } from "@/components/orders/order-deeds";
import { OrderStatus } from "@/components/orders/order-status";
import { PostingTable } from "@/components/orders/posting-table";
import { orderDeed, orderDetails, permissionWords } from "@/components/orders/words";
import { ButtonLink } from "@/components/ui/button";
import { Pagination } from "@/components/ui/pagination";
import { Sheet } from "@/components/ui/sheet";
import { Term, Terms } from "@/components/ui/terms";
import { TextLink } from "@/components/ui/text-link";
import type { ContractState } from "@/db/enums";
import { formatDay, formatInstant, formatMoment } from "@/lib/dates";
import { newId } from "@/lib/ids";
import { formatMoney } from "@/lib/money";
import { canCorrect, canManageOrders, isExpired, percentSpent } from "@/lib/orders/rules";
import { loadWorkspace } from "../../../workspace";
import { loadOrder } from "./load-order";

export const metadata: Metadata = { title: "Purchase order" };

/** One purchase order: what is left of it and until when, every posting, who uses it and who may. */
export default async function OrderPage({ params, searchParams }: PageProps<"/ab/reports/purchase-orders/[orderId]">) {
  const { actor, timeZone, now } = await loadWorkspace();
  const reader = { zone: timeZone, now };
  const { after } = await searchParams;
  const { orderId } = await params;
  const loaded = await loadOrder(actor, orderId, typeof after === "string" ? after : undefined);
  if (!loaded) notFound();
  const { order, today, status, days, forecast, postings, linked, history, ask } = loaded;
  const { figures, currency } = order;
  const money = (minor: bigint) => formatMoney({ minor, currency });
  const page = `/ab/reports/purchase-orders/${order.id}`;
  const manages = canManageOrders(actor);
  const active = order.thresholds.filter((each) => each.active);
  return (
    <Page width="table">
      <PageHeader
        title={`PO ${order.number}`}
        back={{ href: "/ab/reports/purchase-orders", label: "Purchase orders" }}
        status={<OrderStatus status={status} />}
        sentence={order.description || undefined}
        action={
          manages && order.state === "active" ? (
            <ButtonLink href={`${page}/edit`} variant="primary">
              Edit PO
            </ButtonLink>
          ) : undefined
        }
      />
      <DocumentPage
        label="Deeds and facts"
        summary={
          <Sheet>
            <Burndown
              number={order.number}
              currency={currency}
              funds={figures.funds}
              left={figures.left}
              days={days}
              forecast={forecast}
              today={today}
              now={now}
              validThrough={order.validThrough}
              thresholds={active.map((each) => each.percent)}
            />
          </Sheet>
        }
        facts={
          <div className="grid gap-4">
            {ask && <AskFinance orderId={order.id} {...ask} />}
            <OrderDeeds
              orderId={order.id}
              formIds={{ funds: newId(), correction: newId() }}
              currency={currency}
              today={today}
              validThrough={order.validThrough}
              archived={order.state === "archived"}
              expired={isExpired(order, today)}
              may={{ manage: manages, correct: canCorrect(actor) }}
            />
            <Facts>
              <Fact label="Valid through">
                {order.validThrough ? formatDay(order.validThrough) : "No last day: it never expires"}
              </Fact>
              <Fact label="Alerts at">
                {active.length > 0
                  ? active.map(({ percent, crossedAt }) => `${percent} %${crossedAt ? " (reached)" : ""}`).join(", ")
                  : "None"}
              </Fact>
              <Fact label="May use it">
                {order.permission === "everybody" || order.grantees.length === 0
                  ? permissionWords[order.permission]
                  : order.grantees.map((grantee) => grantee.name).join(", ")}
                <span className="block text-xs text-ink-soft">and admins, finance admins, program owners</span>
              </Fact>
              <Fact label={order.inline ? "Added by hiring manager" : "Created by"}>
                {order.createdByName ?? "Countersign"}, {formatInstant(order.createdAt, timeZone)}
              </Fact>
            </Facts>
          </div>
        }
      >
        <DocumentSection title="Where it stands">
          <Sheet>
            <Terms>
              <Term label="Left" total>
                {money(figures.left)}
              </Term>
              <Term label="Funds">{money(figures.funds)}</Term>
              <Term label="Spent">
                {money(figures.spent)}, {percentSpent(figures)} %
                <span className="text-ink-soft">
                  {" "}
                  ({money(figures.invoiced)} invoiced, {money(figures.paid)} paid)
                </span>
              </Term>
              <Term label="Accrued">{money(figures.accrued)}</Term>
              <Term label="Committed">{money(figures.committed)}</Term>
              <Term label="Reserved">{money(figures.reserved)}</Term>
              <Term label="Free">{money(figures.free)}</Term>
            </Terms>
          </Sheet>
        </DocumentSection>
        <DocumentSection title="Linked posts and contracts">
          <Linked {...linked} />
        </DocumentSection>
        <DocumentSection title="Postings">
          <div className="grid gap-4">
            <PostingTable rows={postings.rows} reader={reader} />
            <Pagination
              newer={after ? page : undefined}
              older={postings.next ? `${page}?after=${postings.next}` : undefined}
              words={{ newer: "Latest", older: "Earlier" }}
            />
          </div>
        </DocumentSection>
        <DocumentSection title="History">
          <Timeline
            items={history.map((line, index) => ({
              id: String(index),
              iso: line.at.toISOString(),
              at: formatMoment(line.at, timeZone, now),
              exact: formatInstant(line.at, timeZone),
              who: (line.action !== "order.threshold-reached" && line.actorName) || "Countersign",
              what: orderDeed(line),
              detail: orderDetails(line).join("\n") || undefined,
            }))}
          />
        </DocumentSection>
      </DocumentPage>
    </Page>
  );
}

type LinkedProps = NonNullable<Awaited<ReturnType<typeof loadOrder>>>["linked"];

function Linked({ posts, contracts }: LinkedProps) {
  if (posts.length === 0 && contracts.length === 0)
    return (
      <p className="text-ink-soft">Nothing names it yet. It is chosen on posts, requests, offers and contracts.</p>
    );
  return (
    <ul className="divide-y divide-line rounded-sheet border border-line bg-sheet">
      {contracts.map(({ number, title, state, talent, contact }) => (
        <li key={number} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2.5">
          <span className="min-w-0">
            <TextLink href={`/ab/jobs/contracts/${number}`}>{title}</TextLink>
            <span className="block text-xs text-ink-soft">
              Contract {number} with {talent}, contact person {contact}
            </span>
          </span>
          <ContractStatus state={state as ContractState} />
        </li>
      ))}
      {posts.map(({ id, title, state }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2.5">
          <span className="min-w-0">
            <TextLink href={`/ab/jobs/posts/${id}`}>{title}</TextLink>
            <span className="block text-xs text-ink-soft">Job post</span>
          </span>
          <span className="text-ink-soft first-letter:uppercase">{state}</span>
        </li>
      ))}
    </ul>
  );
}
