import { Field } from "@/components/layout/field";
import { FieldGroup, FieldRow } from "@/components/layout/field-group";
import { orderFieldLabels } from "@/components/orders/order-values";
import { Checkbox } from "@/components/ui/checkbox";
import { RadioGroup } from "@/components/ui/radio-group";
import { Textarea } from "@/components/ui/textarea";
import { type ActionResult, fieldErrors } from "@/lib/action-result";
import { MilestoneRows } from "./milestone-rows";
import type { OfferValues } from "./offer-values";

type TermsFieldsProps = { values: OfferValues; currency: string; result: ActionResult };

/** What the work is: title and description. */
export function WorkFields({ values, result }: Omit<TermsFieldsProps, "currency">) {
  return (
    <>
      <Field
        label="Title"
        name="title"
        defaultValue={values.title}
        errors={fieldErrors(result, "title")}
        hint="Up to 120 characters; the freelancer sees it first."
        autoComplete="off"
        required
      />
      <Field
        label="Description"
        name="description"
        errors={fieldErrors(result, "description")}
        hint="What is to be done, and what counts as done."
        required
      >
        {(control) => <Textarea {...control} rows={6} defaultValue={values.description} />}
      </Field>
    </>
  );
}

/**
 * The price and the dates. Which fields apply follows the contract type by style alone (the form is `group/form`),
 * so it works before scripts; the server passes over what does not apply.
 */
export function TermsFields({ values, currency, result }: TermsFieldsProps) {
  const errors = (name: string) => fieldErrors(result, name);
  return (
    <FieldGroup legend="Terms">
      <RadioGroup
        legend="Contract type"
        name="contractType"
        inline
        defaultValue={values.contractType}
        errors={errors("contractType")}
        options={[
          { value: "hourly", label: "Hourly" },
          { value: "fixed_price", label: "Fixed-price" },
        ]}
      />
      <div className="hidden gap-5 group-has-[input[value=hourly]:checked]/form:grid">
        <FieldRow>
          <Field
            label={`Rate in ${currency} an hour`}
            name="rate"
            defaultValue={values.rate}
            errors={errors("rate")}
            inputMode="decimal"
            autoComplete="off"
            hint="At least 3.00."
          />
          <Field
            label="Weekly limit in hours"
            name="weeklyHours"
            defaultValue={values.weeklyHours}
            errors={errors("weeklyHours")}
            inputMode="numeric"
            autoComplete="off"
            hint="Empty means no limit."
          />
        </FieldRow>
        <Checkbox
          name="manualTime"
          value="on"
          defaultChecked={values.manualTime === "on"}
          label="Allow manual time"
          hint="Hours may be entered by hand as well."
        />
        <Checkbox
          name="workDiary"
          value="on"
          defaultChecked={values.workDiary === "on"}
          label="Use the Work Diary"
          hint="Accepting the offer, the freelancer agrees to it too."
        />
      </div>
      <fieldset className="min-w-0 group-has-[input[value=hourly]:checked]/form:hidden">
        <legend className="mb-1 font-medium">Milestones</legend>
        <p className="mb-3 text-xs text-ink-soft">At least one, of 5.00 or more. Their sum is the price of the work.</p>
        <MilestoneRows drawn={values} currency={currency} errors={errors("milestones")} />
      </fieldset>
      <FieldRow>
        <Field
          label="Start"
          name="startDate"
          type="date"
          defaultValue={values.startDate}
          errors={errors("startDate")}
          required
        />
        <Field
          label="End"
          name="endDate"
          type="date"
          defaultValue={values.endDate}
          errors={errors("endDate")}
          optional
        />
      </FieldRow>
    </FieldGroup>
  );
}

/** Payroll work alone has an employer of record, who keeps its time. */
export function PayrollFields({ values, result }: Omit<TermsFieldsProps, "currency">) {
  return (
    <FieldRow>
      <Field
        label="Employer of record"
        name="employer"
        defaultValue={values.employer}
        errors={fieldErrors(result, "employer")}
        autoComplete="off"
      />
      <Field
        label="Country of work"
        name="countryOfWork"
        defaultValue={values.countryOfWork}
        errors={fieldErrors(result, "countryOfWork")}
        autoComplete="off"
      />
    </FieldRow>
  );
}

/** A personal line to the freelancer, in the mail and on the offer. */
export function MessageField({ values, result }: Omit<TermsFieldsProps, "currency">) {
  return (
    <Field
      label="Message"
      name="message"
      errors={fieldErrors(result, "message")}
      hint="Stands in the mail and on the offer."
      optional
    >
      {(control) => <Textarea {...control} defaultValue={values.message} />}
    </Field>
  );
}

/** Words for the names of fields, in the summary of what to change. */
export const offerFieldLabels: Record<string, string> = {
  kind: "Kind of offer",
  requestId: "Approved request",
  talentName: "Name",
  talentEmail: "Address",
  teamId: "Team",
  title: "Title",
  description: "Description",
  contractType: "Contract type",
  rate: "Rate",
  weeklyHours: "Weekly limit",
  milestones: "Milestones",
  "milestoneTitle[]": "Milestones",
  "milestoneAmount[]": "Milestones",
  "milestoneDue[]": "Milestones",
  startDate: "Start",
  endDate: "End",
  employer: "Employer of record",
  countryOfWork: "Country of work",
  postId: "Job post",
  tasks: "Onboarding plan",
  "taskTitle[]": "Onboarding plan",
  "taskOwner[]": "Onboarding plan",
  ...orderFieldLabels,
  contactId: "Contact person",
  message: "Message",
};
