"use client";

import { useRouter } from "next/navigation";
import { useActionState, useEffect, useState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { Field } from "@/components/layout/field";
import { FieldGroup, FieldRow, FormActions } from "@/components/layout/field-group";
import { FormErrors } from "@/components/layout/form-errors";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { Checkbox } from "@/components/ui/checkbox";
import { Notice } from "@/components/ui/notice";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { changeApprovalPolicyAction } from "@/lib/accounts/actions";
import { fieldErrors } from "@/lib/action-result";
import { envelopeWords, scopeWords } from "@/lib/words";
import { Overtaken } from "./overtaken";
import { changedFacts, type PolicyFact, type PolicyValues } from "./policy-values";

type PolicyFormProps = {
  values: PolicyValues;
  /** the settings in force, in words */
  facts: readonly PolicyFact[];
  /** who changed them last and when; null while nobody has */
  changed: string | null;
  /** approvers who have left the company */
  gone: readonly string[];
  members: readonly { value: string; label: string }[];
};

/**
 * The approval settings. The form remembers which version it began from: when somebody else saved meanwhile, nothing is
 * overwritten, and what they changed is told beside what was typed.
 */
export function PolicyForm({ values, facts, changed, gone, members }: PolicyFormProps) {
  const [result, save] = useActionState(changeApprovalPolicyAction, null);
  const [began, setBegan] = useState({ version: values.version, facts });
  const router = useRouter();
  const overtaken = result?.ok === false && result.reason === "changed-meanwhile";
  useEffect(() => {
    if (overtaken) router.refresh();
  }, [overtaken, router]);
  useEffect(() => {
    // After an own save the page brings the new version; later saves build on that one.
    if (result?.ok) setBegan({ version: values.version, facts });
  }, [result, values.version, facts]);
  const errors = (name: string) => fieldErrors(result, name);
  return (
    <ActionForm action={save} className="gap-8">
      <FormErrors of={result} labels={labels} />
      <input type="hidden" name="version" value={began.version} />
      {gone.length > 0 && (
        <Notice
          tone="warn"
          title={`${gone.join(" and ")} ${gone.length === 1 ? "is" : "are"} named as approver but left.`}
        >
          New requests cannot be submitted until somebody else is named.
        </Notice>
      )}
      <FieldGroup legend="Approvals">
        <Checkbox
          id="field-enabled"
          name="enabled"
          value="on"
          defaultChecked={values.enabled}
          label="Every offer in scope needs an approved request"
          hint="Off: offers are sent without a request, and the Approvals tab is away."
        />
        <RadioGroup
          legend={labels.scope}
          name="scope"
          defaultValue={values.scope}
          errors={errors("scope")}
          options={scopes}
        />
      </FieldGroup>
      <FieldGroup
        legend="Who approves"
        hint="Everybody named must approve. Step 2 is asked when step 1 is complete; the first decline ends the request. A person signs once."
      >
        <FieldRow>
          <Person
            label="Step 1, approver"
            name="step1a"
            members={members}
            value={values.step1a}
            errors={errors("step1a")}
          />
          <Person
            label="Step 1, second approver"
            name="step1b"
            members={members}
            value={values.step1b}
            errors={errors("step1b")}
            optional
          />
        </FieldRow>
        <FieldRow>
          <Person
            label="Step 2, approver"
            name="step2a"
            members={members}
            value={values.step2a}
            errors={errors("step2a")}
            optional
          />
          <Person
            label="Step 2, second approver"
            name="step2b"
            members={members}
            value={values.step2b}
            errors={errors("step2b")}
            optional
          />
        </FieldRow>
      </FieldGroup>
      <FieldGroup legend="Rules">
        <FieldRow>
          <Field
            label={labels.expiryDays}
            name="expiryDays"
            defaultValue={values.expiryDays}
            errors={errors("expiryDays")}
            inputMode="numeric"
            autoComplete="off"
            hint="1 to 365: for pending requests, and again for approved ones that no offer has used."
          />
        </FieldRow>
        <RadioGroup
          legend={labels.declineReason}
          name="declineReason"
          inline
          defaultValue={values.declineReason}
          errors={errors("declineReason")}
          options={[
            { value: "required", label: "Required" },
            { value: "optional", label: "Optional" },
          ]}
        />
      </FieldGroup>
      <FieldGroup
        legend="Beyond what was approved"
        hint="When an offer is sent or modified with more than was approved. Less is never refused, and every difference is shown."
      >
        <div className="group/envelope grid gap-4">
          <RadioGroup
            legend={labels.envelope}
            name="envelope"
            defaultValue={values.envelope}
            errors={errors("envelope")}
            options={envelopes}
          />
          <div className="hidden group-has-[input[value=percent]:checked]/envelope:block">
            <FieldRow>
              <Field
                label={labels.envelopePercent}
                name="envelopePercent"
                defaultValue={values.envelopePercent}
                errors={errors("envelopePercent")}
                inputMode="numeric"
                autoComplete="off"
                hint="0 to 100: for the rate, the weekly limit and the estimated total."
              />
            </FieldRow>
          </div>
        </div>
      </FieldGroup>
      <p className="text-ink-soft">
        A change counts for requests submitted from now on. Requests in flight keep the approvers and rules they were
        submitted under; when approvals are off, they can still be decided.
        {changed && ` Last changed by ${changed}.`}
      </p>
      {overtaken && <Overtaken by={changed} changes={changedFacts(began.facts, facts)} href="/ab/settings" />}
      <FormActions>
        <SubmitButton pending="Saving…">Save</SubmitButton>
        <Outcome
          of={overtaken ? null : result}
          says={words}
          done="Saved. It counts for requests submitted from now on."
        />
      </FormActions>
    </ActionForm>
  );
}

type PersonProps = {
  label: string;
  name: string;
  value: string;
  members: PolicyFormProps["members"];
  errors: string[];
  optional?: boolean;
};

function Person({ label, name, value, members, errors, optional }: PersonProps) {
  return (
    <Field label={label} name={name} errors={errors} optional={optional}>
      {(control) => <Select {...control} placeholder="Nobody" options={members} defaultValue={value} />}
    </Field>
  );
}

const scopes = Object.entries(scopeWords).map(([value, label]) => ({ value, label }));

const envelopes = [
  {
    value: "carry_over_always",
    label: envelopeWords.carry_over_always,
    hint: "The approval is carried over to whatever is offered.",
  },
  {
    value: "strict",
    label: envelopeWords.strict,
    hint: "Also a later end date, another contract type or another purchase order.",
  },
  {
    value: "percent",
    label: envelopeWords.percent,
    hint: "Another kind of offer, or another freelancer than the one named, is refused too.",
  },
];

const labels = {
  enabled: "Approvals",
  scope: "Which offers",
  step1a: "Step 1, approver",
  step1b: "Step 1, second approver",
  step2a: "Step 2, approver",
  step2b: "Step 2, second approver",
  expiryDays: "Days until a request expires",
  declineReason: "Reason when declining",
  envelope: "More than was approved is",
  envelopePercent: "Percentage",
  version: "Form",
};

const words: Record<string, string> = { invalid: "Nothing was saved. Change what is marked and save again." };
