"use client";

import { useActionState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { Field } from "@/components/layout/field";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { ReasonDisclosure } from "@/components/offers/reason-disclosure";
import { Textarea } from "@/components/ui/textarea";
import { fieldErrors } from "@/lib/action-result";
import { closePostAction } from "@/lib/posts/actions";

/** Closes an open post, after saying what follows. The reason is optional and stays in the history. */
export function ClosePostForm({ postId, filled }: { postId: string; filled: boolean }) {
  const [result, close] = useActionState(closePostAction, null);
  return (
    <ReasonDisclosure label="Close post" back="Keep it open" open={result?.ok === false}>
      <ActionForm action={close} className="gap-4">
        <input type="hidden" name="postId" value={postId} />
        <p>
          Nobody is looked for any longer; pending offers stay as they are.
          {filled && " It is marked as filled, because a contract came from it."}
        </p>
        <Field label="Reason" name="reason" optional errors={fieldErrors(result, "reason")}>
          {(control) => <Textarea {...control} rows={3} />}
        </Field>
        <Outcome
          of={result}
          says={{
            invalid: "The post was not closed. Change what is marked and try again.",
            "not-open": "This post is not open any longer. Reload the page to see how it stands.",
          }}
        />
        <p>
          <SubmitButton variant="danger-quiet" pending="Closing…">
            Close post
          </SubmitButton>
        </p>
      </ActionForm>
    </ReasonDisclosure>
  );
}
