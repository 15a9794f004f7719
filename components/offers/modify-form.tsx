"use client";

import { useActionState, useState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { FieldGroup, FormActions } from "@/components/layout/field-group";
import { FormErrors } from "@/components/layout/form-errors";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { OrderField } from "@/components/orders/order-field";
import type { OrderChoices } from "@/components/orders/order-options";
import { ButtonLink } from "@/components/ui/button";
import type { SelectOption } from "@/components/ui/select";
import { Sheet } from "@/components/ui/sheet";
import { fieldErrors } from "@/lib/action-result";
import { submitModifiedOfferAction } from "@/lib/offers/actions";
import type { ApprovedRequest } from "./approved-request";
import { Comparison } from "./comparison";
import { type OfferValues, valuesFromFields } from "./offer-values";
import { PlanFields } from "./plan-fields";
import { MessageField, offerFieldLabels, PayrollFields, TermsFields, WorkFields } from "./terms-fields";

type ModifyFormProps = {
  offerId: string;
  /** The version the sender sees; another one meanwhile is a refusal. */
  version: number;
  values: OfferValues;
  currency: string;
  /** the client fee in basis points; 0 where there is none */
  feeRate: number;
  /** The request this offer holds, or null where none was needed (or it is not the reader's to see). */
  request: ApprovedRequest | null;
  /** members who may own a task of the onboarding plan */
  owners: readonly SelectOption[];
  /** null while purchase orders are off */
  orders: OrderChoices | null;
  orderRequired: boolean;
  /** what the offer has now; it may stay */
  currentOrder: { id: string; number: string; label: string } | null;
};

/** The terms of a pending offer, to be changed: the next version, with its approval carried over. */
export function ModifyForm({ offerId, version, values, currency, feeRate, request, ...props }: ModifyFormProps) {
  const { owners, orders, orderRequired, currentOrder } = props;
  const [result, submit] = useActionState(submitModifiedOfferAction, null);
  // Kept as first shown: after a refusal the page is drawn anew, and somebody else's version must not be overwritten unseen.
  const [shownVersion] = useState(version);
  const refusal = result && !result.ok ? result : null;
  const typedVersion = refusal?.typed?.version;
  // What a sent offer keeps is not in the form.
  const { kind, talentName, talentEmail, teamId } = values;
  const held = { kind, talentName, talentEmail, teamId, requestId: request?.id ?? "" };
  const drawn = { ...(refusal?.typed ? valuesFromFields(refusal.typed) : values), ...held };
  return (
    <ActionForm
      action={submit}
      className="group/form items-start gap-6 lg:grid-cols-[minmax(0,45rem)_minmax(16rem,1fr)] lg:grid-rows-[auto_1fr] xl:gap-x-10"
    >
      <input type="hidden" name="offerId" value={offerId} />
      <input type="hidden" name="version" value={typeof typedVersion === "string" ? typedVersion : shownVersion} />
      <Sheet className="grid min-w-0 gap-6">
        <FormErrors of={result} labels={offerFieldLabels} />
        <FieldGroup legend="Work">
          <WorkFields values={drawn} result={result} />
          {kind === "payroll" && <PayrollFields values={drawn} result={result} />}
        </FieldGroup>
        <TermsFields values={drawn} currency={currency} result={result} />
        <PlanFields tasks={drawn.tasks} owners={owners} errors={fieldErrors(result, "tasks")} />
        {orders && (
          <FieldGroup
            legend="Purchase order"
            hint="The freelancer never sees it. Changed alone, it makes no new version of the offer."
          >
            <OrderField
              choices={orders}
              values={drawn}
              errors={(name) => fieldErrors(result, name)}
              required={orderRequired}
              current={currentOrder}
            />
          </FieldGroup>
        )}
        <FieldGroup legend="Message">
          <MessageField values={drawn} result={result} />
        </FieldGroup>
      </Sheet>
      <div className="min-w-0 lg:sticky lg:top-6 lg:col-start-2 lg:row-span-2 lg:row-start-1">
        <Comparison
          drawn={drawn}
          currency={currency}
          feeRate={feeRate}
          requests={request ? [request] : []}
          orders={orders && [...(currentOrder ? [currentOrder] : []), ...orders.options]}
          kinds={request ? [kind] : []}
          fixed
        />
      </div>
      <div className="grid gap-3">
        <Outcome
          of={result}
          says={{
            invalid: "Nothing was changed. Change what is marked and try again.",
            "not-pending": "This offer is no longer pending, so it cannot be modified. Nothing was changed.",
            "changed-meanwhile": refusal?.message ?? "",
            "beyond-approval": `${refusal?.message ?? ""} Nothing was changed. Keep to what was approved, or withdraw this offer and send a new one with another approval.`,
            "nothing-changed": "Nothing differs from the offer as it stands. Change a term, or go back.",
          }}
        />
        <FormActions>
          <SubmitButton pending="Modifying…">Modify offer</SubmitButton>
          <ButtonLink href={`/ab/jobs/offers/${offerId}`}>Keep it as it is</ButtonLink>
        </FormActions>
      </div>
    </ActionForm>
  );
}
