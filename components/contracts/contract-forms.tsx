"use client";

import { useActionState } from "react";
import { ActionForm } from "@/components/layout/action-form";
import { Field } from "@/components/layout/field";
import { Outcome } from "@/components/layout/outcome";
import { SubmitButton } from "@/components/layout/submit-button";
import { ReasonDisclosure } from "@/components/offers/reason-disclosure";
import { OrderField } from "@/components/orders/order-field";
import type { OrderChoices } from "@/components/orders/order-options";
import { type OrderFieldValues, orderValuesFrom } from "@/components/orders/order-values";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select, type SelectOption } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { type ActionResult, fieldErrors } from "@/lib/action-result";
import {
  changeContactAction,
  changeEndDateAction,
  endContractAction,
  endOwnContractAction,
  linkOrderAction,
} from "@/lib/contracts/actions";
import { endReasons } from "@/lib/contracts/rules";

type Shown = {
  contractId: string;
  /** the version shown; another one meanwhile is a refusal */
  version: number;
};

const refusals: Record<string, string> = {
  invalid: "Nothing was changed. Change what is marked and try again.",
  ended: "This contract has ended, so nothing of it can be changed any more.",
  "nothing-changed": "That is how it stands already. Nothing was changed.",
};

const isOpen = (result: ActionResult) => result?.ok === false;

function Identity({ contractId, version }: Shown) {
  return (
    <>
      <input type="hidden" name="contractId" value={contractId} />
      <input type="hidden" name="version" value={version} />
    </>
  );
}

type LinkOrderProps = Shown & { label: string; choices: OrderChoices; values: OrderFieldValues };

/** Puts the contract on another purchase order, or says that there is none yet. */
export function LinkOrderForm({ label, choices, values, ...shown }: LinkOrderProps) {
  const [result, link] = useActionState(linkOrderAction, null);
  const typed = result && !result.ok && result.typed ? orderValuesFrom(result.typed) : values;
  return (
    <ReasonDisclosure label={label} back="Leave it as it is" size="small" open={isOpen(result)}>
      <ActionForm action={link} className="gap-4">
        <Identity {...shown} />
        <OrderField choices={choices} values={typed} errors={(name) => fieldErrors(result, name)} required />
        <Outcome of={result} says={refusals} />
        <p>
          <SubmitButton pending="Saving…">Save purchase order</SubmitButton>
        </p>
      </ActionForm>
    </ReasonDisclosure>
  );
}

/** Moves the end date, or takes it away. */
export function EndDateForm({ endDate, ...shown }: Shown & { endDate: string | null }) {
  const [result, change] = useActionState(changeEndDateAction, null);
  return (
    <ReasonDisclosure label="Change end date" back="Leave it as it is" size="small" open={isOpen(result)}>
      <ActionForm action={change} className="gap-4">
        <Identity {...shown} />
        <Field
          label="End date"
          name="endDate"
          type="date"
          defaultValue={endDate ?? ""}
          errors={fieldErrors(result, "endDate")}
          hint="Empty means no end date. The freelancer is told."
          optional
        />
        <Outcome of={result} says={refusals} />
        <p>
          <SubmitButton pending="Saving…">Save end date</SubmitButton>
        </p>
      </ActionForm>
    </ReasonDisclosure>
  );
}

type ContactProps = Shown & { contactId: string; people: readonly SelectOption[] };

/** Hands the contract to another member who may hire in its team. */
export function ContactForm({ contactId, people, ...shown }: ContactProps) {
  const [result, change] = useActionState(changeContactAction, null);
  return (
    <ReasonDisclosure label="Change contact person" back="Leave it as it is" size="small" open={isOpen(result)}>
      <ActionForm action={change} className="gap-4">
        <Identity {...shown} />
        <Field
          label="Contact person"
          name="contactId"
          errors={fieldErrors(result, "contactId")}
          hint="Gets the alerts and mails of this contract from now on. Both of you and the freelancer are told."
        >
          {(control) => <Select {...control} options={people} defaultValue={contactId} />}
        </Field>
        <Outcome of={result} says={refusals} />
        <p>
          <SubmitButton pending="Saving…">Save contact person</SubmitButton>
        </p>
      </ActionForm>
    </ReasonDisclosure>
  );
}

type EndContractProps = {
  contractId: string;
  side: "client" | "talent";
  /** what is held and has to be settled, formatted, with the key of this form; null where nothing is */
  escrow?: { held: string; key: string } | null;
  /** what is held as the page shows it (`seenAtEnd`); left out where there are no milestones */
  seen?: string | undefined;
};

/** What happens to money in escrow: the client chooses, a freelancer who ends returns it (part two, §11.5). */
function EscrowAtEnd({ escrow, side, result }: Pick<EndContractProps, "side" | "escrow"> & { result: ActionResult }) {
  if (!escrow) return null;
  if (side === "talent") return <p>The {escrow.held} held in escrow goes back to the client at once.</p>;
  return (
    <>
      <input type="hidden" name="key" value={escrow.key} />
      <RadioGroup
        legend={`${escrow.held} is held in escrow`}
        name="pay"
        options={[
          { value: "all", label: "Pay the full balance" },
          { value: "part", label: "Pay another amount", hint: "A refund of the rest is asked for." },
          {
            value: "none",
            label: "Pay nothing and request a refund",
            hint: "The freelancer has 7 days to approve or to dispute; silence returns the money.",
          },
        ]}
        errors={fieldErrors(result, "pay")}
        required
      />
      <Field
        label="Amount to pay"
        name="payAmount"
        inputMode="decimal"
        hint="Only for another amount."
        errors={fieldErrors(result, "payAmount")}
        optional
      />
    </>
  );
}

/** Ends a contract for good, by either side, with a reason that both read. */
export function EndContractForm({ contractId, side, escrow = null, seen }: EndContractProps) {
  const [result, end] = useActionState(side === "talent" ? endOwnContractAction : endContractAction, null);
  return (
    <ReasonDisclosure label="End contract" back="Keep it going" size="small" open={isOpen(result)}>
      <ActionForm action={end} className="gap-4">
        <input type="hidden" name="contractId" value={contractId} />
        {seen && <input type="hidden" name="seen" value={seen} />}
        <p>
          Ending is final. {side === "client" ? "The freelancer is" : "The client is"} told at once
          {side === "client" && ", and what is committed on the purchase order becomes free"}.
        </p>
        <Field label="Reason" name="cause" errors={fieldErrors(result, "cause")} required>
          {(control) => (
            <Select
              {...control}
              placeholder="Choose a reason"
              options={endReasons.map((cause) => ({ value: cause, label: cause }))}
              defaultValue=""
            />
          )}
        </Field>
        <Field
          label="In your words"
          name="reason"
          optional
          hint="Both sides read it."
          errors={fieldErrors(result, "reason")}
        >
          {(control) => <Textarea {...control} rows={3} />}
        </Field>
        <EscrowAtEnd side={side} escrow={escrow} result={result} />
        <Outcome of={result} says={{ invalid: "The contract was not ended. Change what is marked and try again." }} />
        <p>
          <SubmitButton variant="danger-quiet" pending="Ending…">
            End contract
          </SubmitButton>
        </p>
      </ActionForm>
    </ReasonDisclosure>
  );
}
