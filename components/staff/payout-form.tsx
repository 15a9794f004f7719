"use client";

import { useActionState, useState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { Field } from "@/components/layout/field";
import { FieldRow, FormActions } from "@/components/layout/field-group";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { ReasonDisclosure } from "@/components/offers/reason-disclosure";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { fieldErrors } from "@/lib/action-result";
import { recordPayoutAction } from "@/lib/staff/actions";

type PayoutFormProps = {
  /** minted with the page, so that a double click records once */
  id: string;
  company: string;
  currency: string;
  /** who has something available, with how much in words */
  payable: readonly { userId: string; name: string; available: string }[];
};

/** Records that available earnings were transferred; a second person confirms. */
export function PayoutForm({ id, company, currency, payable }: PayoutFormProps) {
  const [result, record] = useActionState(recordPayoutAction, null);
  const [minted] = useState(id);
  const errors = (name: string) => fieldErrors(result, name);
  return (
    <ReasonDisclosure label="Record payout" back="Record nothing" open={result?.ok === false}>
      <ActionForm action={record} className="gap-4">
        <input type="hidden" name="key" value={minted} />
        <input type="hidden" name="company" value={company} />
        <FieldRow>
          <Field label="Freelancer" name="talentUserId" errors={errors("talentUserId")} required>
            {(control) => (
              <Select
                {...control}
                placeholder="Choose"
                options={payable.map(({ userId, name, available }) => ({
                  value: userId,
                  label: `${name}, ${available} available`,
                }))}
              />
            )}
          </Field>
          <Field
            label={`Amount in ${currency}`}
            name="amount"
            id="field-payout-amount"
            errors={errors("amount")}
            inputMode="decimal"
            autoComplete="off"
            required
          />
        </FieldRow>
        <Field label="Reason" name="reason" errors={errors("reason")} required>
          {(control) => <Textarea {...control} rows={2} />}
        </Field>
        <p className="text-xs text-ink-soft">Nothing moves before a second person of payment operations confirms it.</p>
        <Outcome of={result} says={{ invalid: "Nothing was recorded. Change what is marked and try again." }} />
        <FormActions>
          <SubmitButton pending="Recording…">Record payout</SubmitButton>
        </FormActions>
      </ActionForm>
    </ReasonDisclosure>
  );
}
