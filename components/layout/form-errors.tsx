"use client";

import { useEffect, useId, useRef } from "react";
import type { ActionResult } from "@/lib/action-result";

type FormErrorsProps = {
  of: ActionResult;
  /** Words for each field name; an error of a name without words stands alone. */
  labels: Record<string, string>;
};

/** Everything that must be changed, at the top of the form; takes the focus when an attempt fails, and leads to each field. */
export function FormErrors({ of: result, labels }: FormErrorsProps) {
  const box = useRef<HTMLElement>(null);
  const title = useId();
  const errors = listOf(result);

  useEffect(() => {
    if (result && !result.ok && result.fieldErrors) box.current?.focus();
  }, [result]);

  if (errors.length === 0) return null;
  return (
    <section ref={box} tabIndex={-1} aria-labelledby={title} className="rounded-sheet bg-bad-tint px-4 py-3">
      <p id={title} className="font-semibold text-bad">
        {errors.length === 1 ? "One thing to change." : `${errors.length} things to change.`} Nothing was saved.
      </p>
      <ul className="mt-1 grid gap-0.5">
        {errors.map(({ name, message }) => (
          <li key={`${name} ${message}`}>
            {labels[name] && (
              <>
                <a href={`#field-${name}`} className="underline underline-offset-3">
                  {labels[name]}
                </a>
                :{" "}
              </>
            )}
            {message}
          </li>
        ))}
      </ul>
    </section>
  );
}

function listOf(result: ActionResult): { name: string; message: string }[] {
  if (!result || result.ok) return [];
  return Object.entries(result.fieldErrors ?? {}).flatMap(([name, messages]) =>
    messages.map((message) => ({ name, message })),
  );
}
