"use client";

import { type DeedField, DeedForm } from "@/components/layout/deed-form";
import { Field } from "@/components/layout/field";
import { Textarea } from "@/components/ui/textarea";
import { holdContractAction, liftHoldAction } from "@/lib/staff/actions";

type HoldProps = { company: string; contractId: string; names: { company: string; talent: string }; hourly: boolean };

function Reason({ field }: { field: DeedField }) {
  return (
    <Field label="Reason" {...field("reason")} hint="Only staff read it." required>
      {(control) => <Textarea {...control} rows={3} />}
    </Field>
  );
}

/** "Pause for the platform", with what it means before it is pressed. */
export function HoldForm({ company, contractId, names, hourly }: HoldProps) {
  return (
    <DeedForm
      action={holdContractAction}
      about={{ company, contractId }}
      label="Pause for the platform"
      back="Keep it going"
      deed="Pause now"
      pending="Pausing…"
      variant="danger-quiet"
    >
      {(field) => (
        <>
          <ul className="grid list-disc gap-1 ps-5">
            <li>
              {hourly
                ? "At once no new time is taken, and nothing recorded in the pause is billed."
                : "At once nothing new is funded. What is held in escrow can still be released or returned."}
            </li>
            <li>
              {names.company} and {names.talent} are told that the platform paused it, without the reason.
            </li>
            <li>Neither of them can lift it.</li>
          </ul>
          <Reason field={field} />
        </>
      )}
    </DeedForm>
  );
}

/** "Lift the pause" that payment operations placed. */
export function LiftHoldForm({
  company,
  contractId,
  others,
  ended,
}: Pick<HoldProps, "company" | "contractId"> & { others: boolean; ended: boolean }) {
  return (
    <DeedForm
      action={liftHoldAction}
      about={{ company, contractId }}
      label="Lift the pause"
      back="Leave it paused"
      deed="Lift now"
      pending="Lifting…"
      wanted
    >
      {(field) => (
        <>
          <p>
            {ended
              ? "The contract has ended and stays so. What the freelancer earned on it is no longer kept back."
              : others
                ? "The contract stays paused, for another pause is open that is not yours to lift."
                : "The contract goes on at once, and both sides are told."}
          </p>
          <Reason field={field} />
        </>
      )}
    </DeedForm>
  );
}
