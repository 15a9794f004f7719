"use server";

import { revalidatePath } from "next/cache";
import { getAccountSettings } from "../accounts/queries";
import { formAction } from "../action";
import { readAs, writeAs } from "../ctx";
import { recordWire } from "./money-moves";
import { recordWireInput } from "./schema";

/** "Record payment" by finance of the company. */
export const recordWireAction = formAction(
  async (actor) => recordWireInput((await readAs(actor, getAccountSettings)).currency),
  async (actor, input) => {
    const result = await writeAs(actor, (ctx) => recordWire(ctx, input));
    revalidatePath("/ab/billing", "layout");
    return result;
  },
);
