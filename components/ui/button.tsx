import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";
import { AppLink, type AppLinkProps } from "./app-link";
import { type ButtonLook, buttonStyle } from "./button-style";

type ButtonProps = ComponentProps<"button"> & ButtonLook;

/** A button that submits nothing unless told to; forms use `SubmitButton`. `stamp` is for *Approve* alone. */
export function Button({ variant, size, className, type = "button", ...props }: ButtonProps) {
  return <button type={type} className={cn(buttonStyle({ variant, size }), className)} {...props} />;
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function ButtonLink({ variant, size, className, ...props }: AppLinkProps & ButtonLook) {
  return <AppLink className={cn(buttonStyle({ variant, size }), className)} {...props} />;
}
