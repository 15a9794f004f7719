"use client";

import { DeedForm } from "@/components/layout/deed-form";
import { Field } from "@/components/layout/field";
import { Textarea } from "@/components/ui/textarea";
import { askRefundAction, declineRefundAction, payRefundAction, withdrawAskAction } from "@/lib/refunds/actions";

type PayProps = {
  contractId: string;
  formKey: string;
  client: string;
  /** the most that can be refunded, in words */
  most: string;
  /** the request it answers, with the amount to begin with */
  ask?: { id: string; amount: string };
};

/** "Refund a payment", or "Pay the refund" where the client asked for one. */
export function PayRefundForm({ contractId, formKey, client, most, ask }: PayProps) {
  return (
    <DeedForm
      action={payRefundAction}
      about={{ contractId, ...(ask && { askId: ask.id }) }}
      formKey={formKey}
      wanted={Boolean(ask)}
      label={ask ? "Pay the refund" : "Refund a payment"}
      back="Not now"
      deed="Refund this amount"
      pending="Refunding…"
      variant={ask ? "primary" : "danger-quiet"}
    >
      {(field) => (
        <>
          <p>
            It goes back to {client} at once, out of what is pending first. It cannot be undone
            {ask ? ", and it answers the request, also with a smaller amount" : ""}.
          </p>
          <Field
            label="Amount to refund"
            {...field("amount")}
            inputMode="decimal"
            autoComplete="off"
            defaultValue={ask?.amount}
            hint={`At most ${most}.`}
            required
          />
          <Field label="Reason" {...field("reason")} hint={`${client} reads it.`} required>
            {(control) => <Textarea {...control} rows={2} />}
          </Field>
        </>
      )}
    </DeedForm>
  );
}

type AskProps = { contractId: string; formKey: string; talent: string; most: string };

/** "Request a refund" of what was paid. */
export function AskRefundForm({ contractId, formKey, talent, most }: AskProps) {
  return (
    <DeedForm
      action={askRefundAction}
      about={{ contractId }}
      formKey={formKey}
      label="Request a refund"
      back="Not now"
      deed="Ask for this amount"
      pending="Asking…"
    >
      {(field) => (
        <>
          <p>
            {talent} may pay all of it, less, or decline. Without an answer it lapses after 14 days. You may withdraw it
            until then.
          </p>
          <Field
            label="Amount to ask for"
            {...field("amount")}
            inputMode="decimal"
            autoComplete="off"
            hint={`At most ${most}: what was paid in the last 180 days.`}
            required
          />
          <Field label="Reason" {...field("reason")} hint={`${talent} reads it.`} required>
            {(control) => <Textarea {...control} rows={2} />}
          </Field>
        </>
      )}
    </DeedForm>
  );
}

type AskOf = { contractId: string; askId: string };

/** "Decline" of a request. */
export function DeclineRefundForm({ client, ...of }: AskOf & { client: string }) {
  return (
    <DeedForm
      action={declineRefundAction}
      about={of}
      label="Decline"
      back="Not now"
      deed="Decline the request"
      pending="Declining…"
      variant="plain"
    >
      {(field) => (
        <>
          <p>Nothing is refunded, and the request ends.</p>
          <Field label="Reason" {...field("reason")} hint={`${client} reads it.`} required>
            {(control) => <Textarea {...control} rows={2} />}
          </Field>
        </>
      )}
    </DeedForm>
  );
}

/** "Withdraw" of an own request. */
export function WithdrawAskForm({ talent, ...of }: AskOf & { talent: string }) {
  return (
    <DeedForm
      action={withdrawAskAction}
      about={of}
      label="Withdraw"
      back="Keep it"
      deed="Withdraw the request"
      pending="Withdrawing…"
      variant="plain"
    >
      <p>{talent} can no longer answer it. You may ask again.</p>
    </DeedForm>
  );
}
