import { Notice } from "@/components/ui/notice";
import type { ContractState, OfferKind } from "@/db/enums";

/** Why a payroll contract stands still here: its time is kept elsewhere (product.md §9). */
export function PausedNote({
  contract,
  employer,
}: {
  contract: { state: ContractState; kind: OfferKind };
  employer: string | null;
}) {
  if (contract.state !== "paused" || contract.kind !== "payroll") return null;
  return (
    <Notice tone="info" title="Time is kept by the employer of record">
      {employer ?? "The employer of record"} records the hours of payroll work, so this contract stays paused here.
    </Notice>
  );
}
