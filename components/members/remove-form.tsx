"use client";

import { DeedForm } from "@/components/layout/deed-form";
import { Field } from "@/components/layout/field";
import { Select } from "@/components/ui/select";
import { removeMemberAction } from "@/lib/members/actions";

type RemoveFormProps = {
  userId: string;
  token: string;
  name: string;
  /** what will happen, one sentence each */
  consequences: readonly string[];
  /** who may take over open posts and pending offers; null while there are none */
  successors: readonly { value: string; label: string }[] | null;
};

/** "Remove member": what follows is read before the second press does it. */
export function RemoveForm({ userId, token, name, consequences, successors }: RemoveFormProps) {
  return (
    <DeedForm
      action={removeMemberAction}
      about={{ userId, token }}
      label="Remove member"
      back="Keep member"
      deed={`Remove ${name}`}
      pending="Removing…"
      variant="danger-quiet"
      says={{
        "changed-meanwhile": `Nobody was removed: ${name} was changed meanwhile. Read what is here now, and decide again.`,
      }}
    >
      {(field) => (
        <>
          <ul className="grid list-disc gap-1.5 ps-5">
            {consequences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          {successors && (
            <Field label="Takes over open job posts and pending offers" {...field("ownerId")}>
              {(control) => <Select {...control} placeholder="Choose a member" options={successors} />}
            </Field>
          )}
        </>
      )}
    </DeedForm>
  );
}
