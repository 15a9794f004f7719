import { type ComponentProps, type ReactNode, useId } from "react";

type CheckboxProps = Omit<ComponentProps<"input">, "type" | "className"> & {
  label: ReactNode;
  hint?: ReactNode;
};

/** One yes-or-no with its words; the whole line can be pressed. */
export function Checkbox({ label, hint, id, ...props }: CheckboxProps) {
  const made = useId();
  const own = id ?? made;
  return (
    <div className="flex gap-3">
      <input
        type="checkbox"
        id={own}
        aria-describedby={hint ? `${own}-hint` : undefined}
        className="mt-0.5 size-4 shrink-0 rounded-control accent-action pointer-coarse:size-5"
        {...props}
      />
      <div>
        <label htmlFor={own} className="block font-medium">
          {label}
        </label>
        {hint && (
          <p id={`${own}-hint`} className="text-xs text-ink-soft">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
