import type { ReactNode } from "react";
import { SkipLink } from "@/components/layout/skip-link";
import { SoftLinks } from "@/components/layout/soft-links";
import { AppLink } from "@/components/ui/app-link";
import { Wordmark } from "@/components/ui/mark";
import { TextLink } from "@/components/ui/text-link";

/** The frame of the demo's two mail pages. A component, no layout: the empty pages beside them must stay empty. */
export function MailShell({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto grid w-full max-w-[1344px] grid-cols-[minmax(0,1fr)] gap-6 px-4 py-6 sm:px-8">
      <SkipLink />
      <SoftLinks />
      <header className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <AppLink href="/" className="me-auto inline-block rounded-control">
          <Wordmark />
        </AppLink>
        <nav aria-label="Demo" className="flex gap-5">
          <TextLink href="/dev/mailbox">Mailbox</TextLink>
          <TextLink href="/dev/emails">Mail previews</TextLink>
        </nav>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
