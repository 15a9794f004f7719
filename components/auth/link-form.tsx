"use client";

import { useActionState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { finishWithLinkAction } from "@/lib/auth/actions";

/** The one press behind the link, in the browser that asked. */
export function LinkForm({ token }: { token: string }) {
  const [result, finish] = useActionState(finishWithLinkAction, null);
  return (
    <ActionForm action={finish}>
      <input type="hidden" name="token" value={token} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SubmitButton pending="Signing in…">Sign in</SubmitButton>
        <Outcome
          of={result}
          says={{
            "used-or-over": "This link was used or has ended. Ask for a new one.",
            invalid: "This link is not complete. Open it from the mail again.",
          }}
        />
      </div>
    </ActionForm>
  );
}
