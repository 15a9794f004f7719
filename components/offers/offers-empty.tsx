import { EmptyState } from "@/components/layout/empty-state";
import { ButtonLink } from "@/components/ui/button";
import type { OfferTab } from "./offer-tabs";

/** Why a tab is empty, and the one next step for those who can take it. */
export function OffersEmpty({ tab, maySend, pending }: { tab: OfferTab; maySend: boolean; pending: number }) {
  const { title, text } = words[tab];
  const waiting = pending === 1 ? "1 offer waits for an answer." : `${pending} offers wait for an answer.`;
  return (
    <EmptyState title={title} action={maySend && <ButtonLink href="/ab/jobs/offers/new">New offer</ButtonLink>}>
      {tab !== "pending" && pending > 0 ? `${text} ${waiting}` : text}
    </EmptyState>
  );
}

const words: Record<OfferTab, { title: string; text: string }> = {
  pending: {
    title: "No offer waits for an answer",
    text: "An offer stands here from the moment it is sent until the freelancer answers.",
  },
  drafts: {
    title: "You keep no drafts",
    text: "“Save draft” on the offer form keeps what you typed; nothing is sent or reserved.",
  },
  accepted: { title: "No offer was accepted yet", text: "Accepting an offer starts its contract." },
  declined: { title: "No offer was declined", text: "A declined offer gives its approval back, and says why." },
  withdrawn: {
    title: "No offer was withdrawn",
    text: "A pending offer can be withdrawn from its page; its approval is available again.",
  },
  expired: {
    title: "No offer has run out",
    text: "An offer that nobody answers in time ends here; its approval is available again.",
  },
};
