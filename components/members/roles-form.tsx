"use client";

import { useRouter } from "next/navigation";
import { useActionState, useEffect, useState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { FormActions } from "@/components/layout/field-group";
import { FormErrors } from "@/components/layout/form-errors";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { Overtaken } from "@/components/settings/overtaken";
import { changedFacts, type PolicyFact } from "@/components/settings/policy-values";
import { fieldErrors } from "@/lib/action-result";
import { changeRolesAction } from "@/lib/members/actions";
import type { WideRole } from "@/lib/members/schema";
import { roleWords } from "@/lib/words";
import { RoleFields } from "./role-fields";

type RolesFormProps = {
  userId: string;
  /** the roles as they are shown */
  token: string;
  roles: readonly WideRole[];
  teams: readonly { id: string; name: string; held: boolean; hidden: boolean }[];
  /** who changed them last and when; null when a seed or a script did */
  changed: string | null;
};

/**
 * "Edit member roles". The form remembers what it began from: when somebody else changed this member meanwhile, nothing
 * is overwritten, and what they changed is told beside what was ticked.
 */
export function RolesForm({ userId, token, roles, teams, changed }: RolesFormProps) {
  const [result, save] = useActionState(changeRolesAction, null);
  const facts = factsOf({ roles, teams });
  const [began, setBegan] = useState({ token, facts });
  const router = useRouter();
  const overtaken = result?.ok === false && result.reason === "changed-meanwhile";
  useEffect(() => {
    if (overtaken) router.refresh();
  }, [overtaken, router]);
  // After an own save the page brings the new state; later saves build on that one.
  const [told, setTold] = useState({ result, token });
  if (result?.ok && (told.result !== result || told.token !== token)) {
    setTold({ result, token });
    setBegan({ token, facts });
  }
  return (
    <ActionForm action={save} aria-label="Edit member roles" className="gap-6">
      <FormErrors of={result} labels={{ "teamId[]": "Hiring manager in" }} />
      <input type="hidden" name="userId" value={userId} />
      <input type="hidden" name="token" value={began.token} />
      <RoleFields
        roles={roles}
        teams={teams}
        hint="Unticking a team withdraws this person's pending requests in it."
        errors={fieldErrors(result, "teamId[]")}
      />
      {overtaken && (
        <Overtaken
          by={changed}
          changes={changedFacts(began.facts, facts)}
          href={`/ab/settings/members/${userId}`}
          what="these roles were"
        />
      )}
      <FormActions>
        <SubmitButton pending="Confirming…">Confirm</SubmitButton>
        <Outcome of={overtaken ? null : result} says={words} done="Saved. It counts from the next request on." />
      </FormActions>
    </ActionForm>
  );
}

/** The roles in words, so that somebody whose form was overtaken can be told what changed. */
const factsOf = ({ roles, teams }: Pick<RolesFormProps, "roles" | "teams">): PolicyFact[] => [
  { label: "In the whole company", value: roles.map((role) => roleWords[role]).join(", ") || "None" },
  {
    label: "Hiring manager in",
    value:
      teams
        .filter((team) => team.held)
        .map((team) => team.name)
        .join(", ") || "No team",
  },
];

const words: Record<string, string> = {
  invalid: "Nothing was changed. Change what is marked and confirm again.",
  removed: "This person was removed meanwhile. Nothing was changed; reload the page to see it.",
};
