"use client";

import { useActionState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { Field } from "@/components/layout/field";
import { FormActions } from "@/components/layout/field-group";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { ReasonDisclosure } from "@/components/offers/reason-disclosure";
import { Textarea } from "@/components/ui/textarea";
import { fieldErrors } from "@/lib/action-result";
import { confirmMoveAction, refuseMoveAction } from "@/lib/staff/actions";

type DecideMoveProps = {
  company: string;
  moveId: string;
  /** "Confirm $1,500.00" */
  deed: string;
};

/** The second person's two answers to a money move. */
export function DecideMove({ company, moveId, deed }: DecideMoveProps) {
  const [confirmed, confirm] = useActionState(confirmMoveAction, null);
  const [refused, refuse] = useActionState(refuseMoveAction, null);
  const ids = (
    <>
      <input type="hidden" name="company" value={company} />
      <input type="hidden" name="moveId" value={moveId} />
    </>
  );
  return (
    <div className="grid gap-3">
      <ActionForm action={confirm} className="gap-3">
        {ids}
        <p>
          <SubmitButton pending="Confirming…">{deed}</SubmitButton>
        </p>
        <Outcome of={confirmed} says={{}} />
      </ActionForm>
      <ReasonDisclosure label="Refuse" back="Do not refuse" open={refused?.ok === false}>
        <ActionForm action={refuse} className="gap-4">
          {ids}
          <Field label="Reason" name="reason" errors={fieldErrors(refused, "reason")} required>
            {(control) => <Textarea {...control} rows={3} />}
          </Field>
          <Outcome of={refused} says={{ invalid: "Nothing was refused. Change what is marked and try again." }} />
          <FormActions>
            <SubmitButton variant="danger-quiet" pending="Refusing…">
              Refuse
            </SubmitButton>
          </FormActions>
        </ActionForm>
      </ReasonDisclosure>
    </div>
  );
}
