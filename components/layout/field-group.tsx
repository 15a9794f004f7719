import type { ReactNode } from "react";

/** Fields that belong together under one heading; groups are parted by a hairline. */
export function FieldGroup({ legend, hint, children }: { legend: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <fieldset className="min-w-0 border-line [fieldset+&]:border-t [fieldset+&]:pt-6">
      <legend className="float-start w-full text-base font-semibold">{legend}</legend>
      {hint && <p className="clear-both pt-1 text-ink-soft">{hint}</p>}
      <div className="clear-both grid gap-5 pt-4">{children}</div>
    </fieldset>
  );
}

/** Two or three short fields side by side where there is room. */
export function FieldRow({ children }: { children: ReactNode }) {
  return <div className="grid items-start gap-5 sm:auto-cols-fr sm:grid-flow-col">{children}</div>;
}

/** Buttons at the end of a form: the deed first, the way out after it. */
export function FormActions({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-3 pt-2">{children}</div>;
}
