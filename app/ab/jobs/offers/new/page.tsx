import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { Moment } from "@/components/offers/moment";
import { OfferForm } from "@/components/offers/offer-form";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import type { RequestState } from "@/db/enums";
import { canInitiateSpend } from "@/lib/approvals/rules";
import { loadWorkspace } from "../../../workspace";
import { loadOfferForm } from "./load-offer-form";

export const metadata: Metadata = { title: "New offer" };

/**
 * A new offer: empty, from an approved request (`request`), from a kept draft (`draft`), from a job post (`post`), or as
 * a copy of an earlier offer (`from`). An id that leads nowhere is not found, whatever the reason.
 */
export default async function NewOfferPage({ searchParams }: PageProps<"/ab/jobs/offers/new">) {
  const { actor, timeZone, now, currency } = await loadWorkspace();
  if (!canInitiateSpend(actor)) notFound();
  const reader = { zone: timeZone, now };
  const form = await loadOfferForm(actor, reader, await searchParams);
  if (!form) notFound();
  const { savedAt, pending, gone, formKey, ...fields } = form;
  return (
    <Page width="table">
      <PageHeader
        title="New offer"
        back={{ href: "/ab/jobs/offers", label: "Offers" }}
        sentence={
          savedAt ? (
            <>
              Draft saved <Moment at={savedAt} reader={reader} exact />. Nothing is sent yet.
            </>
          ) : (
            "Nothing is sent until you press “Send offer”."
          )
        }
      />
      {gone && (
        <Notice tone="warn" title="This request cannot be used for an offer">
          {goneWords[gone.state]} <TextLink href={`/ab/jobs/approvals/${gone.id}`}>See the request</TextLink>
        </Notice>
      )}
      {pending && (
        <Notice tone="warn" title="This person already has a pending offer from your company">
          {pending.href ? <TextLink href={pending.href}>Offer {pending.number}</TextLink> : `Offer ${pending.number}`}{" "}
          waits for an answer. You can send another one all the same.
        </Notice>
      )}
      <OfferForm key={formKey} currency={currency} {...fields} />
    </Page>
  );
}

/** Why an own request is not among the choices. */
const goneWords: Record<RequestState, string> = {
  pending: "It is not approved yet.",
  approved: "Its approval has run out.",
  consumed: "Another offer uses it already.",
  declined: "It was declined.",
  withdrawn: "It was withdrawn.",
  expired: "It has expired.",
};
