"use client";

import { useActionState, useState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { Field } from "@/components/layout/field";
import { FieldRow, FormActions } from "@/components/layout/field-group";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { ReasonDisclosure } from "@/components/offers/reason-disclosure";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Textarea } from "@/components/ui/textarea";
import { fieldErrors } from "@/lib/action-result";
import { recordChargeAction, reverseChargeAction } from "@/lib/contracts/actions";

type ChargeFormProps = {
  /** minted with the page, so that a double click records once */
  id: string;
  contractId: string;
  currency: string;
  /** the latest day that may be chosen */
  today: string;
  /** "PO 4711", or null where none is linked */
  order: string | null;
  /** its milestones are paid from escrow */
  escrow: boolean;
};

/** Records money that was charged on the contract. */
export function ChargeForm({ id, contractId, currency, today, order, escrow }: ChargeFormProps) {
  const [result, record] = useActionState(recordChargeAction, null);
  // Kept as first shown: the page is drawn anew after a refusal, and the next attempt is still the same charge.
  const [minted] = useState(id);
  const errors = (name: string) => fieldErrors(result, name);
  return (
    <ReasonDisclosure label="Record charge" back="Record nothing" size="small" open={result?.ok === false}>
      <ActionForm action={record} className="gap-4">
        <input type="hidden" name="id" value={minted} />
        <input type="hidden" name="contractId" value={contractId} />
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
            label="Day"
            name="chargedOn"
            type="date"
            max={today}
            defaultValue={today}
            errors={errors("chargedOn")}
            required
          />
        </FieldRow>
        <Field
          label="Note"
          name="note"
          errors={errors("note")}
          hint="Such as the number of the invoice."
          autoComplete="off"
          optional
        />
        <p className="text-xs text-ink-soft">
          {escrow && "What is paid from escrow counts by itself; record here only what was paid beside it. "}
          {order
            ? `It counts as invoiced on ${order} and stays there, also when the contract gets another one.`
            : "No purchase order is linked, so it counts on none, also when one is chosen later."}
        </p>
        <Outcome
          of={result}
          says={{
            invalid: "Nothing was recorded. Change what is marked and try again.",
            "recorded-already": "This form was used already for another charge. Reload the page to record one more.",
          }}
        />
        <p>
          <SubmitButton pending="Recording…">Record charge</SubmitButton>
        </p>
      </ActionForm>
    </ReasonDisclosure>
  );
}

type TakeBackProps = { contractId: string; chargeId: string; amount: string; day: string };

/** Takes a charge back; the reason stands beside it. */
export function TakeBackDialog({ contractId, chargeId, amount, day }: TakeBackProps) {
  const [result, reverse] = useActionState(reverseChargeAction, null);
  return (
    <Dialog
      trigger={
        <>
          Take back<span className="sr-only">{` the charge of ${amount} for ${day}`}</span>
        </>
      }
      triggerSize="small"
      title={`Take back the charge of ${amount}?`}
      description={`The charge for ${day} stays in the list, crossed out, with your reason. On the purchase order it is reversed.`}
    >
      <ActionForm action={reverse}>
        <input type="hidden" name="contractId" value={contractId} />
        <input type="hidden" name="chargeId" value={chargeId} />
        <Field
          label="Reason"
          name="reason"
          id={`field-reason-${chargeId}`}
          errors={fieldErrors(result, "reason")}
          required
        >
          {(control) => <Textarea {...control} rows={3} />}
        </Field>
        <FormActions>
          <SubmitButton variant="danger-quiet" pending="Taking back…">
            Take back
          </SubmitButton>
          <DialogClose>Keep it</DialogClose>
        </FormActions>
        <Outcome of={result} says={{ invalid: "Nothing was taken back. Change what is marked and try again." }} />
      </ActionForm>
    </Dialog>
  );
}
