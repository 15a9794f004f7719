"use server";

import { revalidatePath } from "next/cache";
import { formAction } from "../action";
import { writeAs } from "../ctx";
import { changeApprovalPolicy } from "./change-approval-policy";
import { changeApprovalPolicyInput } from "./schema";

/** "Save" on the approval settings. */
export const changeApprovalPolicyAction = formAction(changeApprovalPolicyInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => changeApprovalPolicy(ctx, input));
  if (result.ok) revalidatePath("/ab", "layout");
  return result;
});
