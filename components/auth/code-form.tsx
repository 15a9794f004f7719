"use client";

import { useActionState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { Field } from "@/components/layout/field";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { fieldErrors } from "@/lib/action-result";
import { finishWithCodeAction } from "@/lib/auth/actions";

/** The six digits from the mail. `token` when typed behind the link in another browser than the one that asked. */
export function CodeForm({ token }: { token?: string }) {
  const [result, finish] = useActionState(finishWithCodeAction, null);
  return (
    <ActionForm action={finish}>
      {token && <input type="hidden" name="token" value={token} />}
      <Field
        label="Code from the mail"
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        maxLength={20}
        hint="Six digits, such as 418 902."
        errors={fieldErrors(result, "code")}
        className="max-w-48"
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SubmitButton pending="Signing in…">Sign in</SubmitButton>
        <Outcome
          of={result}
          says={{
            "wrong-code":
              "This code did not work: it was mistyped, used, or is over. After five wrong ones, ask for a new mail.",
            invalid: "You are not signed in yet. Change what is marked and try again.",
          }}
        />
      </div>
    </ActionForm>
  );
}
