"use client";

import { DeedForm } from "@/components/layout/deed-form";
import { Field } from "@/components/layout/field";
import { Textarea } from "@/components/ui/textarea";
import type { ContractSide } from "@/db/enums";
import {
  acceptDisputeAction,
  answerSettlementAction,
  declineDisputeAction,
  fileForArbitrationAction,
  openDisputeAction,
  withdrawDisputeAction,
} from "@/lib/disputes/actions";

type OpenProps = { side: ContractSide; contractId: string; milestoneId: string; formKey: string; held: string };

/** "Dispute": against a refund request, or against a release asked for on a dormant contract. */
export function OpenDisputeForm({ side, contractId, milestoneId, formKey, held }: OpenProps) {
  return (
    <DeedForm
      action={openDisputeAction}
      about={{ side, contractId, milestoneId }}
      formKey={formKey}
      label="Dispute"
      back="Not now"
      deed="Submit dispute"
      pending="Submitting…"
      variant="danger-quiet"
    >
      {(field) => (
        <>
          <p>
            This milestone is frozen with its {held} until the dispute is closed; everything else goes on.{" "}
            {side === "talent"
              ? "The client has 5 business days to answer; silence pays you. If the client declines, a mediator takes over."
              : "A mediator takes over and makes a first proposal within 2 days."}
          </p>
          <Field
            label="What was agreed, and what was delivered"
            {...field("description")}
            hint="The other side and the mediator read it."
            required
          >
            {(control) => <Textarea {...control} rows={5} />}
          </Field>
        </>
      )}
    </DeedForm>
  );
}

type OfDispute = { side: ContractSide; contractId: string; disputeId: string };

/** The client accepts a dispute: the money goes to the freelancer. */
export function AcceptDisputeForm({ disputeId, held }: { disputeId: string; held: string }) {
  return (
    <DeedForm
      action={acceptDisputeAction}
      about={{ disputeId }}
      label="Accept"
      back="Not now"
      deed={`Release ${held}`}
      pending="Releasing…"
    >
      <p>{held} goes to the freelancer at once and the dispute closes. It cannot be undone.</p>
    </DeedForm>
  );
}

/** The client declines a dispute, with evidence. */
export function DeclineDisputeForm({ disputeId }: { disputeId: string }) {
  return (
    <DeedForm
      action={declineDisputeAction}
      about={{ disputeId }}
      label="Decline"
      back="Not now"
      deed="Send to mediation"
      pending="Sending…"
      variant="plain"
    >
      {(field) => (
        <>
          <p>A mediator reads both sides and proposes how to share the money. Nothing is paid until you both agree.</p>
          <Field label="Evidence" {...field("evidence")} hint="The mediator and the freelancer read it." required>
            {(control) => <Textarea {...control} rows={5} />}
          </Field>
        </>
      )}
    </DeedForm>
  );
}

/** The freelancer withdraws a dispute. */
export function WithdrawDisputeForm({
  refunds,
  contractId,
  disputeId,
}: Omit<OfDispute, "side"> & { refunds: boolean }) {
  return (
    <DeedForm
      action={withdrawDisputeAction}
      about={{ contractId, disputeId }}
      label="Withdraw dispute"
      back="Keep it open"
      deed="Withdraw"
      pending="Withdrawing…"
      variant="danger-quiet"
    >
      <p>
        {refunds
          ? "The refund that was asked for is carried out at once: all that is held goes back to the client."
          : "The milestone goes back to where it was, and its days begin anew."}
      </p>
    </DeedForm>
  );
}

/** A side's answer to the mediator's proposal. */
export function AnswerSettlementForms({ settlementId, ...of }: OfDispute & { settlementId: string }) {
  return (
    <>
      <DeedForm
        action={answerSettlementAction}
        about={{ ...of, settlementId, answer: "accept" }}
        label="Accept proposal"
        back="Not now"
        deed="Accept it"
        pending="Accepting…"
      >
        <p>
          When both sides have accepted, a second person of Countersign confirms it and the money moves to the cent.
        </p>
      </DeedForm>
      <DeedForm
        action={answerSettlementAction}
        about={{ ...of, settlementId, answer: "decline" }}
        label="Decline proposal"
        back="Not now"
        deed="Decline it"
        pending="Declining…"
        variant="plain"
      >
        <p>The mediator may propose anew. Without agreement within 30 days it goes to arbitration.</p>
      </DeedForm>
    </>
  );
}

/** A side tells that it has filed for arbitration. */
export function FileForm(of: OfDispute) {
  return (
    <DeedForm
      action={fileForArbitrationAction}
      about={{ ...of }}
      label="I filed for arbitration"
      back="Not yet"
      deed="Record that I filed"
      pending="Recording…"
    >
      <p>Arbitration happens outside Countersign. Whoever alone has filed by the last day gets the money.</p>
    </DeedForm>
  );
}
