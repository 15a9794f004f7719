"use client";

import { type ReactNode, useActionState, useEffect, useRef } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { Field } from "@/components/layout/field";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { buttonStyle } from "@/components/ui/button-style";
import { RadioGroup } from "@/components/ui/radio-group";
import { Textarea } from "@/components/ui/textarea";
import { type ActionResult, fieldErrors } from "@/lib/action-result";
import {
  addFundsAction,
  archiveOrderAction,
  correctFundsAction,
  extendOrderAction,
  unarchiveOrderAction,
} from "@/lib/orders/actions";

type OrderDeedsProps = {
  orderId: string;
  /** minted with the page: one posting per form, however often it is sent */
  formIds: { funds: string; correction: string };
  currency: string;
  today: string;
  validThrough: string | null;
  archived: boolean;
  expired: boolean;
  may: { manage: boolean; correct: boolean };
};

/**
 * What can be done to a purchase order, each deed opening in place. Links from mails lead to one of them by its anchor
 * (`#funds`, `#extend`). Who may not manage purchase orders sees none.
 */
export function OrderDeeds({
  orderId,
  formIds,
  currency,
  today,
  validThrough,
  archived,
  expired,
  may,
}: OrderDeedsProps) {
  if (!may.manage) return null;
  return (
    <div className="flex flex-wrap items-start gap-2">
      <AddFunds orderId={orderId} id={formIds.funds} currency={currency} today={today} />
      <Extend orderId={orderId} today={today} validThrough={validThrough} />
      {may.correct && <CorrectFunds orderId={orderId} id={formIds.correction} currency={currency} />}
      <Archive orderId={orderId} archived={archived} expired={expired} />
    </div>
  );
}

type PartProps = { orderId: string };

function AddFunds({ orderId, id, currency, today }: PartProps & { id: string; currency: string; today: string }) {
  const [result, add] = useActionState(addFundsAction, null);
  return (
    <Deed anchor="funds" label="Add funds" result={result}>
      <ActionForm ref={useCleared(result)} action={add} className="gap-4">
        <input type="hidden" name="orderId" value={orderId} />
        <input type="hidden" name="id" value={id} />
        <Field
          label={`Amount in ${currency}`}
          name="amount"
          id="funds-amount"
          errors={fieldErrors(result, "amount")}
          inputMode="decimal"
          autoComplete="off"
          required
        />
        <Field
          label="Date"
          name="date"
          id="funds-date"
          type="date"
          max={today}
          defaultValue={today}
          errors={fieldErrors(result, "date")}
        />
        <Field
          label="Note"
          name="note"
          id="funds-note"
          errors={fieldErrors(result, "note")}
          autoComplete="off"
          optional
        />
        <Outcome of={result} says={words} done="Funds added." />
        <p>
          <SubmitButton pending="Adding…">Add funds</SubmitButton>
        </p>
      </ActionForm>
    </Deed>
  );
}

function Extend({ orderId, today, validThrough }: PartProps & { today: string; validThrough: string | null }) {
  const [result, extend] = useActionState(extendOrderAction, null);
  return (
    <Deed anchor="extend" label="Extend" result={result}>
      <ActionForm action={extend} className="gap-4">
        <input type="hidden" name="orderId" value={orderId} />
        <Field
          label="New last day"
          name="validThrough"
          id="extend-validThrough"
          type="date"
          min={today}
          defaultValue={validThrough ?? ""}
          hint={validThrough ? undefined : "It never expires now; from then on it does."}
          errors={fieldErrors(result, "validThrough")}
          required
        />
        <Outcome of={result} says={words} done="Extended." />
        <p>
          <SubmitButton pending="Extending…">Extend</SubmitButton>
        </p>
      </ActionForm>
    </Deed>
  );
}

function CorrectFunds({ orderId, id, currency }: PartProps & { id: string; currency: string }) {
  const [result, correct] = useActionState(correctFundsAction, null);
  return (
    <Deed anchor="correct" label="Correct funds" result={result}>
      <ActionForm ref={useCleared(result)} action={correct} className="gap-4">
        <input type="hidden" name="orderId" value={orderId} />
        <input type="hidden" name="id" value={id} />
        <RadioGroup
          legend="The funds are"
          name="direction"
          errors={fieldErrors(result, "direction")}
          options={[
            { value: "take", label: "too high: take away" },
            { value: "add", label: "too low: add" },
          ]}
        />
        <Field
          label={`Difference in ${currency}`}
          name="amount"
          id="correct-amount"
          errors={fieldErrors(result, "amount")}
          inputMode="decimal"
          autoComplete="off"
          required
        />
        <Field
          label="Reason"
          name="reason"
          id="correct-reason"
          hint="A posting of its own; nothing is rewritten."
          errors={fieldErrors(result, "reason")}
          required
        >
          {(control) => <Textarea {...control} rows={2} />}
        </Field>
        <Outcome of={result} says={words} done="Funds corrected." />
        <p>
          <SubmitButton pending="Correcting…">Correct funds</SubmitButton>
        </p>
      </ActionForm>
    </Deed>
  );
}

/** One press each way; an expired order is extended before it comes back. */
function Archive({ orderId, archived, expired }: PartProps & { archived: boolean; expired: boolean }) {
  const [gone, archive] = useActionState(archiveOrderAction, null);
  const [back, unarchive] = useActionState(unarchiveOrderAction, null);
  return (
    <ActionForm action={archived ? unarchive : archive} className="gap-2 max-w-full">
      <input type="hidden" name="orderId" value={orderId} />
      {archived ? (
        <SubmitButton
          variant="plain"
          pending="Unarchiving…"
          disabled={expired}
          because="Extend the valid-through date first."
        >
          Unarchive
        </SubmitButton>
      ) : (
        <SubmitButton variant="danger-quiet" pending="Archiving…">
          Archive
        </SubmitButton>
      )}
      <Outcome of={archived ? back : gone} says={words} />
    </ActionForm>
  );
}

type DeedProps = { anchor: string; label: string; result: ActionResult; children: ReactNode };

/** A button that opens its form in place; the browser does it. Arriving by its anchor opens it too. */
function Deed({ anchor, label, result, children }: DeedProps) {
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const arrive = () => {
      if (location.hash !== `#${anchor}` || !box.current) return;
      box.current.open = true;
      box.current.querySelector<HTMLElement>("input:not([type=hidden])")?.focus();
    };
    arrive();
    addEventListener("hashchange", arrive);
    return () => removeEventListener("hashchange", arrive);
  }, [anchor]);
  return (
    <details ref={box} open={result !== null || undefined} className="group/open min-w-0 open:basis-full">
      <summary className={buttonStyle({ variant: "plain" })}>
        <span className="group-open/open:hidden">{label}</span>
        <span className="hidden group-open/open:inline">Close “{label}”</span>
      </summary>
      <div id={anchor} className="mt-2 rounded-sheet border border-line bg-sheet p-4">
        {children}
      </div>
    </details>
  );
}

/** Empties the form once its deed is done, so that the next one begins afresh. */
function useCleared(result: ActionResult) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (result?.ok) form.current?.reset();
  }, [result]);
  return form;
}

const words: Record<string, string> = { invalid: "Nothing was done. Change what is marked and try again." };
