"use client";

import { type DeedField, DeedForm } from "@/components/layout/deed-form";
import { Field } from "@/components/layout/field";
import { Textarea } from "@/components/ui/textarea";
import { reinstateCompanyAction, suspendCompanyAction } from "@/lib/staff/actions";

function Reason({ field }: { field: DeedField }) {
  return (
    <Field label="Reason" {...field("reason")} hint="Only staff read it." required>
      {(control) => <Textarea {...control} rows={3} />}
    </Field>
  );
}

/** "Suspend", with what it means before it is pressed. */
export function SuspendForm({ company, name }: { company: string; name: string }) {
  return (
    <DeedForm
      action={suspendCompanyAction}
      about={{ company }}
      label="Suspend"
      back="Do not suspend"
      deed="Suspend now"
      pending="Suspending…"
      variant="danger-quiet"
    >
      {(field) => (
        <>
          <ul className="grid list-disc gap-1 ps-5">
            <li>At once its contracts are paused, and job posts, offers, funding, bonuses and raises are blocked.</li>
            <li>Releasing what is funded, ending contracts, disputes, decisions and paying go on.</li>
            <li>
              Finance and hiring managers of {name} are told what is blocked; freelancers that their contract is paused,
              without the cause.
            </li>
            <li>It is lifted by itself when nothing is owed any more, and by nothing else.</li>
          </ul>
          <Reason field={field} />
        </>
      )}
    </DeedForm>
  );
}

/** "Reinstate" a company that owes nothing any more. */
export function ReinstateForm({ company }: { company: string }) {
  return (
    <DeedForm
      action={reinstateCompanyAction}
      about={{ company }}
      label="Reinstate"
      back="Leave it suspended"
      deed="Reinstate now"
      pending="Reinstating…"
      wanted
    >
      {(field) => (
        <>
          <p>What the suspension paused goes on at once; other pauses stay. Everybody who was told is told again.</p>
          <Reason field={field} />
        </>
      )}
    </DeedForm>
  );
}
