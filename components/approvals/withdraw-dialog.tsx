"use client";

import { useActionState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { FormActions } from "@/components/layout/field-group";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { withdrawRequestAction } from "@/lib/approvals/actions";

/** The requester takes a pending request back, after one question. */
export function WithdrawDialog({ requestId }: { requestId: string }) {
  const [result, withdraw] = useActionState(withdrawRequestAction, null);
  return (
    <Dialog
      trigger="Withdraw request"
      title="Withdraw this request?"
      description="The approvers are no longer asked and their links stop working. You can copy it to a new request later."
    >
      <ActionForm action={withdraw}>
        <input type="hidden" name="requestId" value={requestId} />
        <FormActions>
          <SubmitButton variant="danger-quiet" pending="Withdrawing…">
            Withdraw request
          </SubmitButton>
          <DialogClose>Keep it</DialogClose>
        </FormActions>
        <Outcome
          of={result}
          says={{ "already-decided": "This request was decided or expired in the meantime. Nothing was withdrawn." }}
        />
      </ActionForm>
    </Dialog>
  );
}
