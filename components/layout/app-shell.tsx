"use client";

import type { ReactNode } from "react";
import { AppLink } from "@/components/ui/app-link";
import { Wordmark } from "@/components/ui/mark";
import { CloseOnArrival } from "./close-on-arrival";
import type { NavItem } from "./nav";
import { NavMark } from "./nav-icons";
import { NavLink } from "./nav-link";
import { type Person, PersonMenu } from "./person-menu";
import { SkipLink } from "./skip-link";
import { SoftLinks } from "./soft-links";

type AppShellProps = {
  /** Name of the company the person acts for. */
  account: string;
  /** What stands before it for screen readers; empty where the frame belongs to no company. */
  accountLabel?: string;
  person: Person;
  nav: readonly NavItem[];
  /** Where the mark leads. */
  home: string;
  /** Further deeds in the person's menu: sign out. */
  personMenu?: ReactNode;
  /** The way to the notification list; stands in the bar and in the rail, of which one is in sight. */
  bell?: ReactNode;
  /** The demo's strip: persona, clock, mailbox. */
  banner?: ReactNode;
  children: ReactNode;
};

/**
 * The signed-in frame: a rail on wide screens; below 1024 px a bar on top whose button opens the same rail as a
 * popover. The browser opens, closes and focuses it, so it works by keyboard and before scripts load. In the browser's
 * hands only because of what it costs to send (decision 017): it is drawn on the server like everything else.
 */
export function AppShell({
  account,
  accountLabel = "Company: ",
  person,
  nav,
  home,
  personMenu,
  bell,
  banner,
  children,
}: AppShellProps) {
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
      <SkipLink />
      <header
        data-screen-only
        className="flex h-14 items-center justify-between border-b border-line px-4 sm:px-6 lg:hidden"
      >
        <AppLink href={home} className="rounded-control">
          <Wordmark />
        </AppLink>
        {bell && <div className="ms-auto">{bell}</div>}
        <button
          type="button"
          popoverTarget="rail"
          className="-me-2 flex h-11 items-center gap-2 rounded-control px-2 font-medium"
        >
          <svg
            aria-hidden="true"
            viewBox="0 0 16 16"
            className="size-4 stroke-current stroke-[1.75]"
            strokeLinecap="round"
          >
            <path d="M2 5h12M2 11h12" />
          </svg>
          Menu
        </button>
      </header>
      {/* A banner of its own would be a second one, as both stand in the document: the rail is one labelled region. */}
      <section
        aria-label="Workspace"
        id="rail"
        popover="auto"
        data-screen-only
        className="fixed inset-y-0 z-40 start-auto end-0 m-0 hidden h-dvh max-h-none w-72 max-w-[85vw] flex-col overflow-y-auto border-s border-line bg-paper p-3 text-ink backdrop:bg-veil open:flex open:shadow-float lg:sticky lg:top-0 lg:z-auto lg:end-auto lg:flex lg:w-auto lg:border-s-0 lg:border-e"
      >
        <div className="mb-4 flex flex-wrap items-center justify-between gap-x-2 px-3 lg:pt-2">
          <div className="mb-4 flex basis-full items-center justify-between max-lg:hidden">
            <AppLink href={home} className="rounded-control">
              <Wordmark />
            </AppLink>
            {bell}
          </div>
          <p className="min-w-0 flex-1 font-medium wrap-anywhere lg:basis-full">
            <span className="sr-only">{accountLabel}</span>
            {account}
          </p>
          <button
            type="button"
            popoverTarget="rail"
            popoverTargetAction="hide"
            className="-me-2 flex h-11 items-center rounded-control px-2 font-medium lg:hidden"
          >
            Close
          </button>
        </div>
        <nav aria-label="Main" className="flex-1">
          <NavList items={nav} />
        </nav>
        <PersonMenu person={person}>{personMenu}</PersonMenu>
      </section>
      <CloseOnArrival popover="rail" />
      <SoftLinks />
      <div className="flex min-h-[calc(100dvh-3.5rem)] min-w-0 flex-col lg:min-h-dvh">
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 px-4 py-6 sm:px-6 lg:px-8 lg:py-8">
          {children}
        </main>
        {banner}
      </div>
    </div>
  );
}

function NavList({ items }: { items: readonly NavItem[] }) {
  return (
    <ul className="grid gap-0.5 [&>li:not(:first-child):has(>p)]:mt-4">
      {items.map((item) => (
        <li key={item.label}>
          {item.href ? (
            <NavLink href={item.href}>
              <NavLabel {...item} />
            </NavLink>
          ) : (
            <p className="flex min-h-9 items-center gap-2.5 px-3 text-xs text-ink-soft [&_svg]:size-4">
              <NavLabel {...item} />
            </p>
          )}
          {item.children && (
            <div className={item.href ? "ms-4 border-s border-line ps-2" : undefined}>
              <NavList items={item.children} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function NavLabel({ icon, label, count, waiting }: NavItem) {
  return (
    <>
      {icon && <NavMark icon={icon} />}
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {waiting && (
        <>
          <span aria-hidden="true" className="size-2 rounded-full bg-stamp" />
          <span className="sr-only">Waits for you: </span>
        </>
      )}
      {count !== undefined && <span className="text-xs font-normal text-ink-soft tabular-nums">{count}</span>}
    </>
  );
}
