"use client";

import { DeedForm } from "@/components/layout/deed-form";
import { Field } from "@/components/layout/field";
import { askPayoutAction, withdrawPayoutAction } from "@/lib/billing/actions";

type AskProps = {
  /** minted with the page, so that a double click asks once */
  id: string;
  company: string;
  currency: string;
  /** all that is available, as an input takes it and as it is read */
  amount: string;
  available: string;
};

/** "Pay out": all that is available, or less. */
export function AskPayoutForm({ id, company, currency, amount, available }: AskProps) {
  return (
    <DeedForm
      action={askPayoutAction}
      about={{ company }}
      formKey={id}
      label="Pay out"
      back="Leave it available"
      deed="Ask for it"
      pending="Asking…"
    >
      {(field) => (
        <>
          <Field
            label={`Amount in ${currency}`}
            {...field("amount")}
            hint={`${available} is available.`}
            defaultValue={amount}
            inputMode="decimal"
            autoComplete="off"
            className="max-w-60"
            required
          />
          <p className="text-xs text-ink-soft">
            Payment operations record the transfer, and a second person confirms it. You can withdraw until it is
            recorded.
          </p>
        </>
      )}
    </DeedForm>
  );
}

/** "Withdraw" what was asked for. */
export function WithdrawPayoutForm({ company, requestId }: { company: string; requestId: string }) {
  return (
    <DeedForm
      action={withdrawPayoutAction}
      about={{ company, requestId }}
      label="Withdraw"
      back="Keep it"
      deed="Withdraw now"
      pending="Withdrawing…"
      variant="danger-quiet"
    >
      <p>The amount stays available, and you can ask for it again.</p>
    </DeedForm>
  );
}
