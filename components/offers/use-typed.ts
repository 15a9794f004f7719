"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import { type OfferValues, valuesFromForm } from "./offer-values";

/**
 * What stands in the form around `ref`, following every key; before scripts run, what the page was drawn with.
 * The form stays uncontrolled, so nothing here can hinder typing or sending.
 */
export function useTyped<Part extends HTMLElement>(drawn: OfferValues): [RefObject<Part | null>, OfferValues] {
  const ref = useRef<Part>(null);
  const [typed, setTyped] = useState(drawn);
  useEffect(() => {
    const form = ref.current?.closest("form");
    if (!form) return;
    const read = () => setTyped(valuesFromForm(form));
    read(); // the browser may have kept what was typed before scripts arrived
    form.addEventListener("input", read);
    form.addEventListener("change", read);
    return () => {
      form.removeEventListener("input", read);
      form.removeEventListener("change", read);
    };
  }, []);
  return [ref, typed];
}

/** Tells everything that follows the form of a change that no key made: a row removed, fields filled in. */
export function announceChange(form: HTMLFormElement | null | undefined) {
  form?.dispatchEvent(new Event("input", { bubbles: true }));
}
