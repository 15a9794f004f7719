"use server";

import { revalidatePath } from "next/cache";
import { after } from "next/server";
import { amountIn } from "../accounts/amount-in";
import { getAccountSettings } from "../accounts/queries";
import { formAction } from "../action";
import type { Refusal } from "../action-result";
import { asTalent, type PersonActor } from "../actor";
import { atField } from "../contracts/write-for-side";
import { type Ctx, readAs, writeAs } from "../ctx";
import { NotFoundError } from "../errors";
import { drainOutbox } from "../mail/drain-outbox";
import { askPayout, withdrawPayout } from "./ask-payout";
import { findPayingAccount } from "./list-payouts";
import { recordWire } from "./money-moves";
import { askPayoutForm, recordWireInput, withdrawPayoutForm } from "./schema";

/** "Record payment" by finance of the company. */
export const recordWireAction = formAction(
  async (actor) => recordWireInput((await readAs(actor, getAccountSettings)).currency),
  async (actor, input) => {
    const result = await writeAs(actor, (ctx) => recordWire(ctx, input));
    revalidatePath("/ab/billing", "layout");
    return result;
  },
);

/** One deed of whoever is signed in, as a freelancer of the company that a form names. @throws NotFoundError without one. */
async function asEarner<Result extends { ok: true } | Refusal>(
  person: PersonActor,
  company: string,
  verb: (ctx: Ctx) => Promise<Result>,
): Promise<Result> {
  const talent = asTalent(person);
  const accountId = await readAs(talent, (ctx) => findPayingAccount(ctx, company));
  if (!accountId) throw new NotFoundError("company");
  const result = await writeAs({ ...talent, accountId }, verb);
  // The session of a freelancer names no company, so nobody else drains the outbox of this one.
  if (result.ok) after(() => drainOutbox(accountId, { via: "web" }).then(() => {}));
  if (result.ok) revalidatePath("/talent", "layout");
  return result;
}

/** "Pay out". */
export const askPayoutAction = formAction(askPayoutForm, (actor, { company, key, amount }) =>
  asEarner(actor, company, async (ctx) =>
    atField(await askPayout(ctx, { key, amountMinor: await amountIn(ctx, "amount", amount) }), {
      "more-than-available": "amount",
      "not-positive": "amount",
    }),
  ),
);

/** "Withdraw" what was asked for. */
export const withdrawPayoutAction = formAction(withdrawPayoutForm, (actor, { company, requestId }) =>
  asEarner(actor, company, (ctx) => withdrawPayout(ctx, { requestId })),
);
