"use client";

import { useState } from "react";
import { FileField } from "@/components/approvals/file-field";
import { type DeedField, DeedForm } from "@/components/layout/deed-form";
import { Field } from "@/components/layout/field";
import { Textarea } from "@/components/ui/textarea";
import {
  fundMilestoneAction,
  giveBackAction,
  giveBonusAction,
  releaseMilestoneAction,
  requestChangesAction,
  requestRefundAction,
  requestReleaseAction,
  submitWorkAction,
} from "@/lib/milestones/actions";
import { bonusHint } from "./bonus-hint";

/** A milestone's deed: which one, and the key minted for this form. */
export type MilestoneDeedProps = { contractId: string; milestoneId: string; formKey: string };

const idsOf = ({ contractId, milestoneId }: MilestoneDeedProps) => ({ contractId, milestoneId });

/**
 * `amount`: what is still missing, or null where what rolled on is enough; `fee`: the client fee on it, or null;
 * `total`: both.
 */
type FundProps = MilestoneDeedProps & {
  amount: string | null;
  fee: string | null;
  total: string;
  rolled: string | null;
};

/** "Fund milestone"; says what it takes before it is pressed. */
export function FundForm({ amount, fee, total, rolled, ...of }: FundProps) {
  return (
    <DeedForm
      action={fundMilestoneAction}
      about={idsOf(of)}
      formKey={of.formKey}
      wanted
      label="Fund milestone"
      back="Not now"
      deed={amount ? `Fund ${amount}` : "Fund from what rolled on"}
      pending="Funding…"
    >
      <p>
        {amount && !fee && `${amount} leaves your company's balance, or its credit line, and is held in escrow. `}
        {amount &&
          fee &&
          `${total} leaves your company's balance, or its credit line: ${amount} is held in escrow, ${fee} is the client fee. `}
        {rolled && `${rolled} rolled on from an earlier milestone and is used first. `}
        {!amount && "Nothing more is taken; what is above the amount goes on to the next milestone, or back to you. "}
        The freelancer is told that work can start; nothing is paid out before you approve it, or 14 days after it was
        submitted.
      </p>
    </DeedForm>
  );
}

type ReleaseProps = MilestoneDeedProps & {
  held: string;
  talent: string;
  submitted: boolean;
  /** what the payer has before their eyes */
  seen: string;
  /** what becomes of the rest of a part */
  rest: string;
};

/** "Approve & pay", or "Release funds" where nothing was submitted: all of it. */
export function ReleaseForm({ held, talent, submitted, seen, ...of }: Omit<ReleaseProps, "rest">) {
  return (
    <DeedForm
      action={releaseMilestoneAction}
      about={{ ...idsOf(of), pay: "all", seen }}
      formKey={of.formKey}
      wanted={submitted}
      label={submitted ? "Approve & pay" : "Release funds"}
      back="Not now"
      deed={`Pay ${held}`}
      pending="Paying…"
    >
      {(field) => (
        <>
          <p>
            {held} goes to {talent}
            {!submitted && ", although nothing is submitted"}. A release is never undone.
          </p>
          <Field label="Message" {...field("note")} hint={`${talent} reads it.`} optional>
            {(control) => <Textarea {...control} rows={2} />}
          </Field>
        </>
      )}
    </DeedForm>
  );
}

/** "Pay another amount": a part of it, and what becomes of the rest. */
export function ReleasePartForm({ held, talent, rest, seen, submitted: _submitted, ...of }: ReleaseProps) {
  return (
    <DeedForm
      action={releaseMilestoneAction}
      about={{ ...idsOf(of), pay: "part", seen }}
      formKey={of.formKey}
      label="Pay another amount"
      back="Not now"
      deed="Pay this amount"
      pending="Paying…"
    >
      {(field) => (
        <>
          <p>
            {held} is held. {rest} To pay more than that, approve it in full and give a bonus.
          </p>
          <Field
            label="Amount to pay"
            {...field("amount")}
            inputMode="decimal"
            autoComplete="off"
            hint={`More than zero, at most ${held}.`}
            required
          />
          <Field label="Message" {...field("note")} hint={`${talent} reads it.`} optional>
            {(control) => <Textarea {...control} rows={2} />}
          </Field>
        </>
      )}
    </DeedForm>
  );
}

/** "Request changes" of what was submitted. */
export function RequestChangesForm(of: MilestoneDeedProps) {
  return (
    <DeedForm
      action={requestChangesAction}
      about={idsOf(of)}
      label="Request changes"
      back="Not now"
      deed="Send the request"
      pending="Sending…"
      variant="plain"
    >
      {(field) => (
        <>
          <p>The 14 days stop. They begin anew when the work is submitted again.</p>
          <Field label="What should change" {...field("note")} hint="The freelancer reads it." required>
            {(control) => <Textarea {...control} rows={4} />}
          </Field>
        </>
      )}
    </DeedForm>
  );
}

/** "Request refund" of what is held. */
export function RequestRefundForm({ held, ...of }: MilestoneDeedProps & { held: string }) {
  return (
    <DeedForm
      action={requestRefundAction}
      about={idsOf(of)}
      formKey={of.formKey}
      label="Request refund"
      back="Not now"
      deed={`Ask for ${held} back`}
      pending="Asking…"
      variant="danger-quiet"
    >
      {(field) => (
        <>
          <p>
            The freelancer has 7 days to approve it or to dispute it. Without an answer {held} comes back to your
            company. Until then nothing is released.
          </p>
          <Field label="Reason" {...field("reason")} hint="The freelancer reads it." required>
            {(control) => <Textarea {...control} rows={3} />}
          </Field>
        </>
      )}
    </DeedForm>
  );
}

/** "Submit work": a message, and where the work is. */
export function SubmitWorkForm({ again, client, ...of }: MilestoneDeedProps & { again: boolean; client: string }) {
  const [sending, setSending] = useState(false);
  return (
    <DeedForm
      action={submitWorkAction}
      about={idsOf(of)}
      formKey={of.formKey}
      wanted
      label={again ? "Submit again" : "Submit work"}
      back="Not yet"
      deed="Submit for review"
      pending="Submitting…"
      waits={sending && "Files are on their way."}
    >
      {(field) => (
        <>
          <p>
            {client} has 14 days to review it. Without an answer the money is released to you. An open proposal to
            change the milestones ends.
          </p>
          <Field label="Message" {...field("message")} hint="What you deliver, and how to look at it." required>
            {(control) => <Textarea {...control} rows={4} />}
          </Field>
          <Field
            label="Links"
            {...field("links")}
            hint="Where the work is: up to 10 web addresses, one to a line."
            optional
          >
            {(control) => <Textarea {...control} rows={2} spellCheck={false} />}
          </Field>
          <FileField
            label="Files"
            name="files[]"
            errors={field("files[]").errors}
            initial={[]}
            onBusy={setSending}
            seenBy={`${client} can download them; in a dispute, the mediator too.`}
            contractId={of.contractId}
          />
        </>
      )}
    </DeedForm>
  );
}

/** "Give back", or "Approve refund" where the client asked for one. */
export function GiveBackForm({
  held,
  asked,
  client,
  ...of
}: MilestoneDeedProps & { held: string; asked: boolean; client: string }) {
  return (
    <DeedForm
      action={giveBackAction}
      about={idsOf(of)}
      formKey={of.formKey}
      wanted={asked}
      label={asked ? "Approve refund" : "Give back"}
      back={asked ? "Not now" : "Keep it"}
      deed={`Return ${held}`}
      pending="Returning…"
      variant={asked ? "primary" : "danger-quiet"}
    >
      <p>
        All of the {held} held for this milestone goes back to {client} at once. It is final, and the milestone closes.
      </p>
    </DeedForm>
  );
}

/** "Request release" of a dormant milestone. */
export function RequestReleaseForm({ held, client, ...of }: MilestoneDeedProps & { held: string; client: string }) {
  return (
    <DeedForm
      action={requestReleaseAction}
      about={idsOf(of)}
      formKey={of.formKey}
      wanted
      label="Request release"
      back="Not now"
      deed={`Ask for ${held}`}
      pending="Asking…"
    >
      <p>
        {client} then has 14 days to release or to dispute. Without an answer {held} is paid to you.
      </p>
    </DeedForm>
  );
}

type BonusProps = {
  contractId: string;
  formKey: string;
  talent: string;
  currency: string;
  /** the client fee in basis points; 0 where there is none */
  feeRate: number;
};

/** "Give a bonus" on the whole contract. */
export function BonusForm({ contractId, formKey, talent, currency, feeRate }: BonusProps) {
  return (
    <DeedForm
      action={giveBonusAction}
      about={{ contractId }}
      formKey={formKey}
      label="Give a bonus"
      back="Not now"
      deed="Pay the bonus"
      pending="Paying…"
    >
      {(field) => (
        <>
          <p>
            It leaves your company's balance, or its credit line, at once and cannot be undone. After five days {talent}{" "}
            can be paid it.
          </p>
          <BonusAmount {...field("amount")} currency={currency} feeRate={feeRate} />
          <Field label="Message" {...field("note")} hint={`${talent} reads it.`} optional>
            {(control) => <Textarea {...control} rows={2} />}
          </Field>
        </>
      )}
    </DeedForm>
  );
}

type BonusAmountProps = ReturnType<DeedField> & Pick<BonusProps, "currency" | "feeRate">;

/** The amount of a bonus; its hint follows every key. */
function BonusAmount({ currency, feeRate, ...field }: BonusAmountProps) {
  const [typed, setTyped] = useState("");
  return (
    <Field
      label="Amount"
      {...field}
      inputMode="decimal"
      autoComplete="off"
      onInput={(event) => setTyped(event.currentTarget.value)}
      hint={<span aria-live="polite">{bonusHint(typed, currency, feeRate)}</span>}
      required
    />
  );
}
