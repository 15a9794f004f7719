import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DataTable, TitleCell } from "@/components/layout/data-table";
import { DocumentPage, DocumentSection } from "@/components/layout/document-page";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { Fact, Facts } from "@/components/offers/facts";
import { Moment, type Reader } from "@/components/offers/moment";
import { OfferStatus } from "@/components/offers/offer-status";
import { WordsBlock } from "@/components/offers/words-block";
import { OrderLine } from "@/components/orders/order-line";
import { ClosePostForm } from "@/components/posts/close-post-form";
import { PostHistory } from "@/components/posts/post-history";
import { PostStatus } from "@/components/posts/post-status";
import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Sheet } from "@/components/ui/sheet";
import { Term, Terms } from "@/components/ui/terms";
import { TextLink } from "@/components/ui/text-link";
import { getAccountSettings } from "@/lib/accounts/queries";
import { listHistory } from "@/lib/approvals/queries";
import { isAdmin } from "@/lib/approvals/rules";
import { readAs } from "@/lib/ctx";
import { formatMoney } from "@/lib/money";
import { findOrderFacts } from "@/lib/orders/order-facts";
import { findPost, hasContract, listOffersOfPost } from "@/lib/posts/queries";
import { canManagePost, canPostIn, postPriceText } from "@/lib/posts/rules";
import { loadWorkspace } from "../../../workspace";

export const metadata: Metadata = { title: "Job post" };

/** One job post, what came of it, and what may be done with it. */
export default async function PostPage({ params }: PageProps<"/ab/jobs/posts/[postId]">) {
  const { actor, timeZone, now } = await loadWorkspace();
  const reader = { zone: timeZone, now };
  const { postId } = await params;
  const loaded = await readAs(actor, async (ctx) => {
    const post = await findPost(ctx, postId);
    if (!post) return null;
    const settings = await getAccountSettings(ctx);
    return {
      post,
      settings,
      order: await findOrderFacts(ctx, post.orderId),
      offers: (await listOffersOfPost(ctx, post.id)).filter(
        (offer) => isAdmin(actor) || [offer.senderId, offer.contactId].includes(actor.userId),
      ),
      filled: await hasContract(ctx, post.id),
      history: await listHistory(ctx, "post", post.id),
    };
  });
  if (!loaded) notFound();
  const { post, settings, order, offers, filled, history } = loaded;
  const manages = canManagePost(actor, post);
  const open = post.state === "open";
  return (
    <Page width="table">
      <PageHeader
        title={post.title}
        back={{ href: "/ab/jobs/posts", label: "Job posts" }}
        status={<PostStatus state={post.state} filled={post.filled} />}
        action={
          open &&
          canPostIn(actor, post.teamId) && (
            <ButtonLink href={`/ab/jobs/offers/new?post=${post.id}`} variant="primary">
              Make offer
            </ButtonLink>
          )
        }
      />
      <DocumentPage
        label="Standing"
        summary={
          <Sheet>
            <Terms>
              <Term label="Type and budget" total>
                {postPriceText(post)}
              </Term>
              <Term label="Team">{post.teamName}</Term>
              <Term label="Owner">
                {post.ownerName} <span className="text-ink-soft">{post.ownerEmail}</span>
              </Term>
              {settings.ordersOn && (
                <Term label="Purchase order">
                  <OrderLine thing={post} order={order} />
                  {settings.ordersRequiredOnPosts && open && !post.orderId && (
                    <span className="block text-warn">The company asks for one on every post.</span>
                  )}
                  {manages && (
                    <TextLink href={`/ab/jobs/posts/${post.id}/edit#order`}>
                      {post.orderId ? "Change PO" : "Choose PO"}
                    </TextLink>
                  )}
                </Term>
              )}
              {post.openUntil && (
                <Term label="Open until">
                  <Moment at={post.openUntil} reader={reader} exact />
                </Term>
              )}
            </Terms>
          </Sheet>
        }
        facts={<Ending post={post} reader={reader} />}
        actions={
          manages && (
            <div className="flex flex-wrap gap-2">
              <ButtonLink href={`/ab/jobs/posts/${post.id}/edit`} variant={open ? "plain" : "primary"}>
                {open ? "Edit post" : post.state === "draft" ? "Continue the draft" : "Reopen"}
              </ButtonLink>
              {open && <ClosePostForm postId={post.id} filled={filled} />}
            </div>
          )
        }
      >
        <DocumentSection title="Description">
          <WordsBlock text={post.description || "Nothing is written yet."} />
        </DocumentSection>
        {offers.length > 0 && (
          <DocumentSection title={offers.length === 1 ? "The offer from this post" : "Offers from this post"}>
            <OffersOfPost offers={offers} reader={reader} />
          </DocumentSection>
        )}
        <DocumentSection title="History">
          <PostHistory lines={history} reader={reader} />
        </DocumentSection>
      </DocumentPage>
    </Page>
  );
}

type Shown = NonNullable<Awaited<ReturnType<typeof findPost>>>;

/** How a post ended. */
function Ending({ post, reader }: { post: Shown; reader: Reader }) {
  if (!post.closedAt) {
    return (
      <Facts>
        <Fact label={post.openedAt ? "Posted" : "Started"}>
          <Moment at={post.openedAt ?? post.createdAt} reader={reader} exact />
          {post.authorName && <span className="block text-ink-soft">{post.authorName}</span>}
        </Fact>
      </Facts>
    );
  }
  const title =
    post.state === "expired" ? "This post has expired" : post.filled ? "Filled and closed" : "This post is closed";
  return (
    <Notice tone={post.state === "expired" ? "warn" : "neutral"} title={title}>
      <Moment at={post.closedAt} reader={reader} exact />
      {post.closeReason && (
        <p dir="auto" className="mt-1 whitespace-pre-line wrap-anywhere">
          “{post.closeReason}”
        </p>
      )}
    </Notice>
  );
}

type OfferOfPost = Awaited<ReturnType<typeof listOffersOfPost>>[number];

function OffersOfPost({ offers, reader }: { offers: readonly OfferOfPost[]; reader: Reader }) {
  return (
    <DataTable
      label="Offers from this post"
      columns={[
        { label: "Offer" },
        { label: "Sent", from: "md" },
        { label: "Estimated total", align: "end" },
        { label: "Status" },
      ]}
    >
      {offers.map((offer) => (
        <tr key={offer.id}>
          <TitleCell
            href={offer.contractNumber ? `/ab/jobs/contracts/${offer.contractNumber}` : `/ab/jobs/offers/${offer.id}`}
            title={`Offer ${offer.number} to ${offer.talentName}`}
            second={offer.contractNumber ? `Contract ${offer.contractNumber}` : undefined}
          />
          <td data-from="md">
            <Moment at={offer.sentAt} reader={reader} />
          </td>
          <td data-at="amount">{formatMoney({ minor: offer.estimatedTotalMinor, currency: offer.currency })}</td>
          <td data-at="status">
            <OfferStatus state={offer.state} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
