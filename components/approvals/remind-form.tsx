"use client";

import { useActionState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { remindApproverAction } from "@/lib/approvals/actions";

type RemindFormProps = { requestId: string; approverId: string; name: string; lately: string | null };

/** "Remind", for the requester, beside an approver who has not answered. Once in 24 hours; then it says when it was. */
export function RemindForm({ requestId, approverId, name, lately }: RemindFormProps) {
  const [result, remind] = useActionState(remindApproverAction, null);
  return (
    <ActionForm action={remind} className="mt-1.5 gap-1.5">
      <input type="hidden" name="requestId" value={requestId} />
      <input type="hidden" name="approverId" value={approverId} />
      <SubmitButton
        variant="plain"
        size="small"
        pending="Reminding…"
        disabled={lately !== null}
        because={lately === null ? undefined : `You reminded ${name} on ${lately}. Once in 24 hours is enough.`}
      >
        Remind
      </SubmitButton>
      <Outcome
        of={result}
        says={{ "already-decided": `${name} is not being asked any longer. Nothing was sent.` }}
        done={`${name} gets a mail.`}
      />
    </ActionForm>
  );
}
