"use client";

import { type ComponentProps, type FormEvent, startTransition } from "react";
import { cn } from "@/lib/cn";

type ActionFormProps = Omit<ComponentProps<"form">, "action" | "onSubmit"> & {
  /** The dispatching half of `useActionState`. */
  action: (data: FormData) => void;
};

/**
 * A form whose action may refuse. React empties a form after its action, refused or not; what a person typed must
 * survive a refusal, so with scripts we start the action ourselves. Without scripts the browser posts it as ever.
 * The browser's own bubbles stay off: messages come from one schema, in our words, beside the field.
 */
export function ActionForm({ action, className, children, ...props }: ActionFormProps) {
  function submit(event: FormEvent<HTMLFormElement>) {
    const submitter = (event.nativeEvent as SubmitEvent).submitter;
    if (submitter?.hasAttribute("formaction")) return; // a button with an action of its own
    event.preventDefault();
    const data = new FormData(event.currentTarget, submitter);
    startTransition(() => action(data));
  }

  return (
    <form action={action} onSubmit={submit} noValidate className={cn("grid gap-5", className)} {...props}>
      {children}
    </form>
  );
}
