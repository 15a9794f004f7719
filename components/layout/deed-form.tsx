"use client";

import { type ReactNode, useActionState, useId, useState } from "react";
import { ReasonDisclosure } from "@/components/offers/reason-disclosure";
import type { ButtonLook } from "@/components/ui/button-style";
import { type ActionResult, fieldErrors } from "@/lib/action-result";
import { ActionForm } from "./action-form";
import { Outcome } from "./outcome";
import { SubmitButton } from "./submit-button";

/** What a field of a deed needs to be told apart from the same field of the next thing on the page. */
export type DeedField = (name: string) => { name: string; id: string; errors: readonly string[] };

type DeedFormProps = {
  action: (previous: ActionResult, form: FormData) => Promise<ActionResult>;
  /** Hidden fields: which thing, which side. */
  about: Record<string, string>;
  /** Minted with the page where a deed must happen once; kept until it has worked. */
  formKey?: string;
  /** Words on the button that opens the form, and those that close it. */
  label: string;
  back: string;
  /** Words on the button that does it, and while it is under way. */
  deed: string;
  pending: string;
  variant?: ButtonLook["variant"];
  /** The one deed that is wanted most of those beside it: its button is filled before it is opened, too. */
  wanted?: boolean;
  /** Words for refusals that bring none. */
  says?: Record<string, string>;
  /** Why it cannot be pressed yet, in words: files are on their way. */
  waits?: string | false;
  /** What it does and what it asks: consequences first, then fields. */
  children?: ReactNode | ((field: DeedField) => ReactNode);
};

/**
 * A deed behind its button: what will happen is read before the second press does it. After it has worked the form is
 * closed and empty again, so that what stays on the page can be used once more.
 */
export function DeedForm({ action, about, formKey, ...look }: DeedFormProps) {
  const [result, act] = useActionState(action, null);
  const [kept, setKept] = useState({ key: formKey, result, done: 0 });
  if (result !== kept.result)
    setKept({ result, key: result?.ok ? formKey : kept.key, done: kept.done + (result?.ok ? 1 : 0) });
  const { label, back, deed, pending, variant = "primary", wanted, says = {}, waits, children } = look;
  // Two deeds on one thing may ask for the same name.
  const of = useId();
  const field: DeedField = (name) => ({ name, id: `field-${name}-${of}`, errors: fieldErrors(result, name) });
  return (
    <ReasonDisclosure
      key={kept.done}
      label={label}
      back={back}
      size="small"
      variant={wanted ? "primary" : "plain"}
      open={result?.ok === false}
    >
      <ActionForm action={act} className="gap-4">
        {Object.entries(about).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {kept.key && <input type="hidden" name="key" value={kept.key} />}
        {typeof children === "function" ? children(field) : children}
        <Outcome of={result} says={{ invalid: "Nothing was done. Change what is marked and try again.", ...says }} />
        <p>
          <SubmitButton variant={variant} pending={pending} disabled={Boolean(waits)} because={waits || undefined}>
            {deed}
          </SubmitButton>
        </p>
      </ActionForm>
    </ReasonDisclosure>
  );
}
