import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DecisionPanel } from "@/components/approvals/decision-panel";
import { RequestDocument } from "@/components/approvals/request-document";
import { RequestState } from "@/components/approvals/request-state";
import { WithdrawDialog } from "@/components/approvals/withdraw-dialog";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { listMembers, type MemberOption } from "@/lib/accounts/queries";
import type { MemberActor } from "@/lib/actor";
import { findRequestCase, type RequestCase } from "@/lib/approvals/request-case";
import { statusOf } from "@/lib/approvals/request-status";
import { canReplaceApprover, isAdmin, standingOf, whyNotApprover } from "@/lib/approvals/rules";
import { readAs } from "@/lib/ctx";
import { findDraft } from "@/lib/offers/queries";
import { loadWorkspace } from "../../../workspace";

export const metadata: Metadata = { title: "Approval request" };

/** One request: the decision screen for its approvers, and where it stands for everybody else who may see it. */
export default async function RequestPage({ params, searchParams }: PageProps<"/ab/jobs/approvals/[requestId]">) {
  const { actor, timeZone } = await loadWorkspace();
  const { requestId } = await params;
  const { draft: draftId } = await searchParams;
  const [found, draft, members] = await readAs(actor, (ctx) =>
    Promise.all([
      findRequestCase(ctx, requestId),
      typeof draftId === "string" ? findDraft(ctx, draftId) : null,
      isAdmin(actor) ? listMembers(ctx) : [],
    ]),
  );
  if (!found) notFound();
  const { request, now } = found;
  const { standing, because } = standingOf(actor, request, now);
  return (
    <Page width="table">
      <PageHeader
        title={request.title}
        back={{ href: "/ab/jobs/approvals", label: "Approvals" }}
        status={<RequestState state={request.state} />}
        action={<RequesterDeeds actor={actor} found={found} />}
      />
      {draft && (
        <Notice tone="info" title="Your offer is kept as a draft.">
          Once this request is approved, select it there.{" "}
          <TextLink href={`/ab/jobs/offers/new?draft=${draft.id}`}>Back to the offer</TextLink>
        </Notice>
      )}
      <RequestDocument
        case={found}
        status={statusOf(request, timeZone, now)}
        me={actor.userId}
        zone={timeZone}
        live
        replacements={replacementsOf(actor, found, members)}
        actions={
          standing && (
            <DecisionPanel
              requestId={request.id}
              fingerprint={request.fingerprint}
              standing={standing}
              because={because}
            />
          )
        }
      />
    </Page>
  );
}

/** Whom an admin may name instead of an approver who has not answered. */
function replacementsOf(actor: MemberActor, { request }: RequestCase, members: readonly MemberOption[]) {
  if (!canReplaceApprover(actor, request)) return undefined;
  return members
    .filter(({ userId }) => whyNotApprover(request, userId) === null)
    .map(({ userId, name }) => ({ value: userId, label: name }));
}

/** What only the requester does: use it, take it back, or start again from it. */
function RequesterDeeds({ actor, found: { request, now } }: { actor: MemberActor; found: RequestCase }) {
  if (request.requesterId !== actor.userId) return null;
  const usable = request.state === "approved" && request.expiresAt !== null && request.expiresAt > now;
  return (
    <>
      {request.state === "pending" && <WithdrawDialog requestId={request.id} />}
      <ButtonLink href={`/ab/jobs/approvals/new?copy=${request.id}`}>Copy to new request</ButtonLink>
      {usable && (
        <ButtonLink href={`/ab/jobs/offers/new?request=${request.id}`} variant="primary">
          Send offer
        </ButtonLink>
      )}
    </>
  );
}
