"use client";

import { DeedForm } from "@/components/layout/deed-form";
import { Field } from "@/components/layout/field";
import { Textarea } from "@/components/ui/textarea";
import { exemptFromFeeAction } from "@/lib/staff/actions";

type FeeExemptionFormProps = {
  /** minted with the page, so that a double click records once */
  id: string;
  company: string;
  name: string;
  /** it is exempt now */
  exempt: boolean;
};

/** "Exempt from the client fee", or the end of it; a second person confirms. */
export function FeeExemptionForm({ id, company, name, exempt }: FeeExemptionFormProps) {
  return (
    <DeedForm
      action={exemptFromFeeAction}
      about={{ company, to: exempt ? "charged" : "exempt" }}
      formKey={id}
      label={exempt ? "End the exemption" : "Exempt from the client fee"}
      back="Change nothing"
      deed={exempt ? "Propose the end" : "Propose the exemption"}
      pending="Recording…"
    >
      {(field) => (
        <>
          <p>
            {exempt
              ? `${name} pays the fee again on what it funds and on bonuses from then on.`
              : `${name} pays no fee on what it funds and on bonuses from then on. What was charged before stays, and comes back only with the money it was charged on.`}
          </p>
          <Field label="Why" {...field("note")} hint="Only staff read it." required>
            {(control) => <Textarea {...control} rows={2} />}
          </Field>
          <p className="text-xs text-ink-soft">
            Nothing changes before a second person of payment operations confirms it.
          </p>
        </>
      )}
    </DeedForm>
  );
}
