"use client";

import { useActionState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { Field } from "@/components/layout/field";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { fieldErrors } from "@/lib/action-result";
import { askToSignInAction } from "@/lib/auth/actions";

/** Asks for the mail with the link. `returnTo`: the page that sent the person here. */
export function SignInForm({ returnTo }: { returnTo: string | null }) {
  const [result, ask] = useActionState(askToSignInAction, null);
  return (
    <ActionForm action={ask}>
      {returnTo && <input type="hidden" name="return" value={returnTo} />}
      <Field
        label="Your mail address"
        name="email"
        type="email"
        autoComplete="email"
        required
        maxLength={254}
        errors={fieldErrors(result, "email")}
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SubmitButton pending="Sending…">Send me a link</SubmitButton>
        <Outcome of={result} says={{ invalid: "Nothing was sent. Change the address and try again." }} />
      </div>
    </ActionForm>
  );
}
