"use server";

import { revalidatePath } from "next/cache";
import { formAction } from "../action";
import { writeAs } from "../ctx";
import { changeApprovalPolicy } from "./change-approval-policy";
import { changeOrderSettings } from "./change-order-settings";
import { changeApprovalPolicyInput, changeOrderSettingsInput } from "./schema";

/** "Save" on the approval settings. */
export const changeApprovalPolicyAction = formAction(changeApprovalPolicyInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => changeApprovalPolicy(ctx, input));
  if (result.ok) revalidatePath("/ab", "layout");
  return result;
});

/** "Save" on the purchase-order settings. */
export const changeOrderSettingsAction = formAction(changeOrderSettingsInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => changeOrderSettings(ctx, input));
  if (result.ok) revalidatePath("/ab", "layout");
  return result;
});
