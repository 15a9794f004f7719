"use client";

import type { ActionResult } from "@/lib/action-result";

/** Refusals every action can meet, worded once. */
const standardWords = {
  "invalid-input": "Nothing was saved. Change what is marked and try again.",
  forbidden: "You may not do this. Nothing was changed.",
  "not-found": "This is no longer here. Nothing was changed.",
  conflict: "Somebody changed this a moment ago. Nothing of yours was saved; reload the page to see how it stands.",
  "rate-limited": "Too many attempts. Nothing was done; wait a minute and try again.",
  "signed-out": "You are signed out. Nothing was changed; sign in and try again.",
  unexpected: "This did not work, and nothing was changed. Try again in a moment.",
} as const;

type StandardReason = keyof typeof standardWords;
type ReasonOf<Result> = Result extends { ok: false; reason: infer Reason extends string } ? Reason : never;

type OutcomeProps<Result extends ActionResult> = {
  of: Result;
  /** Words for every refusal of this deed; those above need none, and may be reworded. */
  says: Record<Exclude<ReasonOf<Result>, StandardReason>, string> & Partial<Record<StandardReason, string>>;
  /** Words when it worked and the page does not show it by itself. */
  done?: string;
};

/** What came of a deed, in words, beside the button that caused it. Field messages stand at the fields (`FormErrors`). */
export function Outcome<Result extends ActionResult>({ of: result, says, done }: OutcomeProps<Result>) {
  const plain: ActionResult = result;
  const refusal = plain && !plain.ok ? plain : null;
  return (
    <div>
      {/* The status line exists before it speaks; only then is it read aloud everywhere. */}
      <p role="status" className="font-medium text-good empty:hidden">
        {plain?.ok ? done : null}
      </p>
      {refusal && (
        // With field messages the summary has the focus and is being read; a second voice would talk over it.
        <p role={refusal.fieldErrors ? undefined : "alert"} className="font-medium text-bad">
          {wordsFor(refusal.reason, refusal.message, says)}
        </p>
      )}
    </div>
  );
}

function wordsFor(reason: string, message: string | undefined, says: Partial<Record<string, string>>): string {
  const standard: Partial<Record<string, string>> = standardWords;
  return says[reason] ?? message ?? standard[reason] ?? standardWords.unexpected;
}
