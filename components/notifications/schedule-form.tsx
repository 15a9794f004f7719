"use client";

import { useActionState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { Field } from "@/components/layout/field";
import { FieldRow, FormActions } from "@/components/layout/field-group";
import { FormErrors } from "@/components/layout/form-errors";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { Select } from "@/components/ui/select";
import { fieldErrors } from "@/lib/action-result";
import { changeDigestScheduleAction } from "@/lib/notifications/actions";
import { type DigestTime, type PersonalSchedule, timeOf } from "@/lib/notifications/rules";
import { weekdayWord, weekdayWords } from "@/lib/words";

type ScheduleFormProps = {
  own: PersonalSchedule | null;
  /** the time that counts where nothing is chosen */
  company: DigestTime;
  zones: readonly string[];
};

const labels = { weekday: "Day", time: "Time", zone: "Time zone" };

/** When the reader's own weekly mail goes out; whatever is left empty follows the company. */
export function ScheduleForm({ own, company, zones }: ScheduleFormProps) {
  const [result, save] = useActionState(changeDigestScheduleAction, null);
  return (
    <ActionForm action={save}>
      <FormErrors of={result} labels={labels} />
      <FieldRow>
        <Field label={labels.weekday} name="weekday" errors={fieldErrors(result, "weekday")}>
          {(control) => (
            <Select
              {...control}
              placeholder={`${weekdayWord(company.weekday)}, as the company`}
              defaultValue={own?.weekday ? String(own.weekday) : ""}
              options={weekdayWords.map((label, index) => ({ value: String(index + 1), label }))}
            />
          )}
        </Field>
        <Field
          label={labels.time}
          name="time"
          type="time"
          min="05:00"
          max="21:00"
          errors={fieldErrors(result, "time")}
          defaultValue={own?.minuteOfDay == null ? "" : timeOf(own.minuteOfDay)}
        />
      </FieldRow>
      <p className="-mt-3 text-xs text-ink-soft">
        05:00 to 21:00. Empty: {timeOf(company.minuteOfDay)}, as the company.
      </p>
      <ZoneField
        value={own?.zone ?? ""}
        empty={`${company.zone.replaceAll("_", " ")}, as the company`}
        zones={zones}
        errors={fieldErrors(result, "zone")}
      />
      <FormActions>
        <SubmitButton pending="Saving…" variant="plain">
          Save
        </SubmitButton>
        <Outcome
          of={result}
          says={{ invalid: "Nothing was saved. Change what is marked and save again." }}
          done="Saved. It counts from your next spend alerts on."
        />
      </FormActions>
    </ActionForm>
  );
}

type ZoneFieldProps = {
  value: string /** what the empty choice means */;
  empty: string;
  zones: readonly string[];
  errors: string[];
};

/** A time zone from the list, or none. */
export function ZoneField({ value, empty, zones, errors }: ZoneFieldProps) {
  return (
    <Field label={labels.zone} name="zone" errors={errors}>
      {(control) => (
        <Select
          {...control}
          placeholder={empty}
          defaultValue={value}
          options={zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
        />
      )}
    </Field>
  );
}
