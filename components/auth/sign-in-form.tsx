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
      <p>
        <SubmitButton pending="Sending…">Send me a link</SubmitButton>
      </p>
      <Outcome of={result} says={{ invalid: "Nothing was sent. Change the address and try again." }} />
    </ActionForm>
  );
}
