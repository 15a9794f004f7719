import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";
import { controlStyle } from "./control-style";

export type SelectOption = { value: string; label: string; disabled?: boolean };

type SelectProps = ComponentProps<"select"> & {
  options?: readonly SelectOption[];
  /** First entry with an empty value, shown until something is chosen. */
  placeholder?: string;
};

/** The browser's own select, dressed: best on phones, complete by keyboard, no script. */
export function Select({ className, options, placeholder, children, ...props }: SelectProps) {
  return (
    <span className="relative block">
      <select
        className={cn(controlStyle, "h-9 appearance-none truncate pe-9 pointer-coarse:h-11", className)}
        {...props}
      >
        {placeholder !== undefined && <option value="">{placeholder}</option>}
        {options?.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
        {children}
      </select>
      <svg
        aria-hidden="true"
        viewBox="0 0 16 16"
        className="pointer-events-none absolute end-3 top-1/2 size-4 -translate-y-1/2 fill-none stroke-ink-soft stroke-[1.75]"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d="m4.5 6.5 3.5 3.5 3.5-3.5" />
      </svg>
    </span>
  );
}
