"use client";

import { createContext, lazy, type ReactNode, Suspense, use, useRef, useState } from "react";
import { Button } from "./button";
import type { ButtonLook } from "./button-style";
import { useScripts } from "./use-scripts";

const loadPopup = () => import("./dialog-popup");
const DialogPopup = lazy(() => loadPopup().then((part) => ({ default: part.DialogPopup })));

const CloseDialog = createContext<() => void>(() => undefined);

type DialogProps = {
  /** Words on the button that opens it. */
  trigger: ReactNode;
  triggerVariant?: ButtonLook["variant"];
  triggerSize?: ButtonLook["size"];
  title: string;
  description?: ReactNode;
  children: ReactNode;
};

/** A button and the dialog it opens. The dialog's machinery is fetched when the button is first approached; it needs scripts. */
export function Dialog({ trigger, triggerVariant, triggerSize, title, description, children }: DialogProps) {
  const [open, setOpen] = useState(false);
  const [everOpened, setEverOpened] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const scripts = useScripts();

  function show() {
    setEverOpened(true);
    setOpen(true);
  }

  return (
    <>
      <Button
        ref={button}
        variant={triggerVariant}
        size={triggerSize}
        aria-haspopup="dialog"
        aria-expanded={open}
        disabled={!scripts}
        onClick={show}
        onPointerEnter={loadPopup}
        onFocus={loadPopup}
      >
        {trigger}
      </Button>
      {everOpened && (
        <Suspense fallback={null}>
          <DialogPopup open={open} onOpenChange={setOpen} title={title} description={description} returnTo={button}>
            <CloseDialog value={() => setOpen(false)}>{children}</CloseDialog>
          </DialogPopup>
        </Suspense>
      )}
    </>
  );
}

/** Leaves the dialog without doing anything; the focus goes back to the button that opened it. */
export function DialogClose({ children, variant, size }: { children: ReactNode } & ButtonLook) {
  return (
    <Button variant={variant} size={size} onClick={use(CloseDialog)}>
      {children}
    </Button>
  );
}
