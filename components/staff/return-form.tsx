"use client";

import { DeedForm } from "@/components/layout/deed-form";
import { Field } from "@/components/layout/field";
import { FieldRow } from "@/components/layout/field-group";
import { Textarea } from "@/components/ui/textarea";
import { recordReturnAction } from "@/lib/staff/actions";

type ReturnFormProps = {
  /** minted with the page, so that a double click records once */
  id: string;
  company: string;
  currency: string;
  name: string;
  /** "$4,000.00": the most that can be paid back */
  most: string;
};

/** "Pay back": what is left on a company's balance goes back to it; a second person confirms. */
export function ReturnForm({ id, company, currency, name, most }: ReturnFormProps) {
  return (
    <DeedForm
      action={recordReturnAction}
      about={{ company }}
      formKey={id}
      label="Pay back balance"
      back="Record nothing"
      deed="Record transfer"
      pending="Recording…"
    >
      {(field) => (
        <>
          <p>
            {name} asked for what is left of its balance, or a payment was confirmed by mistake: both are paid back
            here, as far as the balance still has it.
          </p>
          <FieldRow>
            <Field
              label={`Amount in ${currency}`}
              {...field("amount")}
              hint={`At most ${most}.`}
              inputMode="decimal"
              autoComplete="off"
              required
            />
            <Field
              label="Reference of the transfer"
              {...field("reference")}
              hint="Each reference counts once."
              autoComplete="off"
              required
            />
          </FieldRow>
          <Field label="Who asked for it, and how it is sent" {...field("note")} required>
            {(control) => <Textarea {...control} rows={2} />}
          </Field>
          <p className="text-xs text-ink-soft">
            Nothing moves before a second person of payment operations confirms it. {name} gets a receipt then.
          </p>
        </>
      )}
    </DeedForm>
  );
}
