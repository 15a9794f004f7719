import type { Metadata } from "next";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { DraftTable } from "@/components/offers/draft-table";
import { OfferTable } from "@/components/offers/offer-table";
import { type OfferTab, offerTabOf, offerTabs, stateOfTab, tabWords } from "@/components/offers/offer-tabs";
import { OffersEmpty } from "@/components/offers/offers-empty";
import { ButtonLink } from "@/components/ui/button";
import { Pagination } from "@/components/ui/pagination";
import { TabLinks } from "@/components/ui/tab-links";
import { canInitiateSpend, isAdmin } from "@/lib/approvals/rules";
import { readAs } from "@/lib/ctx";
import { countOffers, listDrafts, listOffers } from "@/lib/offers/queries";
import { decodeCursor } from "@/lib/paging";
import { cappedCount } from "@/lib/words";
import { loadWorkspace } from "../../../workspace";

export const metadata: Metadata = { title: "Offers" };

/** My Jobs › Offers: own offers, or all of the company's for admins and program owners. */
export default async function OffersPage({ searchParams }: PageProps<"/ab/jobs/offers">) {
  const { actor, timeZone, now } = await loadWorkspace();
  const { tab: asked, after } = await searchParams;
  const tab = offerTabOf(asked);
  const state = stateOfTab(tab);
  const cursor = decodeCursor(typeof after === "string" ? after : undefined);
  const { counts, drafts, offers } = await readAs(actor, async (ctx) => ({
    counts: await countOffers(ctx),
    drafts: await listDrafts(ctx),
    offers: state ? await listOffers(ctx, { state, cursor }) : null,
  }));
  const maySend = canInitiateSpend(actor);
  const reader = { zone: timeZone, now };
  const countOf = (each: OfferTab) => (each === "drafts" ? drafts.length : counts[each]);
  const empty = offers ? offers.rows.length === 0 : drafts.length === 0;
  return (
    <Page width="table">
      <PageHeader
        title="Offers"
        sentence={isAdmin(actor) ? "Every offer of the company." : "The offers you sent."}
        action={
          maySend && (
            <ButtonLink href="/ab/jobs/offers/new" variant="primary">
              New offer
            </ButtonLink>
          )
        }
      />
      <TabLinks
        label="Offers"
        items={offerTabs.map((each) => ({
          href: addressOf(each),
          label: tabWords[each],
          count: cappedCount(countOf(each)),
          current: each === tab,
        }))}
      />
      {empty ? (
        <OffersEmpty tab={tab} maySend={maySend} pending={counts.pending} />
      ) : offers && state ? (
        <OfferTable offers={offers.rows} state={state} reader={reader} />
      ) : (
        <DraftTable drafts={drafts} reader={reader} />
      )}
      <Pagination
        newer={cursor && state ? addressOf(tab) : undefined}
        older={offers?.next ? `/ab/jobs/offers?tab=${tab}&after=${offers.next}` : undefined}
        words={{ newer: "Newest", older: "Older" }}
      />
    </Page>
  );
}

const addressOf = (tab: OfferTab) => (tab === "pending" ? "/ab/jobs/offers" : `/ab/jobs/offers?tab=${tab}`);
