import type { ReactNode } from "react";
import { ThemeControl } from "./theme-control";

export type Person = {
  name: string;
  /** Words for the roles held: "Hiring manager". */
  roles: readonly string[];
};

/** Who is signed in, at the foot of the rail; behind it the theme and whatever the shell adds (sign out). */
export function PersonMenu({ person, children }: { person: Person; children?: ReactNode }) {
  return (
    <div className="mt-4 border-t border-line pt-2">
      <button
        type="button"
        popoverTarget="person"
        className="flex min-h-12 w-full items-center gap-3 rounded-control px-3 py-1.5 text-start hover:bg-hover"
      >
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{person.name}</span>
          <span className="block truncate text-xs text-ink-soft">{person.roles.join(", ")}</span>
        </span>
        <svg
          aria-hidden="true"
          viewBox="0 0 16 16"
          className="size-4 shrink-0 fill-none stroke-ink-soft stroke-[1.75]"
          strokeLinecap="round"
          strokeLinejoin="round"
        >
          <path d="m5 6.5 3-3 3 3m-6 3 3 3 3-3" />
        </svg>
      </button>
      <section
        id="person"
        popover="auto"
        aria-label="Your settings"
        className="fixed z-50 start-auto end-3 top-auto bottom-19 m-0 hidden w-64 gap-3 rounded-sheet border border-line bg-sheet p-3 text-ink shadow-float open:grid lg:start-3 lg:end-auto"
      >
        <ThemeControl />
        {children}
      </section>
    </div>
  );
}

/** A deed or a link in the person's menu, as wide as the menu. */
export const personMenuItemStyle =
  "flex min-h-9 w-full items-center rounded-control px-3 text-start font-medium hover:bg-hover pointer-coarse:min-h-11";
