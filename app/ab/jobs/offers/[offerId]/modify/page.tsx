import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EmptyState } from "@/components/layout/empty-state";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { approvedRequest } from "@/components/offers/approved-request";
import { ModifyForm } from "@/components/offers/modify-form";
import { valuesFromOffer, withOwnersAmong } from "@/components/offers/prefill";
import { orderChoicesOf } from "@/components/orders/order-options";
import { ButtonLink } from "@/components/ui/button";
import { getAccountSettings } from "@/lib/accounts/queries";
import { findRequest } from "@/lib/approvals/queries";
import { clientFeeRate } from "@/lib/billing/client-fee";
import { readAs } from "@/lib/ctx";
import { listPlanOwners } from "@/lib/offers/plan-owners";
import { findOffer } from "@/lib/offers/queries";
import { canManageOffer } from "@/lib/offers/rules";
import { findOrderAsk } from "@/lib/orders/queries";
import { daysText } from "@/lib/words";
import { loadWorkspace } from "../../../../workspace";

export const metadata: Metadata = { title: "Modify offer" };

/** The terms of a pending offer, to be changed by its sender, an admin or a program owner. */
export default async function ModifyOfferPage({ params }: PageProps<"/ab/jobs/offers/[offerId]/modify">) {
  const { actor, now } = await loadWorkspace();
  const { offerId } = await params;
  const { offer, owners, request, settings, orders, feeRate } = await readAs(actor, async (ctx) => {
    const found = await findOffer(ctx, offerId);
    return {
      offer: found,
      owners: found
        ? (await listPlanOwners(ctx, found)).map(({ userId, name }) => ({ value: userId, label: name }))
        : [],
      request: found?.requestId ? await findRequest(ctx, found.requestId) : null,
      settings: await getAccountSettings(ctx),
      orders: await findOrderAsk(ctx),
      feeRate: await clientFeeRate(ctx),
    };
  });
  if (!offer || !canManageOffer(actor, offer)) notFound();
  const back = { href: `/ab/jobs/offers/${offer.id}`, label: `Offer ${offer.number}` };
  if (offer.state !== "pending" || offer.validUntil <= now) {
    return (
      <Page width="form">
        <PageHeader title={offer.terms.title} back={back} />
        <EmptyState
          title="This offer can no longer be modified"
          action={<ButtonLink href={back.href}>See the offer</ButtonLink>}
        >
          Only a pending offer can. Copy it to a new offer to start again.
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page width="table">
      <PageHeader
        title={`Modify: ${offer.terms.title}`}
        back={back}
        sentence={`${offer.talentName} is told what changed and has ${daysText(settings.offerLifeDays)} from then to answer.${offer.requestId ? " The approval is carried over." : ""}`}
      />
      <ModifyForm
        offerId={offer.id}
        version={offer.version}
        values={withOwnersAmong(valuesFromOffer(offer), owners)}
        owners={owners}
        currency={offer.terms.currency}
        feeRate={feeRate}
        request={request && approvedRequest(request, null)}
        orders={orderChoicesOf(orders)}
        orderRequired={settings.ordersRequiredOnOffers}
        currentOrder={
          offer.orderId && offer.orderNumber
            ? { id: offer.orderId, number: offer.orderNumber, label: `${offer.orderNumber} · on this offer now` }
            : null
        }
      />
    </Page>
  );
}
