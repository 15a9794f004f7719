"use client";

import { useRouter } from "next/navigation";
import { useActionState, useEffect, useState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { Field } from "@/components/layout/field";
import { FieldGroup, FieldRow, FormActions } from "@/components/layout/field-group";
import { FormErrors } from "@/components/layout/form-errors";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { Overtaken } from "@/components/settings/overtaken";
import { changedFacts, type PolicyFact } from "@/components/settings/policy-values";
import { ButtonLink } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { FieldErrors } from "@/components/ui/field-errors";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";
import { Sheet } from "@/components/ui/sheet";
import { Textarea } from "@/components/ui/textarea";
import type { OrderPermission } from "@/db/enums";
import { type ActionResult, fieldErrors } from "@/lib/action-result";
import { createOrderAction, updateOrderAction } from "@/lib/orders/actions";
import { mostOwnThresholds, standardThresholds } from "@/lib/orders/rules";
import { permissionWords } from "./words";

/** What stands in the fields of a purchase order. */
export type OrderValues = {
  number: string;
  description: string;
  validThrough: string;
  thresholds: readonly number[];
  permission: OrderPermission;
  teamIds: readonly string[];
  userIds: readonly string[];
};

export const newOrderValues: OrderValues = {
  number: "",
  description: "",
  validThrough: "",
  thresholds: standardThresholds,
  permission: "everybody",
  teamIds: [],
  userIds: [],
};

type Option = { value: string; label: string };
type Shared = {
  values: OrderValues;
  currency: string;
  today: string;
  teams: readonly Option[];
  people: readonly Option[];
};

/** "Create PO". `id` is minted with the page, so that a double click makes one. */
export function CreateOrderForm({ id, ...shared }: Shared & { id: string }) {
  const [result, create] = useActionState(createOrderAction, null);
  const [first] = useState(id);
  const typed = typedIn(result);
  return (
    <ActionForm action={create} className="group/order gap-6">
      <input type="hidden" name="id" value={typed?.id ?? first} />
      <FormErrors of={result} labels={labels} />
      <Sheet className="grid gap-6">
        <FieldGroup legend="Purchase order">
          <FieldRow>
            <NumberField value={typed?.number ?? ""} result={result} />
            <Field
              label={`Amount in ${shared.currency}`}
              name="amount"
              defaultValue={typed?.amount}
              errors={fieldErrors(result, "amount")}
              inputMode="decimal"
              autoComplete="off"
              required
            />
          </FieldRow>
          <AboutFields {...shared} result={result} />
        </FieldGroup>
        <AlertFields {...shared} result={result} />
        <PermissionFields {...shared} result={result} />
      </Sheet>
      <FormActions>
        <SubmitButton pending="Creating…">Create PO</SubmitButton>
        <ButtonLink href="/ab/reports/purchase-orders">Cancel</ButtonLink>
        <Outcome of={result} says={words} />
      </FormActions>
    </ActionForm>
  );
}

type EditOrderFormProps = Shared & {
  orderId: string;
  version: number;
  /** its number stays: it is in use */
  used: boolean;
  /** the order as it stands, in words */
  facts: readonly PolicyFact[];
  /** who changed it last, and when */
  changed: string | null;
};

/**
 * "Edit PO". The form remembers which version it began from: when somebody else changed the order meanwhile, nothing is
 * overwritten, and what they changed is told beside what was typed.
 */
export function EditOrderForm({ orderId, version, used, facts, changed, ...shared }: EditOrderFormProps) {
  const [result, update] = useActionState(updateOrderAction, null);
  const [began] = useState({ version, facts });
  const router = useRouter();
  const overtaken = result?.ok === false && result.reason === "changed-meanwhile";
  useEffect(() => {
    if (overtaken) router.refresh();
  }, [overtaken, router]);
  const typed = typedIn(result);
  const page = `/ab/reports/purchase-orders/${orderId}`;
  return (
    <ActionForm action={update} className="group/order gap-6">
      <input type="hidden" name="orderId" value={orderId} />
      <input type="hidden" name="version" value={began.version} />
      <FormErrors of={result} labels={labels} />
      <Sheet className="grid gap-6">
        <FieldGroup legend="Purchase order">
          {used ? (
            <>
              <input type="hidden" name="number" value={shared.values.number} />
              <div>
                <p className="font-medium">{labels.number}</p>
                <p id="field-number">{shared.values.number}</p>
                <p className="text-xs text-ink-soft">It is in use, so its number stays.</p>
              </div>
            </>
          ) : (
            <NumberField value={typed?.number ?? shared.values.number} result={result} />
          )}
          <AboutFields {...shared} result={result} />
        </FieldGroup>
        <AlertFields {...shared} result={result} />
        <PermissionFields {...shared} result={result} />
      </Sheet>
      {overtaken && (
        <Overtaken
          by={changed}
          changes={changedFacts(began.facts, facts)}
          href={`${page}/edit`}
          what="this purchase order was"
        />
      )}
      <FormActions>
        <SubmitButton pending="Saving…">Update PO</SubmitButton>
        <ButtonLink href={page}>Cancel</ButtonLink>
        <Outcome of={overtaken ? null : result} says={words} />
      </FormActions>
    </ActionForm>
  );
}

type PartProps = Shared & { result: ActionResult };

function NumberField({ value, result }: { value: string; result: ActionResult }) {
  return (
    <Field
      label={labels.number}
      name="number"
      defaultValue={value}
      errors={fieldErrors(result, "number")}
      autoComplete="off"
      spellCheck={false}
      required
    />
  );
}

function AboutFields({ values, today, result }: PartProps) {
  const typed = typedIn(result);
  return (
    <>
      <Field label={labels.description} name="description" errors={fieldErrors(result, "description")} optional>
        {(control) => <Textarea {...control} rows={2} defaultValue={typed?.description ?? values.description} />}
      </Field>
      <Field
        label={labels.validThrough}
        name="validThrough"
        type="date"
        min={today}
        defaultValue={typed?.validThrough ?? values.validThrough}
        errors={fieldErrors(result, "validThrough")}
        hint="Its last day, in the company's time zone. Empty: it never expires."
        className="max-w-60"
        optional
      />
    </>
  );
}

const ownPlaces = Array.from({ length: mostOwnThresholds }, (_, index) => index + 1);

function AlertFields({ values, result }: PartProps) {
  const typed = result && !result.ok ? result.typed : undefined;
  const ticked = listOf(typed?.["threshold[]"]) ?? values.thresholds.map(String);
  const typedOwn = listOf(typed?.["ownThreshold[]"]);
  const own = values.thresholds.filter((percent) => !standardThresholds.some((each) => each === percent)).map(String);
  const errors = [...fieldErrors(result, "threshold[]"), ...fieldErrors(result, "ownThreshold[]")];
  return (
    <FieldGroup
      legend={labels["threshold[]"]}
      hint="Contact persons, admins and finance get one mail when so much of the funds is spent. What is reached already when you tick it sends none; the weekly spend alerts list it."
    >
      <div className="flex flex-wrap gap-x-6 gap-y-3">
        {standardThresholds.map((percent, index) => (
          <Checkbox
            key={percent}
            id={index === 0 ? "field-threshold[]" : undefined}
            name="threshold[]"
            value={percent}
            defaultChecked={ticked.includes(String(percent))}
            label={`${percent} %`}
          />
        ))}
      </div>
      <fieldset className="min-w-0">
        <legend className="mb-1.5 font-medium">
          {labels["ownThreshold[]"]} <span className="font-normal text-ink-soft">(optional)</span>
        </legend>
        <div className="flex gap-2">
          {ownPlaces.map((place) => (
            <Input
              key={place}
              id={place === 1 ? "field-ownThreshold[]" : undefined}
              name="ownThreshold[]"
              aria-label={`Own percentage ${place}`}
              aria-invalid={fieldErrors(result, "ownThreshold[]").length > 0 || undefined}
              defaultValue={(typedOwn ?? own)[place - 1] ?? ""}
              inputMode="numeric"
              autoComplete="off"
              className="w-20"
            />
          ))}
          <span className="self-center text-ink-soft">%</span>
        </div>
      </fieldset>
      <FieldErrors id="field-threshold-errors" errors={errors} />
    </FieldGroup>
  );
}

function PermissionFields({ values, teams, people, result }: PartProps) {
  const typed = result && !result.ok ? result.typed : undefined;
  const permission = typeof typed?.permission === "string" ? typed.permission : values.permission;
  return (
    <FieldGroup
      legend="Who may use it"
      hint="On posts, requests, offers and contracts. Admins, finance admins and program owners may use every one."
    >
      <RadioGroup
        legend={labels.permission}
        name="permission"
        defaultValue={permission}
        errors={fieldErrors(result, "permission")}
        options={Object.entries(permissionWords).map(([value, label]) => ({ value, label }))}
      />
      <div className="hidden group-has-[input[value=teams]:checked]/order:block">
        <Choices
          name="teamId[]"
          options={teams}
          chosen={listOf(typed?.["teamId[]"]) ?? values.teamIds}
          errors={fieldErrors(result, "teamId[]")}
        />
      </div>
      <div className="hidden group-has-[input[value=people]:checked]/order:block">
        <Choices
          name="userId[]"
          options={people}
          chosen={listOf(typed?.["userId[]"]) ?? values.userIds}
          errors={fieldErrors(result, "userId[]")}
        />
      </div>
    </FieldGroup>
  );
}

type ChoicesProps = {
  name: "teamId[]" | "userId[]";
  options: readonly Option[];
  chosen: readonly string[];
  errors: readonly string[];
};

function Choices({ name, options, chosen, errors }: ChoicesProps) {
  return (
    <fieldset className="min-w-0" aria-describedby={errors.length > 0 ? `field-${name}-errors` : undefined}>
      <legend className="mb-2 font-medium">{labels[name]}</legend>
      <div className="grid max-h-64 gap-2 overflow-y-auto sm:grid-cols-2">
        {options.map(({ value, label }, index) => (
          <Checkbox
            key={value}
            id={index === 0 ? `field-${name}` : undefined}
            name={name}
            value={value}
            defaultChecked={chosen.includes(value)}
            label={<span className="font-normal">{label}</span>}
          />
        ))}
      </div>
      <FieldErrors id={`field-${name}-errors`} errors={errors} />
    </fieldset>
  );
}

const listOf = (value: string | string[] | undefined) => (value === undefined ? null : [value].flat());

/** What was typed into the single fields, where a refused form is drawn anew. */
function typedIn(result: ActionResult): Partial<Record<string, string>> | null {
  if (!result || result.ok || !result.typed) return null;
  const single: Record<string, string> = {};
  for (const [name, value] of Object.entries(result.typed)) if (typeof value === "string") single[name] = value;
  return single;
}

const labels = {
  number: "Number",
  amount: "Amount",
  description: "Description",
  validThrough: "Valid through",
  "threshold[]": "Alerts at",
  "ownThreshold[]": "Percentages of your own",
  permission: "Permission to use",
  "teamId[]": "Teams",
  "userId[]": "People",
};

const words: Record<string, string> = { invalid: "Nothing was saved. Change what is marked and try again." };
