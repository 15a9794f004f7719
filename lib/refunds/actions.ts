"use server";

import { formAction } from "../action";
import { atField, withAmount, writeForSide } from "../contracts/write-for-side";
import { askRefund } from "./ask-refund";
import { declineRefund, withdrawAsk } from "./end-ask";
import { payRefund } from "./pay-refund";
import { askRefundForm, declineRefundInput, payRefundForm, withdrawAskInput } from "./schema";

const byClient = { side: "client", contractId: "" } as const;

/** "Refund a payment". */
export const payRefundAction = formAction(payRefundForm, (actor, { amount, ...input }) =>
  writeForSide(actor, { side: "talent", contractId: input.contractId }, async (ctx) =>
    atField(
      await withAmount(ctx, input.contractId, ["amount", amount], (amountMinor) =>
        payRefund(ctx, { ...input, amountMinor }),
      ),
      { "not-positive": "amount", "more-than-refundable": "amount", "more-than-asked": "amount" },
    ),
  ),
);

/** "Request a refund". */
export const askRefundAction = formAction(askRefundForm, (actor, { amount, ...input }) =>
  writeForSide(actor, byClient, async (ctx) =>
    atField(
      await withAmount(ctx, input.contractId, ["amount", amount], (amountMinor) =>
        askRefund(ctx, { ...input, amountMinor }),
      ),
      { "not-positive": "amount", "more-than-paid": "amount" },
    ),
  ),
);

/** "Decline" under a request. */
export const declineRefundAction = formAction(declineRefundInput, (actor, input) =>
  writeForSide(actor, { side: "talent", contractId: input.contractId }, (ctx) => declineRefund(ctx, input)),
);

/** "Withdraw" under an own request. */
export const withdrawAskAction = formAction(withdrawAskInput, (actor, input) =>
  writeForSide(actor, byClient, (ctx) => withdrawAsk(ctx, input)),
);
