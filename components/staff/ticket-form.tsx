"use client";

import { DeedForm } from "@/components/layout/deed-form";
import { Field } from "@/components/layout/field";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { openTicketDisputeAction } from "@/lib/staff/actions";

type TicketFormProps = {
  company: string;
  names: { company: string; talent: string };
  /** minted with the page, so that a double click opens one */
  formKey: string;
  /** work that was submitted or refused, in words: "2 · Rough cut, $1,800.00 held" */
  milestones: readonly { id: string; words: string }[];
};

/** "Open dispute" by a mediator, in the name of the freelancer who wrote to support about refused work. */
export function TicketForm({ company, names, formKey, milestones }: TicketFormProps) {
  return (
    <DeedForm
      action={openTicketDisputeAction}
      about={{ company }}
      formKey={formKey}
      label="Open dispute"
      back="Open none"
      deed={`Open for ${names.talent}`}
      pending="Opening…"
      wanted
    >
      {(field) => (
        <>
          <ul className="grid list-disc gap-1 ps-5">
            <li>
              Only where {names.talent} asked for it and {names.company} refuses to release the money.
            </li>
            <li>The milestone is frozen with what it holds until the dispute is closed; everything else goes on.</li>
            <li>
              {names.company} has five business days to answer; silence releases the money. If it declines, mediation
              begins.
            </li>
          </ul>
          <Field label="Milestone" {...field("milestoneId")} required>
            {(control) => (
              <Select
                {...control}
                defaultValue={milestones.length === 1 ? milestones[0]?.id : ""}
                {...(milestones.length > 1 && { placeholder: "Choose" })}
                options={milestones.map(({ id, words }) => ({ value: id, label: words }))}
              />
            )}
          </Field>
          <Field
            label={`What ${names.talent} says was agreed, and what was delivered`}
            {...field("description")}
            hint="Both sides read it as the words of the freelancer. Name agreements and documents; files of the deliveries come with the case."
            required
          >
            {(control) => <Textarea {...control} rows={6} />}
          </Field>
        </>
      )}
    </DeedForm>
  );
}
