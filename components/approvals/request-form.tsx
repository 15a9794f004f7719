"use client";

import { useActionState, useEffect, useState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { Field } from "@/components/layout/field";
import { FieldGroup, FieldRow, FormActions } from "@/components/layout/field-group";
import { FormErrors } from "@/components/layout/form-errors";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { OrderField } from "@/components/orders/order-field";
import type { OrderChoices } from "@/components/orders/order-options";
import { orderFieldLabels } from "@/components/orders/order-values";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { fieldErrors } from "@/lib/action-result";
import { requestApprovalAction } from "@/lib/approvals/actions";
import { EstimatedTotal } from "./estimated-total";
import { type AttachedFile, FileField } from "./file-field";
import { RequestTermsFields } from "./request-terms-fields";
import type { RequestValues } from "./request-values";

type RequestFormProps = {
  /** minted with the page: a double click is one request */
  id: string;
  values: RequestValues;
  copiedFrom?: string | undefined;
  /** the offer draft to return to */
  draft?: string | undefined;
  /** files of the request it is copied from */
  files: readonly AttachedFile[];
  currency: string;
  /** the client fee in basis points; 0 where there is none */
  feeRate: number;
  teams: readonly { value: string; label: string }[];
  /** open job posts that the request may come from */
  posts: readonly { value: string; label: string }[];
  /** null while purchase orders are off */
  orders: OrderChoices | null;
  steps: readonly { step: number; names: string[] }[];
  may: boolean;
};

/** Ids that left this browser. Going back to a sent form must make a new request, not find the old one. */
const sent = new Set<string>();

/** The request form. Everything is a plain field, so it works before scripts; afterwards the total follows the keys. */
export function RequestForm({
  id: minted,
  values: drawn,
  copiedFrom,
  draft,
  files,
  currency,
  feeRate,
  teams,
  posts,
  orders,
  steps,
  may,
}: RequestFormProps) {
  const [result, submit] = useActionState(requestApprovalAction, null);
  const [id, setId] = useState(minted);
  const [sending, setSending] = useState(false);
  useEffect(() => {
    if (sent.has(minted)) setId(crypto.randomUUID());
  }, [minted]);
  const values: RequestValues = (result && !result.ok && result.typed) || drawn;
  const errors = (name: string) => fieldErrors(result, name);
  return (
    <ActionForm action={submit} onSubmitCapture={() => sent.add(id)} className="group/form gap-8">
      <FormErrors of={result} labels={labels} />
      <input type="hidden" name="id" value={id} />
      {copiedFrom && <input type="hidden" name="copiedFrom" value={copiedFrom} />}
      {draft && <input type="hidden" name="draft" value={draft} />}
      <FieldGroup legend="The work">
        <Field
          label={labels.title}
          name="title"
          defaultValue={values.title}
          errors={errors("title")}
          autoComplete="off"
          required
        />
        {posts.length > 0 && (
          <Field label={labels.postId} name="postId" errors={errors("postId")} optional>
            {(control) => (
              <Select
                {...control}
                options={[{ value: "", label: "None" }, ...posts]}
                defaultValue={values.postId ?? ""}
              />
            )}
          </Field>
        )}
        <RadioGroup
          legend="Talent"
          name="talentChoice"
          inline
          defaultValue={values.talentChoice}
          errors={errors("talentChoice")}
          options={[
            { value: "named", label: "A named freelancer" },
            { value: "open", label: "Not chosen yet" },
          ]}
        />
        <div className="group-has-[input[value=open]:checked]/form:hidden">
          <FieldRow>
            <Field
              label="Name"
              name="talentName"
              defaultValue={values.talentName}
              errors={errors("talentName")}
              autoComplete="off"
            />
            <Field
              label="E-mail"
              name="talentEmail"
              type="email"
              defaultValue={values.talentEmail}
              errors={errors("talentEmail")}
              autoComplete="off"
            />
          </FieldRow>
        </div>
      </FieldGroup>
      <RequestTermsFields values={values} currency={currency} errors={errors} />
      <EstimatedTotal currency={currency} feeRate={feeRate} />
      {orders && (
        <FieldGroup legend="Purchase order">
          <OrderField choices={orders} values={values} errors={errors} required />
        </FieldGroup>
      )}
      <FieldGroup legend="The case">
        <FieldRow>
          <Field label={labels.teamId} name="teamId" errors={errors("teamId")} required>
            {(control) => (
              <Select
                {...control}
                options={teams}
                placeholder={teams.length === 1 ? undefined : "Choose a team"}
                defaultValue={values.teamId}
              />
            )}
          </Field>
          <Field
            label={labels.neededBy}
            name="neededBy"
            type="date"
            defaultValue={values.neededBy}
            errors={errors("neededBy")}
            optional
          />
        </FieldRow>
        <Field
          label={labels.reason}
          name="reason"
          errors={errors("reason")}
          hint="Why this work, why now. The approvers read it."
          required
        >
          {(control) => <Textarea {...control} rows={5} defaultValue={values.reason} />}
        </Field>
        <FileField
          label={labels["files[]"]}
          name="files[]"
          initial={files}
          errors={errors("files[]")}
          onBusy={setSending}
        />
      </FieldGroup>
      <FieldGroup
        legend="Who approves"
        hint={steps.length > 1 ? "Step by step; everybody named must approve." : "Everybody named must approve."}
      >
        <Approvers steps={steps} />
      </FieldGroup>
      <FormActions>
        <SubmitButton
          pending="Submitting…"
          size="large"
          disabled={!may || sending}
          because={
            may ? "Wait until the files have arrived." : "Hiring managers, admins and program owners create requests."
          }
        >
          Submit
        </SubmitButton>
        <Outcome of={result} says={words} />
      </FormActions>
    </ActionForm>
  );
}

function Approvers({ steps }: Pick<RequestFormProps, "steps">) {
  return (
    <ol className="grid gap-1">
      {steps.map(({ step, names }) => (
        <li key={step}>
          {steps.length > 1 && <span className="text-ink-soft">Step {step}: </span>}
          {names.join(" and ")}
        </li>
      ))}
    </ol>
  );
}

const labels = {
  title: "Job or contract title",
  talentChoice: "Talent",
  talentName: "Name",
  talentEmail: "E-mail",
  offerKind: "Kind of offer",
  contractType: "Contract type",
  rate: "Rate",
  weeklyHours: "Weekly limit",
  budget: "Total budget",
  startDate: "Start date",
  endDate: "End date",
  teamId: "Team",
  neededBy: "Needed by",
  reason: "Reason",
  "files[]": "Attachments",
  postId: "Job post",
  ...orderFieldLabels,
  id: "Form",
};

/** Why nothing was submitted. Who cannot decide is named by the answer itself. */
const words: Record<string, string> = {
  "approvals-off":
    "Approvals were switched off for this company a moment ago. Nothing was submitted, and offers need no request.",
  invalid: "Nothing was submitted. Change what is marked and submit again.",
};
