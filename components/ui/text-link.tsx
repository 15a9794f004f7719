import { cn } from "@/lib/cn";
import { AppLink, type AppLinkProps } from "./app-link";

/** A link inside text: underlined, so that colour is not its only mark. */
export function TextLink({ className, ...props }: AppLinkProps) {
  return (
    <AppLink
      className={cn(
        "text-action underline decoration-from-font underline-offset-3 hover:text-action-strong hover:decoration-2",
        className,
      )}
      {...props}
    />
  );
}
