"use client";

import { useActionState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { DeedForm } from "@/components/layout/deed-form";
import { Field } from "@/components/layout/field";
import { FieldRow, FormActions } from "@/components/layout/field-group";
import { FormErrors } from "@/components/layout/form-errors";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { ButtonLink } from "@/components/ui/button";
import { Status } from "@/components/ui/status";
import { fieldErrors } from "@/lib/action-result";
import {
  acceptInvitationAction,
  inviteMemberAction,
  revokeInvitationAction,
  sendInvitationAgainAction,
} from "@/lib/members/actions";
import { RoleFields } from "./role-fields";

type InviteFormProps = { teams: readonly { id: string; name: string }[]; list: string };

/** "Invite": who, and what they may do from the moment they join. */
export function InviteForm({ teams, list }: InviteFormProps) {
  const [result, invite] = useActionState(inviteMemberAction, null);
  return (
    <ActionForm action={invite} aria-label="Invite a member" className="gap-6">
      <FormErrors of={result} labels={labels} />
      <FieldRow>
        <Field label={labels.name} name="name" errors={fieldErrors(result, "name")} autoComplete="off" required />
        <Field
          label={labels.email}
          name="email"
          type="email"
          errors={fieldErrors(result, "email")}
          autoComplete="off"
          required
        />
      </FieldRow>
      <RoleFields
        roles={[]}
        teams={teams.map((team) => ({ ...team, held: false, hidden: false }))}
        errors={fieldErrors(result, "teamId[]")}
      />
      <FormActions>
        <SubmitButton pending="Inviting…">Invite</SubmitButton>
        <ButtonLink href={list}>Cancel</ButtonLink>
        <Outcome of={result} says={words} />
      </FormActions>
    </ActionForm>
  );
}

const labels = { name: "Name", email: "E-mail address", "teamId[]": "Roles" };

export type InvitationLine = {
  id: string;
  name: string;
  email: string;
  /** "Finance admin, hiring manager in Design" */
  roles: string;
  /** "6 December 2026, 14:00 CET" */
  until: string;
  expired: boolean;
  by: string;
};

/** Who was asked and has not joined, each with the ways on. */
export function InvitationList({ lines }: { lines: readonly InvitationLine[] }) {
  return (
    <ul aria-label="Invitations" className="divide-y divide-line">
      {lines.map((line) => (
        <InvitationRow key={line.id} {...line} />
      ))}
    </ul>
  );
}

function InvitationRow({ id, name, email, roles, until, expired, by }: InvitationLine) {
  const [sent, send] = useActionState(sendInvitationAgainAction, null);
  return (
    <li className="grid gap-2 py-3 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <p className="min-w-0">
          <span className="font-medium wrap-anywhere">{name}</span>
          <span className="block text-xs wrap-anywhere text-ink-soft">{email}</span>
          <span className="block text-xs wrap-anywhere text-ink-soft first-letter:uppercase">{roles}</span>
        </p>
        <p className="text-xs text-ink-soft sm:text-end">
          {expired ? <Status tone="warn">Expired</Status> : `Valid until ${until}`}
          <span className="block">Invited by {by}</span>
        </p>
      </div>
      <div className="flex flex-wrap items-start gap-2">
        <ActionForm action={send} className="gap-1">
          <input type="hidden" name="invitationId" value={id} />
          <SubmitButton pending="Sending…" variant="plain" size="small">
            Send again<span className="sr-only"> to {name}</span>
          </SubmitButton>
          <Outcome of={sent} says={words} done="Sent, and valid for 14 days from now." />
        </ActionForm>
        <DeedForm
          action={revokeInvitationAction}
          about={{ invitationId: id }}
          label={`Revoke invitation of ${name}`}
          back="Keep invitation"
          deed="Revoke invitation"
          pending="Revoking…"
          variant="danger-quiet"
          says={words}
        >
          <p>
            The link in the mail to {email} is dead from then on. {name} can be invited again.
          </p>
        </DeedForm>
      </div>
    </li>
  );
}

/** "Join", behind the link of the mail. */
export function JoinForm({ invitationId }: { invitationId: string }) {
  const [result, join] = useActionState(acceptInvitationAction, null);
  return (
    <ActionForm action={join} className="gap-3">
      <input type="hidden" name="invitationId" value={invitationId} />
      <p>
        <SubmitButton pending="Joining…" size="large">
          Join
        </SubmitButton>
      </p>
      <Outcome of={result} says={words} />
    </ActionForm>
  );
}

const words: Record<string, string> = {
  invalid: "Nobody was invited. Change what is marked and try again.",
  used: "This invitation was used already. Nothing was changed.",
  revoked: "This invitation was revoked. Ask for a new invitation.",
  expired: "This invitation is older than 14 days. Ask for a new invitation.",
};
