"use client";

import { useRouter } from "next/navigation";
import { useActionState, useEffect, useState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { Field } from "@/components/layout/field";
import { FieldGroup, FieldRow, FormActions } from "@/components/layout/field-group";
import { FormErrors } from "@/components/layout/form-errors";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { ZoneField } from "@/components/notifications/schedule-form";
import { Checkbox } from "@/components/ui/checkbox";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { fieldErrors } from "@/lib/action-result";
import { changeAlertSettingsAction } from "@/lib/notifications/actions";
import { type AlertSettings, timeOf } from "@/lib/notifications/rules";
import { weekdayWord, weekdayWords } from "@/lib/words";
import { Overtaken } from "./overtaken";
import { changedFacts, type PolicyFact } from "./policy-values";

type AlertSettingsFormProps = { values: AlertSettings; accountZone: string; zones: readonly string[] };

/** The `alerts.*` settings. Of two people who began from the same version one saves; the other is told what changed. */
export function AlertSettingsForm({ values, accountZone, zones }: AlertSettingsFormProps) {
  const [result, save] = useActionState(changeAlertSettingsAction, null);
  const [began, setBegan] = useState(values);
  const router = useRouter();
  const overtaken = result?.ok === false && result.reason === "changed-meanwhile";
  useEffect(() => {
    if (overtaken) router.refresh();
  }, [overtaken, router]);
  useEffect(() => {
    // After an own save the page brings the new version; later saves build on that one.
    if (result?.ok) setBegan(values);
  }, [result, values]);
  const facts = (of: AlertSettings) => factsOf(of, accountZone);
  return (
    <ActionForm action={save} className="gap-8">
      <FormErrors of={result} labels={labels} />
      <input type="hidden" name="version" value={began.version} />
      <FieldGroup
        legend="Spend alerts"
        hint="A weekly mail about purchase orders and contracts that need somebody. It suits companies that work with purchase orders, have a finance department and ten users or more."
      >
        <Checkbox
          name="enabled"
          value="on"
          defaultChecked={values.enabled}
          label={labels.enabled}
          hint="Hiring managers hear of what they own, admins and program owners of the whole company, and only when there is something to report."
        />
      </FieldGroup>
      <FieldGroup legend="When">
        <FieldRow>
          <Field label={labels.weekday} name="weekday" errors={fieldErrors(result, "weekday")}>
            {(control) => (
              <Select
                {...control}
                defaultValue={String(values.weekday)}
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
            defaultValue={timeOf(values.minuteOfDay)}
          />
        </FieldRow>
        <p className="-mt-3 text-xs text-ink-soft">
          From 05:00 to 21:00. Where the server is only woken once a day, the mail leaves at the first time after this.
        </p>
        <ZoneField
          value={values.zone ?? ""}
          empty={`${accountZone.replaceAll("_", " ")}, the company's own`}
          zones={zones}
          errors={fieldErrors(result, "zone")}
        />
        <Checkbox
          name="personalSchedule"
          value="on"
          defaultChecked={values.personalSchedule}
          label={labels.personalSchedule}
        />
      </FieldGroup>
      <FieldGroup legend="A contract with several alerts">
        <RadioGroup
          legend={labels.overlap}
          name="overlap"
          defaultValue={values.overlap}
          errors={fieldErrors(result, "overlap")}
          options={[
            {
              value: "most_severe",
              label: "Once, under the most severe",
              hint: "With the others named beside it: expired, out of funds, threshold, expiring soon, in this order.",
            },
            { value: "all", label: "Under every alert that it has" },
          ]}
        />
      </FieldGroup>
      {overtaken && (
        <Overtaken by={null} changes={changedFacts(facts(began), facts(values))} href="/ab/settings/spend-alerts" />
      )}
      <FormActions>
        <SubmitButton pending="Saving…">Save</SubmitButton>
        <Outcome
          of={overtaken ? null : result}
          says={words}
          done="Saved. It counts from the next spend alerts on; nobody gets two in one week."
        />
      </FormActions>
    </ActionForm>
  );
}

const labels = {
  enabled: "Send spend alerts",
  weekday: "Day",
  time: "Time",
  zone: "Time zone",
  overlap: "Listed",
  personalSchedule: "Members may choose another day, time or zone for their own mail",
};

const factsOf = (of: AlertSettings, accountZone: string): PolicyFact[] => [
  { label: "Spend alerts", value: of.enabled ? "On" : "Off" },
  { label: labels.weekday, value: weekdayWord(of.weekday) },
  { label: labels.time, value: timeOf(of.minuteOfDay) },
  { label: labels.zone, value: of.zone ?? accountZone },
  { label: labels.overlap, value: of.overlap === "all" ? "Under every alert" : "Once, under the most severe" },
  { label: "Own time for members", value: of.personalSchedule ? "On" : "Off" },
];

const words: Record<string, string> = { invalid: "Nothing was saved. Change what is marked and save again." };
