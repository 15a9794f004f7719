import type { ComponentProps, ReactNode } from "react";
import { FieldErrors } from "@/components/ui/field-errors";
import { Input } from "@/components/ui/input";
import { cn } from "@/lib/cn";

/** What a control must carry so that label, hint and errors belong to it. */
export type Control = {
  id: string;
  name: string;
  required?: boolean;
  "aria-invalid"?: true;
  "aria-describedby"?: string;
};

type FieldProps = Omit<ComponentProps<"input">, "children" | "id" | "name"> & {
  label: ReactNode;
  name: string;
  /** `field-<name>` unless two forms on one page ask for the same name. */
  id?: string;
  hint?: ReactNode;
  errors?: readonly string[];
  /** Says "optional" beside the label; what says nothing is required. */
  optional?: boolean;
  /** Another control than `Input`: `{(control) => <Textarea {...control} />}`. */
  children?: (control: Control) => ReactNode;
};

/** Label, hint, control and what is wrong with it, tied together for eyes, keyboards and screen readers alike. */
export function Field({
  label,
  name,
  id = `field-${name}`,
  hint,
  errors = [],
  optional,
  children,
  className,
  required,
  ...input
}: FieldProps) {
  const wrong = errors.length > 0;
  const described = [hint && `${id}-hint`, wrong && `${id}-errors`].filter(Boolean).join(" ");
  const control: Control = {
    id,
    name,
    required,
    "aria-invalid": wrong || undefined,
    "aria-describedby": described || undefined,
  };
  return (
    <div className={cn("min-w-0", className)}>
      <label htmlFor={id} className="mb-1.5 block font-medium">
        {label}
        {optional && <span className="font-normal text-ink-soft"> (optional)</span>}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="-mt-1 mb-1.5 text-xs text-ink-soft">
          {hint}
        </p>
      )}
      {children ? children(control) : <Input {...input} {...control} />}
      <FieldErrors id={`${id}-errors`} errors={errors} />
    </div>
  );
}
