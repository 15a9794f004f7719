"use client";

import { type ChangeEvent, useState } from "react";
import { Field } from "@/components/layout/field";
import { FieldRow } from "@/components/layout/field-group";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { OrderChoices, OrderOption } from "./order-options";
import { noOrderChosen, type OrderFieldValues, orderFieldLabels } from "./order-values";

type OrderFieldProps = {
  choices: OrderChoices;
  /** what stands in the form: a purchase order's id, "placeholder", "new", "number" or nothing, and what was typed */
  values?: Partial<OrderFieldValues>;
  errors: (name: string) => readonly string[];
  required: boolean;
  /** What the thing has already, also where it cannot be chosen anew: it may stay. */
  current?: { id: string; label: string } | null;
};

/** From so many on, the list can be searched. */
const searchFrom = 9;

/**
 * The choosing field: one of the usable purchase orders, a new one in passing, or "I don't have one yet", which is
 * always there. What is chosen shows its fields by style alone, so it works before scripts load.
 */
export function OrderField({ choices, values = {}, errors, required, current = null }: OrderFieldProps) {
  const { more, mayAdd, currency } = choices;
  const options = withCurrent(choices.options, current);
  const drawn = { ...noOrderChosen, ...values };
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState(drawn.orderChoice);
  const empty = options.find((option) => option.id === chosen)?.outOfFunds;
  const shown = options.filter((option) => option.id === chosen || matches(option, search));
  return (
    <div className="group/order grid gap-5">
      <Field
        label={orderFieldLabels.orderChoice}
        name="orderChoice"
        errors={errors("orderChoice")}
        optional={!required}
        hint="What the spend counts against. Changing it later never moves what is invoiced."
      >
        {(control) => (
          <div className="grid gap-2">
            {options.length >= searchFrom && (
              <Input
                type="search"
                aria-label="Search purchase orders"
                placeholder="Search by number or description"
                autoComplete="off"
                onChange={(event) => setSearch(event.target.value)}
                onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
              />
            )}
            <Select
              {...control}
              defaultValue={drawn.orderChoice}
              onChange={(event: ChangeEvent<HTMLSelectElement>) => setChosen(event.target.value)}
            >
              <option value="">{required ? "Choose a purchase order" : "None chosen"}</option>
              {shown.length > 0 && (
                <optgroup label={search ? `Purchase orders with “${search}”` : "Purchase orders"}>
                  {shown.map((option) => (
                    <option key={option.id} value={option.id}>
                      {option.label}
                    </option>
                  ))}
                </optgroup>
              )}
              {more && <option value="number">Another one, by its number</option>}
              {mayAdd && <option value="new">Add a new purchase order</option>}
              <option value="placeholder">I don't have one yet</option>
            </Select>
            <p role="status" className="text-xs text-warn empty:hidden">
              {empty ? "It is out of funds. It can be chosen; ask finance to add funds." : null}
            </p>
          </div>
        )}
      </Field>
      {more && (
        <div className="hidden group-has-[option[value=number]:checked]/order:block">
          <Field
            label={orderFieldLabels.orderNumber}
            name="orderNumber"
            defaultValue={drawn.orderNumber}
            errors={errors("orderNumber")}
            autoComplete="off"
            spellCheck={false}
          />
        </div>
      )}
      {mayAdd && (
        <fieldset className="hidden min-w-0 gap-5 border-s-2 border-line ps-4 group-has-[option[value=new]:checked]/order:grid">
          <legend className="sr-only">New purchase order</legend>
          <FieldRow>
            <Field
              label="Number"
              name="newOrderNumber"
              defaultValue={drawn.newOrderNumber}
              errors={errors("newOrderNumber")}
              autoComplete="off"
              spellCheck={false}
            />
            <Field
              label={`Amount in ${currency}`}
              name="newOrderAmount"
              defaultValue={drawn.newOrderAmount}
              errors={errors("newOrderAmount")}
              inputMode="decimal"
              autoComplete="off"
            />
            <Field
              label="Valid through"
              name="newOrderValidThrough"
              type="date"
              defaultValue={drawn.newOrderValidThrough}
              errors={errors("newOrderValidThrough")}
              optional
            />
          </FieldRow>
          <p className="-mt-2 text-xs text-ink-soft">
            You and this team can use it at once; finance is told that you added it.
          </p>
        </fieldset>
      )}
    </div>
  );
}

/** The one that is there stands first, unless it is listed anyway. */
function withCurrent(options: readonly OrderOption[], current: { id: string; label: string } | null) {
  if (!current || options.some((option) => option.id === current.id)) return options;
  return [{ ...current, number: current.label, outOfFunds: false }, ...options];
}

/** Every word typed stands somewhere in the line. */
function matches(option: OrderOption, search: string): boolean {
  const line = option.label.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => line.includes(word));
}
