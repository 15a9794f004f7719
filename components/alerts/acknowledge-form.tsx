"use client";

import { useActionState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { Field } from "@/components/layout/field";
import { FieldRow, FormActions } from "@/components/layout/field-group";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { fieldErrors } from "@/lib/action-result";
import { acknowledgeAlertAction } from "@/lib/alerts/actions";

type AcknowledgeFormProps = {
  lineKey: string;
  /** first, proposed and last day that may be chosen */
  first: string;
  usual: string;
  last: string;
};

/** Sets one line aside for the reader alone, until a day up to four weeks ahead. */
export function AcknowledgeForm({ lineKey, first, usual, last }: AcknowledgeFormProps) {
  const [result, acknowledge] = useActionState(acknowledgeAlertAction, null);
  return (
    <ActionForm action={acknowledge}>
      <input type="hidden" name="lineKey" value={lineKey} />
      <FieldRow>
        <Field
          label="Acknowledge until"
          name="untilDate"
          id={`until-${lineKey}`}
          type="date"
          min={first}
          max={last}
          defaultValue={usual}
          required
          errors={fieldErrors(result, "untilDate")}
        />
        <Field label="Note" name="note" id={`note-${lineKey}`} optional errors={fieldErrors(result, "note")} />
      </FieldRow>
      <FormActions>
        <SubmitButton pending="Acknowledging…" variant="plain" size="small">
          Acknowledge
        </SubmitButton>
        <Outcome of={result} says={{ invalid: "Nothing was saved. Change what is marked." }} />
      </FormActions>
    </ActionForm>
  );
}
