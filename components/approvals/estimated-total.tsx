"use client";

import { useEffect, useRef, useState } from "react";
import { estimatedTotal, standInText, type Terms } from "@/lib/approvals/rules";
import { clientFee, feeText } from "@/lib/billing/rules";
import { isLocalDate } from "@/lib/dates";
import { formatMoney, parseAmount } from "@/lib/money";

/**
 * What the form comes to, following every key. The form stays uncontrolled, and the server counts again with the same
 * rule (product.md §3.3).
 *
 * @param feeRate the client fee in basis points; 0 where there is none
 */
export function EstimatedTotal({ currency, feeRate }: { currency: string; feeRate: number }) {
  const place = useRef<HTMLElement>(null);
  const [terms, setTerms] = useState<Terms | null>(null);
  useEffect(() => {
    const form = place.current?.closest("form");
    if (!form) return;
    const read = () => setTerms(termsIn(new FormData(form), currency));
    read();
    form.addEventListener("input", read);
    return () => form.removeEventListener("input", read);
  }, [currency]);
  const total = terms && estimatedTotal(terms);
  const fee = total ? clientFee(total.minor, feeRate) : 0n;
  return (
    <section ref={place} aria-label="Estimated total" className="rounded-sheet border border-line bg-sheet px-4 py-3">
      <p className="text-xs text-ink-soft">Estimated total</p>
      <output className="block text-xl font-semibold tabular-nums">
        {total ? formatMoney({ minor: total.minor + fee, currency }) : "–"}
      </output>
      {fee > 0n && (
        <p className="text-xs tabular-nums">
          Client fee in it, {feeText(feeRate)}: {formatMoney({ minor: fee, currency })}
        </p>
      )}
      <p className="text-xs text-ink-soft">
        {total
          ? total.openEnded
            ? standInText(terms)
            : "Rate × hours × weeks, or the budget"
          : "Enter the price to see it."}
      </p>
    </section>
  );
}

/** The typed terms, or null until there is a price. What cannot be read yet counts as not said. */
function termsIn(form: FormData, currency: string): Terms | null {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const amount = (name: string) => {
    const read = parseAmount(text(name), currency);
    return "minor" in read ? read.minor : null;
  };
  const day = (name: string) => (isLocalDate(text(name)) ? text(name) : null);
  const contractType = text("contractType") === "fixed_price" ? "fixed_price" : "hourly";
  const hourly = contractType === "hourly";
  const rateMinor = hourly ? amount("rate") : null;
  const budgetMinor = hourly ? null : amount("budget");
  if (rateMinor === null && budgetMinor === null) return null;
  const hours = Number(text("weeklyHours"));
  const startDate = day("startDate");
  const endDate = day("endDate");
  if (startDate && endDate && endDate < startDate) return null;
  return {
    contractType,
    rateMinor,
    budgetMinor,
    startDate,
    endDate,
    weeklyHours: hourly && Number.isInteger(hours) && hours >= 1 && hours <= 168 ? hours : null,
  };
}
