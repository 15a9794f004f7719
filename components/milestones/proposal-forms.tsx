"use client";

import { useEffect, useRef, useState } from "react";
import { DeedForm } from "@/components/layout/deed-form";
import { Field } from "@/components/layout/field";
import { Button } from "@/components/ui/button";
import { FieldErrors } from "@/components/ui/field-errors";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { useScripts } from "@/components/ui/use-scripts";
import type { ContractSide } from "@/db/enums";
import { answerProposalAction, proposeChangeAction } from "@/lib/milestones/actions";

type AnswerProps = { side: ContractSide; contractId: string; proposalId: string; consequences: string };

/** "Accept" and "Decline" under a proposal of the other side. */
export function AnswerProposalForms({ consequences, ...of }: AnswerProps) {
  return (
    <>
      <DeedForm
        action={answerProposalAction}
        about={{ ...of, answer: "accept" }}
        label="Accept change"
        back="Not now"
        deed="Accept it"
        pending="Accepting…"
      >
        <p>{consequences}</p>
      </DeedForm>
      <DeedForm
        action={answerProposalAction}
        about={{ ...of, answer: "decline" }}
        label="Decline change"
        back="Not now"
        deed="Decline it"
        pending="Declining…"
        variant="plain"
      >
        <p>Everything stays as it was agreed; the other side is told.</p>
      </DeedForm>
    </>
  );
}

/** One milestone that can still be changed, as its row begins. */
export type ChangeableRow = {
  id: string;
  number: number | null;
  title: string;
  description: string;
  amount: string;
  due: string;
  /** funded: its amount may change, but it stays */
  kept: boolean;
};

type ProposeProps = {
  side: ContractSide;
  contractId: string;
  formKey: string;
  currency: string;
  other: string;
  rows: readonly ChangeableRow[];
};

/** "Propose a change": the whole list as it shall be; rows are added, changed, removed and moved. */
export function ProposeChangeForm({ side, contractId, formKey, currency, other, rows }: ProposeProps) {
  return (
    <DeedForm
      action={proposeChangeAction}
      about={{ side, contractId }}
      formKey={formKey}
      label="Propose a change"
      back="Leave them as they are"
      deed="Send proposal"
      pending="Sending…"
    >
      {(field) => (
        <>
          <p>
            {other} accepts or declines it within 14 days; until then everything stays as agreed. Work that was
            submitted can no longer be changed.
          </p>
          <Rows rows={rows} currency={currency} errors={field("milestones").errors} />
          <Field label="Message" {...field("note")} hint={`${other} reads it.`} optional>
            {(control) => <Textarea {...control} rows={2} />}
          </Field>
        </>
      )}
    </DeedForm>
  );
}

type Row = ChangeableRow & { key: number };
const blank: ChangeableRow = { id: "", number: null, title: "", description: "", amount: "", due: "", kept: false };

function Rows({
  rows: initial,
  currency,
  errors,
}: Pick<ProposeProps, "rows" | "currency"> & { errors: readonly string[] }) {
  // One blank row stands ready, so that a milestone can be added without scripts; a row left blank is passed over.
  const [rows, setRows] = useState<readonly Row[]>(() => [...initial, blank].map((row, key) => ({ ...row, key })));
  const scripts = useScripts();
  const next = useRef(rows.length);
  const focusOn = useRef<string | null>(null);
  const [news, setNews] = useState("");

  useEffect(() => {
    if (focusOn.current === null || rows.length < 0) return;
    document.getElementById(focusOn.current)?.focus();
    focusOn.current = null;
  }, [rows]);

  function move(from: number, to: number) {
    const moved = [...rows];
    const [row] = moved.splice(from, 1);
    if (!row) return;
    moved.splice(to, 0, row);
    setRows(moved);
    setNews(`${row.title || "The milestone"} is now number ${to + 1} of ${moved.length}.`);
    focusOn.current = `change-${row.key}-${to < from ? "up" : "down"}`;
    if (to === 0 || to === moved.length - 1) focusOn.current = `change-${row.key}-title`;
  }

  function add() {
    const key = next.current++;
    setRows([...rows, { ...blank, key }]);
    focusOn.current = `change-${key}-title`;
  }

  function remove(key: number) {
    setRows(rows.filter((row) => row.key !== key));
    focusOn.current = "change-add";
  }

  return (
    <div className="grid gap-3">
      <ol className="grid gap-4">
        {rows.map((row, index) => (
          <li
            key={row.key}
            className="grid grid-cols-2 items-end gap-x-3 gap-y-2 sm:grid-cols-[minmax(0,1fr)_8.5rem_9.5rem]"
          >
            <input type="hidden" name="milestoneId[]" value={row.id} />
            <input type="hidden" name="milestoneText[]" value={row.description} />
            <Cell
              row={row}
              part="title"
              words={row.number ? `Milestone ${row.number}` : "New milestone"}
              name="milestoneTitle[]"
              value={row.title}
              wide
              invalid={errors.length > 0}
            />
            <Cell
              row={row}
              part="amount"
              words={`Amount in ${currency}`}
              name="milestoneAmount[]"
              value={row.amount}
              invalid={errors.length > 0}
            />
            <Cell
              row={row}
              part="due"
              words="Due (optional)"
              name="milestoneDue[]"
              value={row.due}
              invalid={errors.length > 0}
            />
            {scripts && (
              <div className="col-span-full flex flex-wrap gap-1">
                <Button
                  id={`change-${row.key}-up`}
                  variant="link"
                  size="small"
                  disabled={index === 0 || row.kept}
                  onClick={() => move(index, index - 1)}
                  aria-label={`Move up ${nameOf(row)}`}
                >
                  Move up
                </Button>
                <Button
                  id={`change-${row.key}-down`}
                  variant="link"
                  size="small"
                  disabled={index === rows.length - 1 || row.kept}
                  onClick={() => move(index, index + 1)}
                  aria-label={`Move down ${nameOf(row)}`}
                >
                  Move down
                </Button>
                {!row.kept && (
                  <Button
                    variant="link"
                    size="small"
                    onClick={() => remove(row.key)}
                    aria-label={`Remove ${nameOf(row)}`}
                  >
                    Remove
                  </Button>
                )}
                {row.kept && (
                  <span className="self-center text-xs text-ink-soft">Funded: it stays, its amount may change.</span>
                )}
              </div>
            )}
          </li>
        ))}
      </ol>
      <FieldErrors id="field-milestones-errors" errors={errors} />
      <p role="status" className="sr-only">
        {news}
      </p>
      {scripts && (
        <p>
          <Button id="change-add" size="small" onClick={add} disabled={rows.length >= 100}>
            Add new milestone
          </Button>
        </p>
      )}
    </div>
  );
}

const nameOf = (row: Row) => (row.number ? `milestone ${row.number}` : "the new milestone");

type CellProps = {
  row: Row;
  part: "title" | "amount" | "due";
  words: string;
  name: string;
  value: string;
  wide?: boolean;
  invalid: boolean;
};

function Cell({ row, part, words, name, value, wide, invalid }: CellProps) {
  const id = `change-${row.key}-${part}`;
  return (
    <div className={wide ? "col-span-2 sm:col-span-1" : undefined}>
      <label htmlFor={id} className="mb-1 block text-xs text-ink-soft">
        {words}
        {part !== "title" && <span className="sr-only">{` of ${nameOf(row)}`}</span>}
      </label>
      <Input
        id={id}
        name={name}
        type={part === "due" ? "date" : undefined}
        inputMode={part === "amount" ? "decimal" : undefined}
        defaultValue={value}
        aria-invalid={invalid || undefined}
        autoComplete="off"
      />
    </div>
  );
}
