"use client";

import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { FieldErrors } from "@/components/ui/field-errors";
import { Input } from "@/components/ui/input";
import { useScripts } from "@/components/ui/use-scripts";
import { formatMoney } from "@/lib/money";
import { type MilestoneValues, milestoneSum, type OfferValues } from "./offer-values";
import { announceChange, useTyped } from "./use-typed";

type MilestoneRowsProps = { drawn: OfferValues; currency: string; errors: readonly string[] };

const mostRows = 20;
const blank: MilestoneValues = { title: "", amount: "", due: "" };

/** The milestones of a fixed-price offer. Three rows stand ready, so that it works without scripts; blank ones are passed over. */
export function MilestoneRows({ drawn, currency, errors }: MilestoneRowsProps) {
  const [rows, setRows] = useState(() => keyed(drawn.milestones));
  const [next, setNext] = useState(rows.length);
  const [box, typed] = useTyped<HTMLDivElement>(drawn);
  const focusOn = useRef<string | null>(null);
  const scripts = useScripts();

  useEffect(() => {
    announceChange(box.current?.closest("form"));
    if (focusOn.current === null || rows.length === 0) return;
    document.getElementById(focusOn.current)?.focus();
    focusOn.current = null;
  }, [rows, box]);

  function add() {
    setRows([...rows, { key: next, ...blank }]);
    setNext(next + 1);
    focusOn.current = `milestone-${next}-title`;
  }

  function remove(key: number) {
    setRows(rows.filter((row) => row.key !== key));
    focusOn.current = "add-milestone";
  }

  return (
    <div ref={box} id="field-milestones" tabIndex={-1} className="grid gap-3">
      <ol className="grid gap-4 sm:gap-2" aria-describedby={errors.length > 0 ? "field-milestones-errors" : undefined}>
        {rows.map((row, index) => (
          <li
            key={row.key}
            className="grid grid-cols-2 items-end gap-x-3 gap-y-2 sm:grid-cols-[minmax(0,1fr)_8.5rem_9.5rem_auto]"
          >
            <MilestoneInput row={row} index={index} currency={currency} wrong={errors.length > 0} />
            {scripts && (
              <Button
                variant="link"
                size="small"
                onClick={() => remove(row.key)}
                disabled={rows.length === 1}
                aria-label={`Remove milestone ${index + 1}`}
                className="justify-self-start sm:mb-0.5"
              >
                Remove
              </Button>
            )}
          </li>
        ))}
      </ol>
      <FieldErrors id="field-milestones-errors" errors={errors} />
      <div className="flex flex-wrap items-center justify-between gap-3">
        {scripts && (
          <Button id="add-milestone" size="small" onClick={add} disabled={rows.length >= mostRows}>
            Add milestone
          </Button>
        )}
        {scripts && (
          <p className="ms-auto text-ink-soft">
            Sum{" "}
            <span className="font-semibold text-ink tabular-nums">
              {formatMoney({ minor: milestoneSum(typed.milestones, currency), currency })}
            </span>
          </p>
        )}
      </div>
    </div>
  );
}

type Row = MilestoneValues & { key: number };

function MilestoneInput({
  row,
  index,
  currency,
  wrong,
}: {
  row: Row;
  index: number;
  currency: string;
  wrong: boolean;
}) {
  const id = (part: string) => `milestone-${row.key}-${part}`;
  const label = (part: string, words: string) => (
    <label htmlFor={id(part)} className={index === 0 ? labelStyle : `${labelStyle} sm:sr-only`}>
      <span className="sr-only">Milestone {index + 1}: </span>
      {words}
    </label>
  );
  const invalid = wrong || undefined;
  return (
    <>
      <div className="col-span-2 sm:col-span-1">
        {label("title", "Title")}
        <Input
          id={id("title")}
          name="milestoneTitle[]"
          defaultValue={row.title}
          aria-invalid={invalid}
          autoComplete="off"
        />
      </div>
      <div>
        {label("amount", `Amount in ${currency}`)}
        <Input
          id={id("amount")}
          name="milestoneAmount[]"
          defaultValue={row.amount}
          aria-invalid={invalid}
          inputMode="decimal"
          autoComplete="off"
          className="text-end tabular-nums"
        />
      </div>
      <div>
        {label("due", "Due (optional)")}
        <Input id={id("due")} name="milestoneDue[]" type="date" defaultValue={row.due} aria-invalid={invalid} />
      </div>
    </>
  );
}

const labelStyle = "mb-1 block text-xs text-ink-soft";

function keyed(milestones: readonly MilestoneValues[]): Row[] {
  const rows = milestones.length >= 3 ? milestones : [...milestones, blank, blank, blank].slice(0, 3);
  return rows.map((row, key) => ({ ...row, key }));
}
