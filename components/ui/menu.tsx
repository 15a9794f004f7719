"use client";

import { lazy, type ReactNode, Suspense, useRef, useState } from "react";
import { Button } from "./button";
import type { ButtonLook } from "./button-style";

const loadPopup = () => import("./menu-popup");
const MenuPopup = lazy(() => loadPopup().then((part) => ({ default: part.MenuPopup })));

/** A link, or the deed of a form that stands on the page (submitted by id); `apart` draws a hairline above. */
export type MenuItem = { label: string; apart?: boolean } & ({ href: string } | { form: string });

type MenuProps = {
  /** Words on the button. */
  label: ReactNode;
  items: readonly MenuItem[];
  align?: "start" | "end";
  variant?: ButtonLook["variant"];
  size?: ButtonLook["size"];
};

/** A button with a list of rarer deeds behind it. Its machinery is fetched when the button is first approached. */
export function Menu({ label, items, align = "end", variant, size }: MenuProps) {
  const [open, setOpen] = useState(false);
  // Where the list is drawn: within the page's main part, where a reader of landmarks finds it.
  const [host, setHost] = useState<HTMLElement | null>(null);
  const button = useRef<HTMLButtonElement>(null);

  function toggle() {
    setHost(button.current?.closest("main") ?? document.body);
    setOpen(!open);
  }

  return (
    <>
      <Button
        ref={button}
        variant={variant}
        size={size}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={toggle}
        onPointerEnter={loadPopup}
        onFocus={loadPopup}
      >
        {label}
        <svg
          aria-hidden="true"
          viewBox="0 0 16 16"
          className="-me-1 fill-none stroke-current stroke-[1.75]"
          strokeLinecap="round"
          strokeLinejoin="round"
        >
          <path d="m4.5 6.5 3.5 3.5 3.5-3.5" />
        </svg>
      </Button>
      {host && (
        <Suspense fallback={null}>
          <MenuPopup open={open} onOpenChange={setOpen} anchor={button} host={host} items={items} align={align} />
        </Suspense>
      )}
    </>
  );
}
