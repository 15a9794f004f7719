"use client";

import { useActionState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { Field } from "@/components/layout/field";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { Textarea } from "@/components/ui/textarea";
import { fieldErrors } from "@/lib/action-result";
import { withdrawOfferAction } from "@/lib/offers/actions";
import { ReasonDisclosure } from "./reason-disclosure";

/** Takes a pending offer back, after saying what follows. The reason is optional and goes to the freelancer. */
export function WithdrawForm({ offerId, frees }: { offerId: string; frees: boolean }) {
  const [result, withdraw] = useActionState(withdrawOfferAction, null);
  return (
    <ReasonDisclosure label="Withdraw offer" back="Keep the offer" open={result?.ok === false}>
      <ActionForm action={withdraw} className="gap-4">
        <input type="hidden" name="offerId" value={offerId} />
        <p>
          The freelancer is told at once and can no longer accept.
          {frees && " The approved request is available again for another offer."}
        </p>
        <Field
          label="Reason"
          name="reason"
          optional
          hint="The freelancer reads it."
          errors={fieldErrors(result, "reason")}
        >
          {(control) => <Textarea {...control} rows={3} />}
        </Field>
        <Outcome
          of={result}
          says={{
            invalid: "The offer was not withdrawn. Change what is marked and try again.",
            "not-pending":
              "This offer is no longer pending, so it cannot be withdrawn. Reload the page to see how it stands.",
          }}
        />
        <p>
          <SubmitButton variant="danger-quiet" pending="Withdrawing…">
            Withdraw offer
          </SubmitButton>
        </p>
      </ActionForm>
    </ReasonDisclosure>
  );
}
