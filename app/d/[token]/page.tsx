import type { Metadata } from "next";
import type { ReactNode } from "react";
import { DecisionPanel } from "@/components/approvals/decision-panel";
import { RequestDocument } from "@/components/approvals/request-document";
import { RequestState } from "@/components/approvals/request-state";
import { whatHappened } from "@/components/approvals/what-happened";
import { BarePage } from "@/components/layout/bare-page";
import { PageHeader } from "@/components/layout/page-header";
import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { getWorkspace } from "@/lib/accounts/workspace";
import type { PersonActor } from "@/lib/actor";
import { type OpenedLink, openDecisionLink } from "@/lib/approvals/open-decision-link";
import { statusOf } from "@/lib/approvals/request-status";
import { standingOf } from "@/lib/approvals/rules";
import { findActor } from "@/lib/auth/actor";
import { readAs } from "@/lib/ctx";
import { DemoStrip } from "../../demo-strip";

export const metadata: Metadata = {
  title: "Decide on a request",
  referrer: "no-referrer",
  robots: { index: false, follow: false, noarchive: true },
};

/**
 * Behind the link in an approver's mail. Opening it changes nothing, whoever or whatever does; without a session it shows
 * no case, and to anybody but the approver all links look alike (product.md §3.7).
 */
export default async function DecisionPage({ params }: PageProps<"/d/[token]">) {
  const { token } = await params;
  const person = await findActor();
  if (!person) return <SignInFirst token={token} />;
  const opened = await openDecisionLink(person, token);
  if (!opened) return <SomebodyElse token={token} />;
  const { timeZone } = await readAs(opened.approver, getWorkspace);
  return <Decision opened={opened} person={person} token={token} zone={timeZone} />;
}

function SignInFirst({ token }: { token: string }) {
  return (
    <BarePage>
      <PageHeader
        title="Sign in to decide"
        sentence="The mail you got has the whole request. Deciding needs your own sign-in."
      />
      <p>
        <ButtonLink href={signInHref(token)} variant="primary" size="large">
          Sign in to decide
        </ButtonLink>
      </p>
    </BarePage>
  );
}

function SomebodyElse({ token }: { token: string }) {
  return (
    <BarePage banner={<DemoStrip />}>
      <PageHeader
        title="This request is waiting for someone else"
        sentence="Nothing was changed. If the mail was sent to you, sign in with the address it was sent to."
      />
      <p>
        <ButtonLink href={signInHref(token)}>Sign in as somebody else</ButtonLink>
      </p>
    </BarePage>
  );
}

const signInHref = (token: string) => `/sign-in?return=${encodeURIComponent(`/d/${token}`)}`;

type DecisionProps = { opened: OpenedLink; person: PersonActor; token: string; zone: string };

function Decision({ opened: { approver, case: found, alive }, person, token, zone }: DecisionProps) {
  const { request, now } = found;
  const { standing, because } = standingOf(approver, request, now);
  const here = person.accountId === approver.accountId;
  const page = `/ab/jobs/approvals/${request.id}`;
  return (
    <BarePage width="table" banner={<DemoStrip />}>
      <PageHeader title={request.title} status={<RequestState state={request.state} />} />
      {!alive && (
        <DeadLink>
          {whatHappened(found, approver.userId, zone)} {here && <TextLink href={page}>Open the request</TextLink>}
        </DeadLink>
      )}
      <RequestDocument
        case={found}
        status={statusOf(request, zone, now)}
        me={approver.userId}
        zone={zone}
        live={here}
        actions={
          <DecisionPanel
            requestId={request.id}
            fingerprint={request.fingerprint}
            token={token}
            standing={alive ? (standing ?? "over") : "over"}
            because={because}
          />
        }
      />
    </BarePage>
  );
}

function DeadLink({ children }: { children: ReactNode }) {
  return (
    <Notice tone="neutral" title="This link can no longer be used to decide.">
      {children}
    </Notice>
  );
}
