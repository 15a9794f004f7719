"use server";

import { revalidatePath } from "next/cache";
import { getAccountSettings } from "../accounts/queries";
import { formAction } from "../action";
import { readAs, writeAs } from "../ctx";
import { changeContact } from "./change-contact";
import { changeEndDate } from "./change-end-date";
import { changeManualTime, changeRate, changeWeeklyLimit } from "./change-terms";
import { endContract } from "./end-contract";
import { finishTask } from "./finish-task";
import { linkOrder } from "./link-order";
import { pauseContract, restartContract } from "./pause-contract";
import { recordCharge } from "./record-charge";
import { reverseCharge } from "./reverse-charge";
import {
  changeContactInput,
  changeEndDateInput,
  changeManualTimeForm,
  changeRateForm,
  changeWeeklyLimitForm,
  contractInput,
  endContractInput,
  finishTaskForm,
  linkOrderInput,
  recordChargeInput,
  reverseChargeInput,
} from "./schema";
import { atField, withAmount, writeForSide } from "./write-for-side";

const pages = () => revalidatePath("/ab", "layout");

/** "Choose PO", "Change PO". */
export const linkOrderAction = formAction(linkOrderInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => linkOrder(ctx, input));
  pages();
  return result;
});

/** "Change end date". */
export const changeEndDateAction = formAction(changeEndDateInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => changeEndDate(ctx, input));
  pages();
  return result;
});

/** "Change contact person". */
export const changeContactAction = formAction(changeContactInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => changeContact(ctx, input));
  pages();
  return result;
});

/** "Record charge". */
export const recordChargeAction = formAction(
  async (actor) => recordChargeInput((await readAs(actor, getAccountSettings)).currency),
  async (actor, input) => {
    const result = await writeAs(actor, (ctx) => recordCharge(ctx, input));
    pages();
    return result;
  },
);

/** "Take back". */
export const reverseChargeAction = formAction(reverseChargeInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => reverseCharge(ctx, input));
  pages();
  return result;
});

/** What a refused end says stands at the question it is about. */
const endFields = { "choose-escrow": "pay", "more-than-held": "payAmount", "not-positive": "payAmount" };

/** "End contract" by the client. */
export const endContractAction = formAction(endContractInput, (actor, input) =>
  writeForSide(actor, { side: "client", contractId: input.contractId }, async (ctx) =>
    atField(await endContract(ctx, input), endFields),
  ),
);

/** "End contract" by the freelancer. */
export const endOwnContractAction = formAction(endContractInput, (actor, input) =>
  writeForSide(actor, { side: "talent", contractId: input.contractId }, (ctx) => endContract(ctx, input)),
);

/** "Pause contract", hourly only. */
export const pauseContractAction = formAction(contractInput, (actor, input) =>
  writeForSide(actor, { side: "client", ...input }, (ctx) => pauseContract(ctx, input)),
);

/** "Restart". */
export const restartContractAction = formAction(contractInput, (actor, input) =>
  writeForSide(actor, { side: "client", ...input }, (ctx) => restartContract(ctx, input)),
);

/** "Mark as done", by the side whose task it is. */
export const finishTaskAction = formAction(finishTaskForm, (actor, { side, contractId, position }) =>
  writeForSide(actor, { side, contractId }, (ctx) => finishTask(ctx, { contractId, position })),
);

/** "Raise rate" by the client, "Lower rate" by the freelancer. */
export const changeRateAction = formAction(changeRateForm, (actor, { rate, ...form }) =>
  writeForSide(actor, form, async (ctx) =>
    atField(
      await withAmount(ctx, form.contractId, ["rate", rate], (rateMinor) =>
        changeRate(ctx, { contractId: form.contractId, rateMinor }),
      ),
      { "below-minimum": "rate", "wrong-way": "rate", "nothing-changed": "rate" },
    ),
  ),
);

/** "Change weekly limit"; empty is no limit. */
export const changeWeeklyLimitAction = formAction(changeWeeklyLimitForm, (actor, input) =>
  writeForSide(actor, { side: "client", contractId: input.contractId }, async (ctx) =>
    atField(await changeWeeklyLimit(ctx, input), { "nothing-changed": "weeklyHours" }),
  ),
);

/** "Manual time allowed", on or off. */
export const changeManualTimeAction = formAction(changeManualTimeForm, (actor, { contractId, manualTime }) =>
  writeForSide(actor, { side: "client", contractId }, (ctx) =>
    changeManualTime(ctx, { contractId, allowed: manualTime === "on" }),
  ),
);
