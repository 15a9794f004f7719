import type { Metadata } from "next";
import type { ReactNode } from "react";
import { BarePage } from "@/components/layout/bare-page";
import { PageHeader } from "@/components/layout/page-header";
import { JoinForm } from "@/components/members/invitation-forms";
import { ButtonLink } from "@/components/ui/button";
import { asTalent } from "@/lib/actor";
import { requirePerson } from "@/lib/auth/actor";
import { readAs } from "@/lib/ctx";
import { findOwnInvitation } from "@/lib/members/invitations";
import { DemoStrip } from "../../demo-strip";

export const metadata: Metadata = { title: "Join a company", robots: { index: false, follow: false } };

/**
 * Behind the link of an invitation. Opening it changes nothing; only who is signed in with the invited address is shown
 * which company asks, and to everybody else all links look alike (product.md §2.3).
 */
export default async function JoinPage({ params }: PageProps<"/join/[invitationId]">) {
  const person = await requirePerson();
  const { invitationId } = await params;
  const [own, now] = await readAs(asTalent(person), async (ctx) => [
    await findOwnInvitation(ctx, invitationId),
    ctx.now,
  ]);
  if (!own || person.kind === "staff")
    return (
      <Told
        title="This invitation is not for this address"
        sentence={`You are signed in with ${person.email}. If you were invited with another address, sign in with that one; if the link is incomplete, open it from the mail again.`}
      >
        <ButtonLink href={`/sign-in?return=${encodeURIComponent(`/join/${invitationId}`)}`}>
          Sign in with another address
        </ButtonLink>
      </Told>
    );
  if (own.member)
    return (
      <Told title={`You are a member of ${own.companyName}`} sentence="There is nothing left to do here.">
        <ButtonLink href="/ab/jobs" variant="primary">
          Open Countersign
        </ButtonLink>
      </Told>
    );
  const over =
    own.state === "accepted"
      ? "was used already"
      : own.state === "revoked"
        ? "was revoked"
        : own.expiresAt <= now
          ? "is older than 14 days"
          : null;
  if (over)
    return (
      <Told title={`This invitation ${over}`} sentence={`Ask for a new invitation at ${own.companyName}.`}>
        <ButtonLink href="/">Home</ButtonLink>
      </Told>
    );
  return (
    <BarePage banner={<DemoStrip />}>
      <PageHeader
        title={`Join ${own.companyName}`}
        sentence={`You are signed in with ${person.email}. What you may do there stands in the mail.`}
      />
      <JoinForm invitationId={own.id} />
    </BarePage>
  );
}

function Told({ title, sentence, children }: { title: string; sentence: string; children: ReactNode }) {
  return (
    <BarePage banner={<DemoStrip />}>
      <PageHeader title={title} sentence={sentence} />
      <p>{children}</p>
    </BarePage>
  );
}
