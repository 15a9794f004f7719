"use server";

import { formAction } from "../action";
import { writeForSide } from "../contracts/write-for-side";
import { answerDispute, withdrawDispute } from "./answer-dispute";
import { openDispute } from "./open-dispute";
import {
  acceptDisputeForm,
  answerSettlementForm,
  declineDisputeForm,
  disputeForm,
  openDisputeForm,
  ownDisputeForm,
} from "./schema";
import { answerSettlement, fileForArbitration } from "./settle-dispute";

const byClient = { side: "client", contractId: "" } as const;

/** "Dispute": the freelancer a refund request, the client a release asked for on a dormant contract. */
export const openDisputeAction = formAction(openDisputeForm, (actor, form) =>
  writeForSide(actor, form, (ctx) => openDispute(ctx, form)),
);

/** "Accept" by the client: what is held goes to the freelancer. */
export const acceptDisputeAction = formAction(acceptDisputeForm, (actor, { disputeId }) =>
  writeForSide(actor, byClient, (ctx) => answerDispute(ctx, { disputeId, accept: true })),
);

/** "Decline" by the client, with evidence: it goes to mediation. */
export const declineDisputeAction = formAction(declineDisputeForm, (actor, input) =>
  writeForSide(actor, byClient, (ctx) => answerDispute(ctx, { ...input, accept: false })),
);

/** "Withdraw" by the freelancer. */
export const withdrawDisputeAction = formAction(ownDisputeForm, (actor, { contractId, disputeId }) =>
  writeForSide(actor, { side: "talent", contractId }, (ctx) => withdrawDispute(ctx, { disputeId })),
);

/** "Accept" or "Decline" what the mediator proposed, by either side. */
export const answerSettlementAction = formAction(answerSettlementForm, (actor, { answer, ...form }) =>
  writeForSide(actor, form, (ctx) => answerSettlement(ctx, { ...form, accept: answer === "accept" })),
);

/** "I filed for arbitration", by either side. */
export const fileForArbitrationAction = formAction(disputeForm, (actor, form) =>
  writeForSide(actor, form, (ctx) => fileForArbitration(ctx, form)),
);
