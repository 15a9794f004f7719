"use client";

import { useEffect, useRef, useState } from "react";
import { FieldGroup } from "@/components/layout/field-group";
import { Button } from "@/components/ui/button";
import { FieldErrors } from "@/components/ui/field-errors";
import { Input } from "@/components/ui/input";
import { Select, type SelectOption } from "@/components/ui/select";
import { useScripts } from "@/components/ui/use-scripts";
import { mostTasks, talentOwns } from "@/lib/offers/rules";
import type { TaskValues } from "./offer-values";
import { ReasonDisclosure } from "./reason-disclosure";

type PlanFieldsProps = {
  tasks: readonly TaskValues[];
  /** members who may own a task */
  owners: readonly SelectOption[];
  errors: readonly string[];
};

const blank: TaskValues = { title: "", owner: "" };

/** The onboarding plan of an offer, behind a button until there is one: most offers have none. */
export function PlanFields({ tasks, owners, errors }: PlanFieldsProps) {
  return (
    <FieldGroup
      legend="Onboarding plan"
      hint="What must be done before the work begins. Until every task is done the contract is pending, and nothing is billed."
    >
      <ReasonDisclosure
        label="Add an onboarding plan"
        back="Hide the tasks"
        size="small"
        open={tasks.length > 0 || errors.length > 0}
      >
        <TaskRows tasks={tasks} owners={owners} errors={errors} />
      </ReasonDisclosure>
    </FieldGroup>
  );
}

/** Three rows stand ready, so that it works without scripts; blank ones are passed over. */
function TaskRows({ tasks, owners, errors }: PlanFieldsProps) {
  const [rows, setRows] = useState(() => keyed(tasks));
  const [next, setNext] = useState(rows.length);
  const focusOn = useRef<string | null>(null);
  const scripts = useScripts();
  const options = [{ value: talentOwns, label: "The freelancer" }, ...owners];

  useEffect(() => {
    if (focusOn.current === null || rows.length === 0) return;
    document.getElementById(focusOn.current)?.focus();
    focusOn.current = null;
  }, [rows]);

  function add() {
    setRows([...rows, { key: next, ...blank }]);
    setNext(next + 1);
    focusOn.current = `task-${next}-title`;
  }

  function remove(key: number) {
    setRows(rows.filter((row) => row.key !== key));
    focusOn.current = "add-task";
  }

  return (
    <div id="field-tasks" tabIndex={-1} className="grid gap-3">
      <ol className="grid gap-4 sm:gap-2" aria-describedby={errors.length > 0 ? "field-tasks-errors" : undefined}>
        {rows.map((row, index) => (
          <li
            key={row.key}
            className="grid grid-cols-1 items-end gap-x-3 gap-y-2 sm:grid-cols-[minmax(0,1fr)_14rem_auto]"
          >
            <TaskRow row={row} index={index} options={options} wrong={errors.length > 0} />
            {scripts && (
              <Button
                variant="link"
                size="small"
                onClick={() => remove(row.key)}
                disabled={rows.length === 1}
                aria-label={`Remove task ${index + 1}`}
                className="justify-self-start sm:mb-0.5"
              >
                Remove
              </Button>
            )}
          </li>
        ))}
      </ol>
      <FieldErrors id="field-tasks-errors" errors={errors} />
      {scripts && (
        <p>
          <Button id="add-task" size="small" onClick={add} disabled={rows.length >= mostTasks}>
            Add task
          </Button>
        </p>
      )}
    </div>
  );
}

type Row = TaskValues & { key: number };

function TaskRow({
  row,
  index,
  options,
  wrong,
}: {
  row: Row;
  index: number;
  options: readonly SelectOption[];
  wrong: boolean;
}) {
  const id = (part: string) => `task-${row.key}-${part}`;
  const label = (part: string, words: string) => (
    <label htmlFor={id(part)} className={index === 0 ? labelStyle : `${labelStyle} sm:sr-only`}>
      <span className="sr-only">Task {index + 1}: </span>
      {words}
    </label>
  );
  const invalid = wrong || undefined;
  return (
    <>
      <div>
        {label("title", "Task")}
        <Input id={id("title")} name="taskTitle[]" defaultValue={row.title} aria-invalid={invalid} autoComplete="off" />
      </div>
      <div>
        {label("owner", "Done by")}
        <Select
          id={id("owner")}
          name="taskOwner[]"
          defaultValue={row.owner}
          aria-invalid={invalid}
          placeholder="Choose who does it"
          options={options}
        />
      </div>
    </>
  );
}

const labelStyle = "mb-1 block text-xs text-ink-soft";

function keyed(tasks: readonly TaskValues[]): Row[] {
  const rows = tasks.length >= 3 ? tasks : [...tasks, blank, blank, blank].slice(0, 3);
  return rows.map((row, key) => ({ ...row, key }));
}
