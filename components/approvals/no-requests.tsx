import { EmptyState } from "@/components/layout/empty-state";
import { ButtonLink } from "@/components/ui/button";

type NoRequestsProps = {
  said: { tab: "pending" | "approved" | "declined" | "expired" | "all"; waiting?: "me" | undefined };
  /** Filters or a search hide what there is. */
  narrowed: boolean;
  /** May the reader hire, and are approvals on? */
  mayCreate: boolean;
  /** Requests the reader decided in the last seven days. */
  decided: number;
};

/** An empty list says why it is empty and the one next step, per tab and per person. */
export function NoRequests({ said, narrowed, mayCreate, decided }: NoRequestsProps) {
  const { tab, waiting } = said;
  if (narrowed) {
    return (
      <EmptyState
        title="No request matches these filters."
        action={<ButtonLink href={`/ab/jobs/approvals?tab=${tab}`}>Clear filters</ButtonLink>}
      >
        Words are matched by their beginnings: “pay” finds “Payroll audit”.
      </EmptyState>
    );
  }
  if (waiting) {
    return (
      <EmptyState
        title="No requests wait for you."
        action={<ButtonLink href="/ab/jobs/approvals?tab=all">See all requests</ButtonLink>}
      >
        {decided === 0
          ? "You get a mail when one does."
          : `You decided ${decided} this week. You get a mail when the next one comes.`}
      </EmptyState>
    );
  }
  const { title, hirer, other } = words[tab];
  return (
    <EmptyState
      title={title}
      action={
        mayCreate &&
        tab !== "expired" && (
          <ButtonLink href="/ab/jobs/approvals/new" variant="primary">
            Create Request
          </ButtonLink>
        )
      }
    >
      {mayCreate ? hirer : other}
    </EmptyState>
  );
}

const words = {
  pending: {
    title: "No requests are pending.",
    hirer: "Ask for approval before you send an offer; your approver gets a mail at once.",
    other: "You get a mail when a request is sent to you.",
  },
  approved: {
    title: "No requests are approved yet.",
    hirer: "An approved request lets you send one offer. Create one, and your approver gets a mail at once.",
    other: "Requests you approve stay here, with the offer that used them.",
  },
  declined: {
    title: "No requests were declined.",
    hirer: "After a decline you read the reason here and can submit another request.",
    other: "Requests you decline stay here, with your reason.",
  },
  expired: {
    title: "No requests have expired.",
    hirer: "A request expires when nobody decides it, or when an approval is not used in time.",
    other: "A request expires when nobody decides it, or when an approval is not used in time.",
  },
  all: {
    title: "There are no requests yet.",
    hirer: "Create the first one: say what the work is, what it costs and why.",
    other: "They appear here when a hiring manager sends one to you.",
  },
} as const;
