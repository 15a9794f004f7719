import type { ReactNode } from "react";
import { AppLink } from "@/components/ui/app-link";
import { Wordmark } from "@/components/ui/mark";
import { cn } from "@/lib/cn";
import { SkipLink } from "./skip-link";

type BarePageProps = {
  children: ReactNode;
  /** `form` 448 px for sign-in, `text` 720 px for a text, `table` 1,280 px for a document with its decision beside it. */
  width?: "form" | "text" | "table";
  banner?: ReactNode;
};

/** A page outside the workspace (sign-in, a link from a mail, not found): the mark and one narrow column. */
export function BarePage({ children, width = "form", banner }: BarePageProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <header className={cn("mx-auto w-full px-4 pt-8 sm:pt-14", widths[width])}>
        <AppLink href="/" className="inline-block rounded-control">
          <Wordmark />
        </AppLink>
      </header>
      <main
        id="main"
        tabIndex={-1}
        className={cn(
          "mx-auto grid w-full flex-1 grid-cols-[minmax(0,1fr)] content-start gap-6 px-4 py-8",
          widths[width],
        )}
      >
        {children}
      </main>
      {banner}
    </div>
  );
}

const widths = { form: "max-w-[30rem]", text: "max-w-[47rem]", table: "max-w-[82rem]" };
