"use client";

import { useActionState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import type { ContractSide } from "@/db/enums";
import { finishTaskAction } from "@/lib/contracts/actions";

type FinishTaskFormProps = { contractId: string; side: ContractSide; position: number; title: string };

/** "Mark as done" on a task of the onboarding plan. */
export function FinishTaskForm({ contractId, side, position, title }: FinishTaskFormProps) {
  const [result, finish] = useActionState(finishTaskAction, null);
  return (
    <ActionForm action={finish} className="gap-2">
      <input type="hidden" name="contractId" value={contractId} />
      <input type="hidden" name="side" value={side} />
      <input type="hidden" name="position" value={position} />
      <SubmitButton size="small" pending="Marking…">
        Mark as done <span className="sr-only">“{title}”</span>
      </SubmitButton>
      <Outcome of={result} says={{}} />
    </ActionForm>
  );
}
