"use client";

import { Menu } from "@base-ui/react/menu";
import { Fragment, type RefObject } from "react";
import { AppLink } from "./app-link";
import type { MenuItem } from "./menu";

type MenuPopupProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  anchor: RefObject<HTMLElement | null>;
  host: HTMLElement;
  items: readonly MenuItem[];
  align: "start" | "end";
};

const itemStyle =
  "flex min-h-9 w-full cursor-pointer items-center rounded-control px-3 py-1.5 text-start text-sm outline-none select-none data-highlighted:bg-action data-highlighted:text-on-action pointer-coarse:min-h-11";

/** The floating part of `Menu`; loaded lazily, never imported directly. */
export function MenuPopup({ open, onOpenChange, anchor, host, items, align }: MenuPopupProps) {
  function follow(next: boolean, details: Menu.Root.ChangeEventDetails) {
    // A press on our own button is its toggle; closing here as well would make that toggle open again.
    const { target } = details.event;
    if (!next && target instanceof Node && details.reason === "outside-press" && anchor.current?.contains(target))
      return;
    onOpenChange(next);
  }

  return (
    <Menu.Root open={open} onOpenChange={follow} modal={false}>
      <Menu.Portal container={host}>
        <Menu.Positioner anchor={anchor} sideOffset={4} align={align} className="z-50 outline-none">
          <Menu.Popup
            finalFocus={anchor}
            className="min-w-44 rounded-sheet border border-line bg-sheet p-1 text-ink shadow-float outline-none transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0"
          >
            {items.map((item) => (
              <Fragment key={item.label}>
                {item.apart && <Menu.Separator className="mx-2 my-1 h-px bg-line" />}
                {"href" in item ? (
                  <Menu.LinkItem className={itemStyle} closeOnClick render={<AppLink href={item.href} />}>
                    {item.label}
                  </Menu.LinkItem>
                ) : (
                  <Menu.Item className={itemStyle} onClick={() => submitForm(item.form)}>
                    {item.label}
                  </Menu.Item>
                )}
              </Fragment>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function submitForm(id: string) {
  const form = document.getElementById(id);
  if (form instanceof HTMLFormElement) form.requestSubmit();
}
