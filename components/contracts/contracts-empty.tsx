import { EmptyState } from "@/components/layout/empty-state";
import { ButtonLink } from "@/components/ui/button";
import type { ContractTab } from "@/lib/contracts/rules";
import { contractTabWords } from "@/lib/words";

type ContractsEmptyProps = {
  tab: ContractTab;
  search: string;
  none: boolean;
  /** the same list without filters, where some are on */
  unfiltered: string | null;
};

/** Why a tab is empty, and what to do next. */
export function ContractsEmpty({ tab, search, none, unfiltered }: ContractsEmptyProps) {
  if (search) {
    return (
      <EmptyState
        title={`No contract here has the number or begins with “${search}”`}
        action={<ButtonLink href="/ab/jobs/contracts?tab=all">Show all contracts</ButtonLink>}
      >
        Search looks at numbers and at how titles begin.
      </EmptyState>
    );
  }
  if (unfiltered && !none) {
    return (
      <EmptyState
        title="No contract here fits the filters"
        action={<ButtonLink href={unfiltered}>Clear filters</ButtonLink>}
      >
        Others may stand here without them, or behind the other tabs.
      </EmptyState>
    );
  }
  if (none || tab === "all") {
    return (
      <EmptyState title="No contracts yet" action={<ButtonLink href="/ab/jobs/offers">See offers</ButtonLink>}>
        A contract starts the moment a freelancer accepts an offer.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={`No ${contractTabWords[tab].toLowerCase()} contracts`}
      action={<ButtonLink href="/ab/jobs/contracts?tab=all">Show all contracts</ButtonLink>}
    >
      Contracts in another state stand behind the other tabs.
    </EmptyState>
  );
}
