import type { ReactNode } from "react";
import { AppLink } from "@/components/ui/app-link";
import { cn } from "@/lib/cn";

export type MailEntry = { href: string; title: string; second: string; current: boolean };

type MailDeskProps = {
  label: string;
  entries: MailEntry[];
  /** Whether the reader chose the mail, which then stands first on a phone; otherwise the list does. */
  chosen: boolean;
  children: ReactNode;
};

/** A list of mails on the left and one of them beside it. */
export function MailDesk({ label, entries, chosen, children }: MailDeskProps) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[19rem_minmax(0,1fr)]">
      <nav
        aria-label={label}
        className={cn("rounded-sheet border border-line bg-sheet", chosen && "max-lg:order-last")}
      >
        <ul className="divide-y divide-line">
          {entries.map(({ href, title, second, current }) => (
            <li key={href}>
              <AppLink
                href={href}
                aria-current={current ? "true" : undefined}
                className="block px-4 py-2.5 -outline-offset-2 hover:bg-hover aria-[current]:bg-info-tint"
              >
                <span className="block font-medium wrap-anywhere">{title}</span>
                <span className="block text-xs text-ink-soft wrap-anywhere">{second}</span>
              </AppLink>
            </li>
          ))}
        </ul>
      </nav>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">{children}</div>
    </div>
  );
}
