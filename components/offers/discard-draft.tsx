"use client";

import { useActionState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import { discardDraftAction } from "@/lib/offers/actions";

/** Throws an own draft away, at once: nothing was sent or reserved with it. */
export function DiscardDraft({ draftId, title }: { draftId: string; title: string }) {
  const [result, discard] = useActionState(discardDraftAction, null);
  return (
    <ActionForm action={discard} className="inline-grid gap-1">
      <input type="hidden" name="draftId" value={draftId} />
      <SubmitButton variant="plain" size="small" pending="Discarding…">
        Discard<VisuallyHidden> draft “{title}”</VisuallyHidden>
      </SubmitButton>
      <Outcome of={result} says={{}} />
    </ActionForm>
  );
}
