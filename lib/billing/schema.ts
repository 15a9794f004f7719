import { z } from "zod";
import { line, optionalDate, text } from "../approvals/schema";
import { amountProblemText, parseAmount } from "../money";
import { wholeForm } from "../whole-form";

/**
 * "Record payment" in the company's currency. `key` is minted with the form: pressed twice, it is one payment. At most one
 * file goes with it.
 */
export const recordWireInput = (currency: string) =>
  wholeForm(
    {
      key: z.uuid(),
      amount: z.string().max(40, "Enter an amount such as 12,400.00.").optional(),
      currency: z.string().max(3).optional(),
      reference: line(80, "Enter the reference of the transfer."),
      receivedOn: optionalDate,
      note: text(1000, "Say where it was seen, such as the statement of the day."),
      "files[]": z.array(z.uuid()).max(1, "Attach at most one file.").optional(),
    },
    (form, issue) => {
      const read = parseAmount(form.amount ?? "", currency);
      if ("problem" in read) issue("amount", amountProblemText(read.problem, currency));
      if (form.receivedOn === null) issue("receivedOn", "Choose the day the money arrived.");
      return {
        key: form.key,
        amountMinor: "minor" in read ? read.minor : 0n,
        currency: form.currency ?? currency,
        reference: form.reference,
        receivedOn: form.receivedOn ?? "",
        fileName: null,
        fileId: form["files[]"]?.[0] ?? null,
        note: form.note,
      };
    },
  );

/** "Pay out": how much of what is available from one company, named by its id. `key` is minted with the form. */
export const askPayoutForm = z.object({
  company: z.string().max(64),
  key: z.uuid(),
  amount: z.string().max(40, "Enter an amount such as 1,200.00.").optional(),
});

/** "Withdraw" what was asked for. */
export const withdrawPayoutForm = z.object({ company: z.string().max(64), requestId: z.string().max(64) });
