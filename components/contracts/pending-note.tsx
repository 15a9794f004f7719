import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import type { ContractState, ContractType } from "@/db/enums";

type PendingNoteProps = {
  contract: { state: ContractState; contractType: ContractType };
  tasks: readonly { doneAt: Date | null; mine: boolean }[];
};

/** What a pending contract waits for, and what is not possible until then. */
export function PendingNote({ contract, tasks }: PendingNoteProps) {
  if (contract.state !== "pending") return null;
  const mine = tasks.filter((task) => task.mine && task.doneAt === null).length;
  return (
    <Notice tone="info" title="This contract is pending">
      It starts when its onboarding plan is done. Until then{" "}
      {contract.contractType === "hourly"
        ? "no time is taken and nothing is billed."
        : "nothing is submitted, funded or paid; what is held in escrow stays there."}{" "}
      <TextLink href="#plan">
        {mine === 0 ? "See what it waits for" : `${mine} ${mine === 1 ? "task waits" : "tasks wait"} for you`}
      </TextLink>
    </Notice>
  );
}
