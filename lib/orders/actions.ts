"use server";

import type { Route } from "next";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { getAccountSettings } from "../accounts/queries";
import { formAction, formFields } from "../action";
import type { ActionResult } from "../action-result";
import type { PersonActor } from "../actor";
import { readAs, writeAs } from "../ctx";
import { addFunds } from "./add-funds";
import { archiveOrder } from "./archive-order";
import { askFinance } from "./ask-finance";
import { correctFunds } from "./correct-funds";
import { createOrder } from "./create-order";
import { extendOrder } from "./extend-order";
import {
  addFundsInput,
  askFinanceInput,
  correctFundsInput,
  createOrderInput,
  extendOrderInput,
  orderIdInput,
  updateOrderInput,
} from "./schema";
import { unarchiveOrder } from "./unarchive-order";
import { updateOrder } from "./update-order";

const pages = () => revalidatePath("/ab", "layout");
const currencyOf = (actor: PersonActor) => readAs(actor, getAccountSettings).then((settings) => settings.currency);

const submitOrder = formAction(
  async (actor) => createOrderInput(await currencyOf(actor)),
  async (actor, input) => {
    const result = await writeAs(actor, (ctx) => createOrder(ctx, input));
    if (result.ok) pages();
    return result;
  },
);

/** "Create PO", then the purchase order it made. */
export async function createOrderAction(previous: ActionResult, form: FormData): Promise<ActionResult> {
  const result = await submitOrder(previous, form);
  if (!result?.ok) return result && form instanceof FormData ? { ...result, typed: formFields(form) } : result;
  redirect(`/ab/reports/purchase-orders/${form.get("id")}` as Route);
}

const submitUpdate = formAction(updateOrderInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => updateOrder(ctx, input));
  pages();
  return result;
});

/** "Update PO", then the purchase order as it stands now. */
export async function updateOrderAction(previous: ActionResult, form: FormData): Promise<ActionResult> {
  const result = await submitUpdate(previous, form);
  if (!result?.ok) return result && form instanceof FormData ? { ...result, typed: formFields(form) } : result;
  redirect(`/ab/reports/purchase-orders/${form.get("orderId")}` as Route);
}

/** "Add funds". */
export const addFundsAction = formAction(
  async (actor) => addFundsInput(await currencyOf(actor)),
  async (actor, input) => {
    const result = await writeAs(actor, (ctx) => addFunds(ctx, input));
    if (result.ok) pages();
    return result;
  },
);

/** "Correct funds". */
export const correctFundsAction = formAction(
  async (actor) => correctFundsInput(await currencyOf(actor)),
  async (actor, input) => {
    const result = await writeAs(actor, (ctx) => correctFunds(ctx, input));
    if (result.ok) pages();
    return result;
  },
);

/** "Extend". */
export const extendOrderAction = formAction(extendOrderInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => extendOrder(ctx, input));
  if (result.ok) pages();
  return result;
});

/** "Archive". */
export const archiveOrderAction = formAction(orderIdInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => archiveOrder(ctx, input));
  pages();
  return result;
});

/** "Unarchive". */
export const unarchiveOrderAction = formAction(orderIdInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => unarchiveOrder(ctx, input));
  pages();
  return result;
});

/** "Ask finance". */
export const askFinanceAction = formAction(askFinanceInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => askFinance(ctx, input));
  if (result.ok) pages();
  return result;
});
