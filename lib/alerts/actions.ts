"use server";

import { revalidatePath } from "next/cache";
import { formAction } from "../action";
import { writeAs } from "../ctx";
import { acknowledgeAlert } from "./acknowledge-alert";
import { acknowledgeAlertInput } from "./schema";

/** "Acknowledge until" on a spend alert. */
export const acknowledgeAlertAction = formAction(acknowledgeAlertInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => acknowledgeAlert(ctx, input));
  if (result.ok) revalidatePath("/ab", "layout");
  return result;
});
