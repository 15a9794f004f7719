import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { FieldErrors } from "./field-errors";

export type RadioOption = { value: string; label: ReactNode; hint?: ReactNode; disabled?: boolean };

type RadioGroupProps = {
  legend: string;
  name: string;
  options: readonly RadioOption[];
  defaultValue?: string;
  hint?: ReactNode;
  errors?: readonly string[];
  /** Side by side, for two or three short words. */
  inline?: boolean;
  required?: boolean;
};

/** One of a few, all in sight. The first option carries `field-<name>`, so an error summary can lead to it. */
export function RadioGroup({
  legend,
  name,
  options,
  defaultValue,
  hint,
  errors = [],
  inline,
  required,
}: RadioGroupProps) {
  const id = `field-${name}`;
  const described = [hint && `${id}-hint`, errors.length > 0 && `${id}-errors`].filter(Boolean).join(" ");
  return (
    <fieldset aria-describedby={described || undefined} className="min-w-0">
      <legend className="mb-2 font-medium">{legend}</legend>
      {hint && (
        <p id={`${id}-hint`} className="mb-2 text-xs text-ink-soft">
          {hint}
        </p>
      )}
      <div className={cn("grid gap-2", inline && "flex flex-wrap gap-x-6")}>
        {options.map((option, index) => {
          const own = index === 0 ? id : `${id}-${option.value}`;
          return (
            <div key={option.value} className="flex gap-3">
              <input
                type="radio"
                id={own}
                name={name}
                value={option.value}
                defaultChecked={option.value === defaultValue}
                disabled={option.disabled}
                required={required}
                aria-describedby={option.hint ? `${own}-says` : undefined}
                className="mt-0.5 size-4 shrink-0 accent-action pointer-coarse:size-5"
              />
              <div>
                <label htmlFor={own} className={cn("block", option.disabled && "text-ink-soft")}>
                  {option.label}
                </label>
                {option.hint && (
                  <p id={`${own}-says`} className="text-xs text-ink-soft">
                    {option.hint}
                  </p>
                )}
              </div>
            </div>
          );
        })}
      </div>
      <FieldErrors id={`${id}-errors`} errors={errors} />
    </fieldset>
  );
}
