"use client";

import { useActionState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { Field } from "@/components/layout/field";
import { FormActions } from "@/components/layout/field-group";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Select } from "@/components/ui/select";
import { fieldErrors } from "@/lib/action-result";
import { replaceApproverAction } from "@/lib/approvals/actions";

/** Which request, and who may take over a slot of it. */
export type Replacement = { requestId: string; people: readonly { value: string; label: string }[] };

type ReplaceApproverProps = Replacement & { approverId: string; name: string };

/** "Replace approver", for admins and program owners, beside an approver who has not answered. */
export function ReplaceApprover({ requestId, people, approverId, name }: ReplaceApproverProps) {
  const [result, replace] = useActionState(replaceApproverAction, null);
  const errors = fieldErrors(result, "replacementId");
  return (
    <Dialog
      trigger={
        <>
          Replace approver<span className="sr-only"> {name}</span>
        </>
      }
      triggerSize="small"
      title={`Replace ${name}?`}
      description={`${name} is no longer asked, and the links in the mails about this request stop working. Whoever you name gets the whole case by mail. Decisions already given stay, and the request expires when it would have.`}
    >
      <ActionForm action={replace} className="gap-4">
        <input type="hidden" name="requestId" value={requestId} />
        <input type="hidden" name="approverId" value={approverId} />
        <Field label="New approver" name="replacementId" id={`field-replacement-${approverId}`} errors={errors}>
          {(control) => <Select {...control} placeholder="Choose a member" options={people} required />}
        </Field>
        <FormActions>
          <SubmitButton variant="primary" pending="Replacing…">
            Replace approver
          </SubmitButton>
          <DialogClose>Keep {name}</DialogClose>
        </FormActions>
        <Outcome
          of={errors.length > 0 ? null : result}
          says={{
            "changed-meanwhile": `Somebody replaced ${name} a moment ago. Nothing more was changed; the page shows who is asked.`,
            expired: "This request has expired. Nobody was replaced.",
          }}
        />
      </ActionForm>
    </Dialog>
  );
}
