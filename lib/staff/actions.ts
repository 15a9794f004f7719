"use server";

import { revalidatePath } from "next/cache";
import { after } from "next/server";
import { z } from "zod";
import { amountIn } from "../accounts/amount-in";
import { getAccountSettings } from "../accounts/queries";
import { formAction } from "../action";
import type { PersonActor, StaffActor } from "../actor";
import { declinePayout } from "../billing/ask-payout";
import { exemptFromFee } from "../billing/exempt-from-fee";
import { confirmMove, recordAskedPayout, recordPayout, recordWire, refuseMove } from "../billing/money-moves";
import { recordReturn } from "../billing/return-balance";
import { recordWireInput } from "../billing/schema";
import { reinstateCompany, suspendCompany } from "../billing/suspend-company";
import { holdContract, liftHold } from "../contracts/hold-contract";
import { atField } from "../contracts/write-for-side";
import { type Ctx, readAs, writeAs } from "../ctx";
import { openDispute } from "../disputes/open-dispute";
import { proposeSettlement, recordAward } from "../disputes/settle-dispute";
import { InvalidInputError, NotFoundError } from "../errors";
import { drainOutbox } from "../mail/drain-outbox";
import { staffIn } from "./queries";
import {
  companyOnly,
  confirmMoveInput,
  declinePayoutInput,
  exemptFromFeeInput,
  holdInput,
  openTicketInput,
  proposeSettlementInput,
  recordAskedPayoutInput,
  recordAwardInput,
  recordPayoutInput,
  recordReturnInput,
  refuseMoveInput,
  suspensionInput,
} from "./schema";

/** Staff at work in the company that a form names. @throws NotFoundError for everybody else, and without such a company. */
async function atWork(actor: PersonActor, company: string): Promise<StaffActor & { accountId: string }> {
  if (actor.kind !== "staff") throw new NotFoundError("company");
  return staffIn(actor, company);
}

/**
 * One deed of staff in one company; its mails leave after the answer. After a refusal the page stays as it is: drawn anew
 * it would often have no such form any more, and the reason would be lost.
 */
async function doAs<Result extends { ok: boolean }>(
  actor: PersonActor,
  company: string,
  verb: (ctx: Ctx) => Promise<Result>,
): Promise<Result> {
  const staff = await atWork(actor, company);
  const result = await writeAs(staff, verb);
  if (result.ok) after(() => drainOutbox(staff.accountId, { via: "web" }).then(() => {}));
  if (result.ok) revalidatePath("/staff", "layout");
  return result;
}

/** "Record payment" for a company, by payment operations. */
export const recordCompanyWireAction = formAction(z.looseObject(companyOnly.shape), async (actor, form) => {
  const staff = await atWork(actor, form.company);
  const { currency } = await readAs(staff, getAccountSettings);
  const read = recordWireInput(currency).safeParse(form);
  if (!read.success) throw new InvalidInputError(fieldErrorsOf(read.error));
  return doAs(actor, form.company, (ctx) => recordWire(ctx, read.data));
});

function fieldErrorsOf(error: z.ZodError): Record<string, string[]> {
  const errors: Record<string, string[]> = {};
  for (const { path, message } of error.issues) {
    const name = String(path[0] ?? "form");
    errors[name] = [...(errors[name] ?? []), message];
  }
  return errors;
}

/** "Record payout", by payment operations. */
export const recordPayoutAction = formAction(recordPayoutInput, (actor, { company, amount, ...input }) =>
  doAs(actor, company, async (ctx) =>
    recordPayout(ctx, { ...input, amountMinor: await amountIn(ctx, "amount", amount) }),
  ),
);

/** "Record transfer" for what a freelancer asked for, by payment operations. */
export const recordAskedPayoutAction = formAction(recordAskedPayoutInput, (actor, { company, amount, ...input }) =>
  doAs(actor, company, async (ctx) =>
    atField(await recordAskedPayout(ctx, { ...input, amountMinor: await amountIn(ctx, "amount", amount) }), {
      "more-than-asked": "amount",
      "more-than-available": "amount",
      "reference-used": "reference",
    }),
  ),
);

/** "Pay back" what is left on a company's balance, by payment operations. */
export const recordReturnAction = formAction(recordReturnInput, (actor, { company, amount, ...input }) =>
  doAs(actor, company, async (ctx) =>
    atField(await recordReturn(ctx, { ...input, amountMinor: await amountIn(ctx, "amount", amount) }), {
      "not-positive": "amount",
      "more-than-balance": "amount",
      "reference-used": "reference",
    }),
  ),
);

/** "Exempt from the client fee", or the end of it, by payment operations. */
export const exemptFromFeeAction = formAction(exemptFromFeeInput, (actor, { company, to, ...input }) =>
  doAs(actor, company, (ctx) => exemptFromFee(ctx, { ...input, exempt: to === "exempt" })),
);

/** "Decline" what a freelancer asked for, by payment operations. */
export const declinePayoutAction = formAction(declinePayoutInput, (actor, { company, ...input }) =>
  doAs(actor, company, (ctx) => declinePayout(ctx, input)),
);

/** "Confirm" by the second person. */
export const confirmMoveAction = formAction(confirmMoveInput, (actor, { company, moveId }) =>
  doAs(actor, company, (ctx) => confirmMove(ctx, { moveId })),
);

/** "Refuse" by the second person. */
export const refuseMoveAction = formAction(refuseMoveInput, (actor, { company, ...input }) =>
  doAs(actor, company, (ctx) => refuseMove(ctx, input)),
);

/** "Open dispute" by a mediator, in the name of the freelancer who asked for it. */
export const openTicketDisputeAction = formAction(openTicketInput, (actor, { company, ...input }) =>
  doAs(actor, company, (ctx) => openDispute(ctx, input)),
);

/** "Propose" by a mediator. */
export const proposeSettlementAction = formAction(
  proposeSettlementInput,
  (actor, { company, release, refund, ...input }) =>
    doAs(actor, company, async (ctx) => {
      const releaseMinor = await amountIn(ctx, "release", release, true);
      const refundMinor = await amountIn(ctx, "refund", refund, true);
      return proposeSettlement(ctx, { ...input, releaseMinor, refundMinor });
    }),
);

/** "Record outcome" of an arbitration, by a mediator. */
export const recordAwardAction = formAction(recordAwardInput, (actor, { company, release, refund, ...input }) =>
  doAs(actor, company, async (ctx) => {
    const releaseMinor = await amountIn(ctx, "release", release, true);
    const refundMinor = await amountIn(ctx, "refund", refund, true);
    return recordAward(ctx, { ...input, releaseMinor, refundMinor });
  }),
);

/** "Pause for the platform", by payment operations. */
export const holdContractAction = formAction(holdInput, (actor, { company, ...input }) =>
  doAs(actor, company, (ctx) => holdContract(ctx, input)),
);

/** "Lift the pause", by payment operations. */
export const liftHoldAction = formAction(holdInput, (actor, { company, ...input }) =>
  doAs(actor, company, (ctx) => liftHold(ctx, input)),
);

/** "Suspend" a company for debt, by payment operations. */
export const suspendCompanyAction = formAction(suspensionInput, (actor, { company, reason }) =>
  doAs(actor, company, (ctx) => suspendCompany(ctx, { reason })),
);

/** "Reinstate" a company that owes nothing any more, by payment operations. */
export const reinstateCompanyAction = formAction(suspensionInput, (actor, { company, reason }) =>
  doAs(actor, company, (ctx) => reinstateCompany(ctx, { reason })),
);
