import { Field } from "@/components/layout/field";
import { FieldGroup, FieldRow } from "@/components/layout/field-group";
import { RadioGroup } from "@/components/ui/radio-group";
import type { RequestValues } from "./request-values";

type RequestTermsFieldsProps = { values: RequestValues; currency: string; errors: (name: string) => string[] };

/**
 * Kind, price and dates. Which price is asked for follows the contract type by style alone (the form is `group/form`),
 * so it works before scripts; the server passes over what does not apply.
 */
export function RequestTermsFields({ values, currency, errors }: RequestTermsFieldsProps) {
  return (
    <FieldGroup legend="The terms">
      <RadioGroup
        legend="Kind of offer"
        name="offerKind"
        defaultValue={values.offerKind}
        errors={errors("offerKind")}
        options={[
          { value: "direct", label: "Direct", hint: "To a freelancer the platform knows." },
          { value: "byo", label: "BYO", hint: "Bring your own: to an address you invite." },
          { value: "payroll", label: "Payroll", hint: "Employed through an employer of record." },
        ]}
      />
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
      <div className="group-has-[input[value=fixed_price]:checked]/form:hidden">
        <FieldRow>
          <Field
            label={`Rate in ${currency} an hour`}
            name="rate"
            defaultValue={values.rate}
            errors={errors("rate")}
            inputMode="decimal"
            autoComplete="off"
          />
          <Field
            label="Weekly limit in hours"
            name="weeklyHours"
            defaultValue={values.weeklyHours}
            errors={errors("weeklyHours")}
            inputMode="numeric"
            autoComplete="off"
            placeholder="No limit"
          />
        </FieldRow>
      </div>
      <div className="group-has-[input[value=hourly]:checked]/form:hidden">
        <FieldRow>
          <Field
            label={`Total budget in ${currency}`}
            name="budget"
            defaultValue={values.budget}
            errors={errors("budget")}
            inputMode="decimal"
            autoComplete="off"
          />
        </FieldRow>
      </div>
      <FieldRow>
        <Field
          label="Start date"
          name="startDate"
          type="date"
          defaultValue={values.startDate}
          errors={errors("startDate")}
          optional
        />
        <Field
          label="End date"
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
