"use client";

import { useActionState, useState } from "react";
import { FileField } from "@/components/approvals/file-field";
import { ActionForm } from "@/components/layout/action-form";
import { Field } from "@/components/layout/field";
import { FieldRow, FormActions } from "@/components/layout/field-group";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { ReasonDisclosure } from "@/components/offers/reason-disclosure";
import { Textarea } from "@/components/ui/textarea";
import { fieldErrors } from "@/lib/action-result";
import { recordWireAction } from "@/lib/billing/actions";
import { recordCompanyWireAction } from "@/lib/staff/actions";

type WireFormProps = {
  /** minted with the page, so that a double click records once */
  id: string;
  currency: string;
  /** the latest day that may be chosen */
  today: string;
  /** the company staff record for; absent in one's own company */
  company?: string;
};

/** Records a wire or bank transfer that arrived; a second person confirms it before anything moves. */
export function WireForm({ id, currency, today, company }: WireFormProps) {
  const [result, record] = useActionState(company ? recordCompanyWireAction : recordWireAction, null);
  // Kept as first shown: the page is drawn anew after a refusal, and the next attempt is still the same payment.
  const [minted] = useState(id);
  const [busy, setBusy] = useState(false);
  const errors = (name: string) => fieldErrors(result, name);
  return (
    <ReasonDisclosure label="Record payment" back="Record nothing" open={result?.ok === false}>
      <ActionForm action={record} className="gap-4">
        <input type="hidden" name="key" value={minted} />
        {company && <input type="hidden" name="company" value={company} />}
        <FieldRow>
          <Field
            label={`Amount in ${currency}`}
            name="amount"
            errors={errors("amount")}
            inputMode="decimal"
            autoComplete="off"
            required
          />
          <Field
            label="Arrived on"
            name="receivedOn"
            type="date"
            max={today}
            defaultValue={today}
            errors={errors("receivedOn")}
            required
          />
        </FieldRow>
        <Field
          label="Reference"
          name="reference"
          errors={errors("reference")}
          hint="As it stands on the bank statement. Each reference credits once."
          autoComplete="off"
          required
        />
        <Field label="Where it was seen" name="note" errors={errors("note")} required>
          {(control) => <Textarea {...control} rows={2} />}
        </Field>
        {!company && (
          <FileField
            label="Receipt of the transfer"
            name="files[]"
            errors={errors("files[]")}
            initial={[]}
            onBusy={setBusy}
            most={1}
            seenBy="Payment operations can download it."
          />
        )}
        <p className="text-xs text-ink-soft">
          Nothing moves yet: a second person of payment operations confirms it within five business days, or it lapses.
        </p>
        <Outcome of={result} says={{ invalid: "Nothing was recorded. Change what is marked and try again." }} />
        <FormActions>
          <SubmitButton
            pending="Recording…"
            disabled={busy}
            because={busy ? "The file is still on its way." : undefined}
          >
            Record payment
          </SubmitButton>
        </FormActions>
      </ActionForm>
    </ReasonDisclosure>
  );
}
