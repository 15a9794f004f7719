"use server";

import { revalidatePath } from "next/cache";
import { after } from "next/server";
import { getAccountSettings } from "../accounts/queries";
import { formAction } from "../action";
import type { PersonActor, TalentActor } from "../actor";
import { readAs, writeAs } from "../ctx";
import { NotFoundError } from "../errors";
import { drainOutbox } from "../mail/drain-outbox";
import { changeContact } from "./change-contact";
import { changeEndDate } from "./change-end-date";
import { endContract } from "./end-contract";
import { linkOrder } from "./link-order";
import { findAccountForTalent } from "./queries";
import { recordCharge } from "./record-charge";
import { reverseCharge } from "./reverse-charge";
import {
  changeContactInput,
  changeEndDateInput,
  endContractInput,
  linkOrderInput,
  recordChargeInput,
  reverseChargeInput,
} from "./schema";

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

/** "End contract" by the client. */
export const endContractAction = formAction(endContractInput, async (actor, input) => {
  const result = await writeAs(actor, (ctx) => endContract(ctx, input));
  pages();
  return result;
});

/** "End contract" by the freelancer. */
export const endOwnContractAction = formAction(endContractInput, async (actor, input) => {
  const talent = await asTalentOf(actor, input.contractId);
  const result = await writeAs(talent, (ctx) => endContract(ctx, input));
  const { accountId } = talent;
  if (result.ok && accountId) after(() => drainOutbox(accountId, { via: "web" }).then(() => {}));
  revalidatePath("/talent", "layout");
  return result;
});

/** Whoever is signed in, seen as the freelancer of a contract, in the company that has it. */
async function asTalentOf({ userId, name, email, via }: PersonActor, contractId: string): Promise<TalentActor> {
  const talent: TalentActor = { kind: "talent", userId, accountId: null, name, email, via };
  const accountId = await readAs(talent, (ctx) => findAccountForTalent(ctx, contractId));
  if (!accountId) throw new NotFoundError("contract");
  return { ...talent, accountId };
}
