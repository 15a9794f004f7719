"use client";

import { useActionState, useState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { Field } from "@/components/layout/field";
import { FieldRow, FormActions } from "@/components/layout/field-group";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { Textarea } from "@/components/ui/textarea";
import { fieldErrors } from "@/lib/action-result";
import { proposeSettlementAction, recordAwardAction } from "@/lib/staff/actions";

type ShareFormProps = {
  company: string;
  disputeId: string;
  currency: string;
  /** "$1,000.00": what is shared */
  held: string;
  names: { company: string; talent: string };
  /** the id of the record that an award makes; without it, this is a proposal to both sides */
  award?: string;
};

/** How what is held is shared: a mediator's proposal, or the recorded outcome of an arbitration. */
export function ShareForm({ company, disputeId, currency, held, names, award }: ShareFormProps) {
  const [result, share] = useActionState(award ? recordAwardAction : proposeSettlementAction, null);
  const [minted] = useState(award);
  const errors = (name: string) => fieldErrors(result, name);
  return (
    <ActionForm action={share} className="gap-4">
      <input type="hidden" name="company" value={company} />
      <input type="hidden" name="disputeId" value={disputeId} />
      {minted && <input type="hidden" name="key" value={minted} />}
      <FieldRow>
        <Field
          label={`To ${names.talent}, in ${currency}`}
          name="release"
          errors={errors("release")}
          inputMode="decimal"
          autoComplete="off"
          required
        />
        <Field
          label={`Back to ${names.company}, in ${currency}`}
          name="refund"
          errors={errors("refund")}
          inputMode="decimal"
          autoComplete="off"
          required
        />
      </FieldRow>
      <p className="text-xs text-ink-soft">Both together are {held}, what is held. Write 0 for nothing.</p>
      <Field label="Why" name="note" errors={errors("note")} required>
        {(control) => <Textarea {...control} rows={4} />}
      </Field>
      <Outcome
        of={result}
        says={{ invalid: "Nothing was saved. Change what is marked and try again." }}
        done={
          award ? "Recorded. A second person confirms it before anything moves." : "Proposed. Both sides were told."
        }
      />
      <FormActions>
        <SubmitButton pending={award ? "Recording…" : "Proposing…"}>
          {award ? "Record outcome" : "Propose"}
        </SubmitButton>
      </FormActions>
    </ActionForm>
  );
}
