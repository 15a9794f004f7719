"use client";

import { useActionState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { Field } from "@/components/layout/field";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { Textarea } from "@/components/ui/textarea";
import { fieldErrors } from "@/lib/action-result";
import { askFinanceAction } from "@/lib/orders/actions";

type AskFinanceProps = {
  orderId: string;
  /** "Expired on 30 Apr 2026"; empty where nothing is wrong, and then a note says what is needed */
  wrong: readonly string[];
  /** asked today already: says so, and why not again */
  lately: string | null;
  /** "4 May 2026, 11:00 CEST": the last time, today or before */
  askedOn: string | null;
};

/** "Ask finance", for who sees a purchase order and may not change it. Links from spend alerts lead here (`#ask-finance`). */
export function AskFinance({ orderId, wrong, lately, askedOn }: AskFinanceProps) {
  const [result, ask] = useActionState(askFinanceAction, null);
  return (
    <section
      id="ask-finance"
      aria-labelledby="ask-finance-title"
      className="scroll-mt-6 rounded-sheet border border-line bg-sheet p-4"
    >
      <h2 id="ask-finance-title" className="font-semibold">
        Finance looks after this purchase order
      </h2>
      {wrong.length > 0 && <p className="mt-1 text-warn tabular-nums">{wrong.join(", ")}.</p>}
      {lately ? (
        <p className="mt-1 text-ink-soft">{lately}</p>
      ) : (
        <>
          <p className="mt-1 mb-4 text-ink-soft">
            You see it and cannot change it. Finance gets a mail with what is wrong and what you say.
            {askedOn && ` You last asked on ${askedOn}.`}
          </p>
          <ActionForm action={ask} className="gap-4">
            <input type="hidden" name="orderId" value={orderId} />
            <Field
              label="What you need"
              name="note"
              id="ask-note"
              errors={fieldErrors(result, "note")}
              optional={wrong.length > 0}
              required={wrong.length === 0}
            >
              {(control) => <Textarea {...control} rows={2} maxLength={500} />}
            </Field>
            <p>
              <SubmitButton pending="Asking…">Ask finance</SubmitButton>
            </p>
          </ActionForm>
        </>
      )}
      <Outcome of={result} says={{ invalid: "Nothing was sent. Say what you need." }} done="Finance gets a mail." />
    </section>
  );
}
