"use client";

import { useActionState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { Field } from "@/components/layout/field";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { Textarea } from "@/components/ui/textarea";
import { fieldErrors } from "@/lib/action-result";
import { acceptOfferAction, declineOfferAction } from "@/lib/offers/actions";
import { ReasonDisclosure } from "./reason-disclosure";

const answered =
  "This offer is no longer open: it was answered, withdrawn or ran out a moment ago. Reload the page to see how it stands.";

/** The freelancer's yes, to the version shown and no other. */
export function AcceptForm({ offerId, version }: { offerId: string; version: number }) {
  const [result, accept] = useActionState(acceptOfferAction, null);
  return (
    <ActionForm action={accept} className="gap-2">
      <input type="hidden" name="offerId" value={offerId} />
      <input type="hidden" name="version" value={version} />
      <SubmitButton size="large" pending="Accepting…">
        Accept offer
      </SubmitButton>
      <Outcome
        of={result}
        says={{
          "not-pending": answered,
          expired: "This offer has run out, so it cannot be accepted. Ask the sender for a new one.",
          "changed-meanwhile": "This offer has changed. Review the new terms.",
        }}
      />
    </ActionForm>
  );
}

/** The freelancer's no, with the reason that the sender reads. */
export function DeclineOfferForm({ offerId }: { offerId: string }) {
  const [result, decline] = useActionState(declineOfferAction, null);
  return (
    <ReasonDisclosure label="Decline" back="Do not decline" size="large" open={result?.ok === false}>
      <ActionForm action={decline} className="gap-4">
        <input type="hidden" name="offerId" value={offerId} />
        <Field label="Reason" name="reason" hint="The sender reads it." errors={fieldErrors(result, "reason")} required>
          {(control) => <Textarea {...control} rows={3} />}
        </Field>
        <Outcome
          of={result}
          says={{
            invalid: "The offer was not declined. Change what is marked and try again.",
            "not-pending": answered,
          }}
        />
        <p>
          <SubmitButton variant="plain" pending="Declining…">
            Decline offer
          </SubmitButton>
        </p>
      </ActionForm>
    </ReasonDisclosure>
  );
}
