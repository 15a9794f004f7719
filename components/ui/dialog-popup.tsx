"use client";

import { Dialog } from "@base-ui/react/dialog";
import type { ReactNode, RefObject } from "react";

type DialogPopupProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  returnTo: RefObject<HTMLElement | null>;
  children: ReactNode;
};

/** The floating part of `Dialog`; loaded lazily, never imported directly. */
export function DialogPopup({ open, onOpenChange, title, description, returnTo, children }: DialogPopupProps) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 min-h-dvh bg-veil transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Viewport className="fixed inset-0 z-50 grid items-end justify-items-center overflow-y-auto sm:items-center sm:p-6">
          <Dialog.Popup
            finalFocus={returnTo}
            className="w-full max-w-lg rounded-t-sheet border border-line bg-sheet p-6 text-ink shadow-float transition-[opacity,translate] duration-150 data-ending-style:opacity-0 data-starting-style:translate-y-2 data-starting-style:opacity-0 sm:rounded-sheet"
          >
            <Dialog.Title className="text-xl font-semibold">{title}</Dialog.Title>
            {description && <Dialog.Description className="mt-1 text-ink-soft">{description}</Dialog.Description>}
            <div className="mt-6">{children}</div>
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
