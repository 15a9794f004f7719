import type { ReactNode } from "react";
import { AppLink } from "@/components/ui/app-link";
import { cn } from "@/lib/cn";

type PageHeaderProps = {
  title: string;
  /** One sentence, when it helps. */
  sentence?: ReactNode;
  /** The level above; only where there is one. */
  back?: { href: string; label: string };
  /** State of the thing the page shows. */
  status?: ReactNode;
  /** The one primary deed of the page. */
  action?: ReactNode;
};

/** Top of every page: the one `h1` (smaller when the title is a sentence), and the one thing to do at the upper right. */
export function PageHeader({ title, sentence, back, status, action }: PageHeaderProps) {
  return (
    <header>
      {back && <BackLink {...back} />}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-40">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1
              className={cn(
                "min-w-0 font-semibold tracking-tight wrap-anywhere",
                title.length > 60 ? "text-xl" : "text-2xl",
              )}
            >
              {title}
            </h1>
            {status}
          </div>
          {sentence && <p className="mt-1.5 max-w-[65ch] text-ink-soft">{sentence}</p>}
        </div>
        {action && <div className="flex shrink-0 flex-wrap gap-2">{action}</div>}
      </div>
    </header>
  );
}

/** The way to the level above. */
export function BackLink({ href, label }: { href: string; label: string }) {
  return (
    <AppLink
      href={href}
      className="mb-2 inline-flex min-h-6 items-center gap-1 text-xs text-ink-soft hover:text-ink hover:underline"
    >
      <svg
        aria-hidden="true"
        viewBox="0 0 16 16"
        className="size-3.5 fill-none stroke-current stroke-[1.75]"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d="M9.5 4 5.5 8l4 4" />
      </svg>
      {label}
    </AppLink>
  );
}
