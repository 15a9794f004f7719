"use client";

import { Field } from "@/components/layout/field";
import { SubmitButton } from "@/components/layout/submit-button";
import { Select } from "@/components/ui/select";
import { formatMoney } from "@/lib/money";
import { differences } from "@/lib/offers/rules";
import { type ApprovedRequest, comparedRequest } from "./approved-request";
import { comparedValues, type OfferValues, requestApprovalChoice } from "./offer-values";
import { useTyped } from "./use-typed";

type ApprovalFieldProps = {
  requests: readonly ApprovedRequest[];
  drawn: OfferValues;
  currency: string;
  orders: readonly { id: string; number: string }[] | null;
  errors: readonly string[];
};

/** The approval an offer uses: one of the sender's own, or the way to ask for one, with everything typed kept as a draft. */
export function ApprovalField({ requests, drawn, currency, orders, errors }: ApprovalFieldProps) {
  const [box, typed] = useTyped<HTMLDivElement>(drawn);
  return (
    <div ref={box}>
      <Field
        label="Approved request"
        name="requestId"
        errors={errors}
        hint={
          requests.length > 0
            ? "One approval carries one offer. Differences to it are shown before you send."
            : "No approved request of yours is free. Request approval; what you typed is kept and you return to it."
        }
      >
        {(control) => (
          <div className="flex flex-wrap gap-2">
            <div className="min-w-0 flex-1 basis-64">
              <Select
                {...control}
                defaultValue={drawn.requestId}
                options={[
                  { value: "", label: "Select an approved request" },
                  ...requests.map((request) => ({
                    value: request.id,
                    label: optionText(request, typed, currency, orders),
                  })),
                  { value: requestApprovalChoice, label: "Request approval" },
                ]}
              />
            </div>
            <SubmitButton name="deed" value="request" variant="plain" pending="Keeping your draft…">
              Request approval
            </SubmitButton>
          </div>
        )}
      </Field>
    </div>
  );
}

type Orders = ApprovalFieldProps["orders"];

/** "Payroll audit, March · $12,400.00 · until 4 May · Differs". */
function optionText(request: ApprovedRequest, typed: OfferValues, currency: string, orders: Orders): string {
  const total = formatMoney({ minor: BigInt(request.estimatedTotalMinor), currency: request.currency });
  const parts = [
    request.title,
    total,
    request.until && `until ${request.until}`,
    markOf(request, typed, currency, orders),
  ];
  return parts.filter(Boolean).join(" · ");
}

/** What is known about using this request for what stands in the form; nothing until there is something to compare. */
function markOf(request: ApprovedRequest, typed: OfferValues, currency: string, orders: Orders): string | null {
  if (typed.teamId && typed.teamId !== request.teamId) return `Differs: team ${request.teamName}`;
  const terms = comparedValues(typed, currency, orders);
  return terms && differences(comparedRequest(request), terms).length > 0 ? "Differs" : null;
}
