"use client";

import { type ComponentProps, useImperativeHandle, useLayoutEffect, useRef, useState } from "react";
import { cn } from "@/lib/cn";
import { controlStyle } from "./control-style";

/** Several lines of text; grows with what is typed where the browser can. */
export function Textarea({ className, rows = 4, ref, ...props }: ComponentProps<"textarea">) {
  const box = useRef<HTMLTextAreaElement>(null);
  // When React takes over a page, it writes the drawn text over what was typed before (into inputs it does not).
  const [early] = useState(() => typedBeforeScripts(props.id));
  useLayoutEffect(() => {
    if (early && early.element === box.current) early.element.value = early.typed;
  }, [early]);
  useImperativeHandle(ref, () => box.current as HTMLTextAreaElement);
  return (
    <textarea
      ref={box}
      rows={rows}
      className={cn(controlStyle, "field-sizing-content max-h-96 min-h-20 resize-y py-2 leading-normal", className)}
      {...props}
    />
  );
}

/** What stands in the field as the browser shows it, before React has touched it; null on the server. */
function typedBeforeScripts(id: string | undefined) {
  if (typeof document === "undefined" || !id) return null;
  const element = document.getElementById(id);
  return element instanceof HTMLTextAreaElement ? { element, typed: element.value } : null;
}
