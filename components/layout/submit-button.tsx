"use client";

import type { MouseEvent, ReactNode } from "react";
import { useId } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "@/components/ui/button";
import type { ButtonLook } from "@/components/ui/button-style";

type SubmitButtonProps = ButtonLook & {
  children: ReactNode;
  /** Words while the deed is under way: "Declining…". */
  pending: string;
  disabled?: boolean;
  /** Why it is disabled, in words beside it. */
  because?: string;
  /** For forms with two deeds ("Save draft", "Send offer"): which one was pressed. */
  name?: string;
  value?: string;
};

/**
 * The button of a form. Idle, under way, idle again: after a failure it can be pressed at once. While under way it
 * keeps the focus and swallows further presses, so that a double click is one deed.
 */
export function SubmitButton({
  children,
  pending,
  disabled,
  because,
  name,
  value,
  variant = "primary",
  size,
}: SubmitButtonProps) {
  const status = useFormStatus();
  const reasonId = useId();
  const mine = status.pending && (name === undefined || status.data.get(name) === value);

  function swallow(event: MouseEvent) {
    if (status.pending) event.preventDefault();
  }

  return (
    <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-1">
      <Button
        type="submit"
        name={name}
        value={value}
        variant={variant}
        size={size}
        disabled={disabled}
        aria-disabled={status.pending || undefined}
        aria-describedby={disabled && because ? reasonId : undefined}
        onClick={swallow}
      >
        {mine ? pending : children}
      </Button>
      {disabled && because && (
        <span id={reasonId} className="text-xs text-ink-soft">
          {because}
        </span>
      )}
    </span>
  );
}
