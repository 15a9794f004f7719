"use client";

import { DeedForm } from "@/components/layout/deed-form";
import { Field } from "@/components/layout/field";
import { FieldRow } from "@/components/layout/field-group";
import { Textarea } from "@/components/ui/textarea";
import { declinePayoutAction, recordAskedPayoutAction } from "@/lib/staff/actions";

type RecordProps = {
  /** minted with the page, so that a double click records once */
  id: string;
  company: string;
  requestId: string;
  currency: string;
  /** what was asked for, as an input takes it */
  amount: string;
};

/** "Record transfer": what was asked for or less of it, with its reference; a second person confirms. */
export function RecordAskedPayoutForm({ id, company, requestId, currency, amount }: RecordProps) {
  return (
    <DeedForm
      action={recordAskedPayoutAction}
      about={{ company, requestId }}
      formKey={id}
      label="Record transfer"
      back="Record nothing"
      deed="Record transfer"
      pending="Recording…"
      wanted
    >
      {(field) => (
        <>
          <FieldRow>
            <Field
              label={`Amount in ${currency}`}
              {...field("amount")}
              defaultValue={amount}
              inputMode="decimal"
              autoComplete="off"
              required
            />
            <Field label="Reference of the transfer" {...field("reference")} autoComplete="off" required />
          </FieldRow>
          <Field label="How it is sent" {...field("note")} required>
            {(control) => <Textarea {...control} rows={2} />}
          </Field>
          <p className="text-xs text-ink-soft">
            Nothing moves before a second person of payment operations confirms it. Of a smaller amount the rest stays
            available to the freelancer.
          </p>
        </>
      )}
    </DeedForm>
  );
}

/** "Decline", with the reason that the freelancer reads. */
export function DeclinePayoutForm({ company, requestId }: { company: string; requestId: string }) {
  return (
    <DeedForm
      action={declinePayoutAction}
      about={{ company, requestId }}
      label="Decline"
      back="Do not decline"
      deed="Decline now"
      pending="Declining…"
      variant="danger-quiet"
    >
      {(field) => (
        <Field label="Reason" {...field("reason")} hint="The freelancer reads it." required>
          {(control) => <Textarea {...control} rows={3} />}
        </Field>
      )}
    </DeedForm>
  );
}
