import type { Metadata } from "next";
import { ApprovalsOff } from "@/components/approvals/approvals-off";
import { RequestForm } from "@/components/approvals/request-form";
import { copiedValues, draftedValues, emptyValues, postedValues } from "@/components/approvals/request-values";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { isChoice, orderChoicesOf } from "@/components/orders/order-options";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { type ApprovalPolicy, findApprovalPolicy, listTeams } from "@/lib/accounts/queries";
import { findRequest } from "@/lib/approvals/queries";
import { canInitiateSpend, canRequest, isAdmin } from "@/lib/approvals/rules";
import { clientFeeRate } from "@/lib/billing/client-fee";
import { readAs } from "@/lib/ctx";
import { newId } from "@/lib/ids";
import { findDraft } from "@/lib/offers/queries";
import { findOrderAsk } from "@/lib/orders/queries";
import { findLinkablePost, listPostOptions } from "@/lib/posts/queries";
import { loadWorkspace } from "../../../workspace";

export const metadata: Metadata = { title: "New request" };

/**
 * Asks for permission to send one offer. Prefilled from an earlier request (`copy`), an offer kept as a draft (`draft`)
 * or a job post (`post`).
 */
export default async function NewRequestPage({ searchParams }: PageProps<"/ab/jobs/approvals/new">) {
  const { actor, approvalsOn, currency } = await loadWorkspace();
  if (!approvalsOn) return <ApprovalsOff admin={isAdmin(actor)} />;
  const asked = await searchParams;
  const [policy, teams, origin, draft, post, posts, ask, feeRate] = await readAs(actor, (ctx) =>
    Promise.all([
      findApprovalPolicy(ctx),
      listTeams(ctx),
      typeof asked.copy === "string" ? findRequest(ctx, asked.copy) : null,
      typeof asked.draft === "string" ? findDraft(ctx, asked.draft) : null,
      typeof asked.post === "string" ? findLinkablePost(ctx, asked.post) : null,
      listPostOptions(ctx),
      findOrderAsk(ctx),
      clientFeeRate(ctx),
    ]),
  );
  const copied = origin?.requesterId === actor.userId ? origin : null;
  const own = teams.filter((team) => canRequest(actor, team.id) && !team.hidden);
  const started = copied
    ? copiedValues(copied)
    : draft
      ? draftedValues(draft.fields, currency)
      : post
        ? postedValues(post)
        : emptyValues(own.length === 1 ? own[0]?.id : undefined);
  const orders = orderChoicesOf(ask);
  const values = {
    ...started,
    // What cannot be chosen any more is not chosen silently.
    postId: posts.some(({ id }) => id === started.postId) ? (started.postId ?? "") : "",
    orderChoice: isChoice(orders, started.orderChoice ?? "") ? (started.orderChoice ?? "") : "",
  };
  return (
    <Page width="form">
      <PageHeader
        title="New request"
        back={{ href: "/ab/jobs/approvals", label: "Approvals" }}
        sentence="Approved, it lets you send one offer. Your approver gets a mail at once."
      />
      {draft && (
        <Notice tone="info" title="Your offer is kept as a draft.">
          After “Submit” you can go back to it.{" "}
          <TextLink href={`/ab/jobs/offers/new?draft=${draft.id}`}>Back to the offer without a request</TextLink>
        </Notice>
      )}
      <RequestForm
        id={newId()}
        values={values}
        copiedFrom={copied?.id}
        draft={draft?.id}
        files={(copied?.attachments ?? []).map(({ id, name, sizeBytes }) => ({ id, name, sizeBytes }))}
        currency={currency}
        feeRate={feeRate}
        teams={own.map(({ id, name }) => ({ value: id, label: name }))}
        posts={posts.map(({ id, title }) => ({ value: id, label: title }))}
        orders={orders}
        steps={stepsOf(policy, actor.userId)}
        may={canInitiateSpend(actor)}
      />
    </Page>
  );
}

/** The approvers by step as the form names them; the requester's own place is passed over (product.md §3.6). */
function stepsOf(policy: ApprovalPolicy | null, me: string) {
  const approvers = policy?.approvers ?? [];
  return [...new Set(approvers.map(({ step }) => step))].map((step) => ({
    step,
    names: approvers
      .filter((each) => each.step === step)
      .map(({ name, userId }) => (userId === me ? `${name} (you, passed over)` : name)),
  }));
}
