import "server-only";
import { revalidatePath } from "next/cache";
import { after } from "next/server";
import type { ContractSide } from "@/db/enums";
import type { Refusal } from "../action-result";
import { asTalent, type PersonActor, type TalentActor } from "../actor";
import { type Ctx, readAs, writeAs } from "../ctx";
import { NotFoundError } from "../errors";
import { drainOutbox } from "../mail/drain-outbox";
import { getEscrowContract } from "../milestones/queries";
import { amountProblemText, parseAmount } from "../money";
import { findAccountForTalent } from "./queries";

/**
 * One deed on a contract from the page of one side: of the client as the member who is signed in, of the freelancer in
 * the company that has the contract. Which side sent the form decides only whom the verb meets; it asks for the right itself.
 * After a refusal the page stays as it is: drawn anew it would often have no such form any more, and the reason would be lost.
 * @throws NotFoundError when the contract is not the freelancer's.
 */
export async function writeForSide<Result extends { ok: true } | Refusal>(
  actor: PersonActor,
  { side, contractId }: { side: ContractSide; contractId: string },
  verb: (ctx: Ctx) => Promise<Result>,
): Promise<Result> {
  if (side === "client") {
    const result = await writeAs(actor, verb);
    if (result.ok) revalidatePath("/ab", "layout");
    return result;
  }
  const talent = await asTalentOf(actor, contractId);
  const result = await writeAs(talent, verb);
  const { accountId } = talent;
  // The session of a freelancer names no company, so nobody else drains the outbox of this one.
  if (result.ok && accountId) after(() => drainOutbox(accountId, { via: "web" }).then(() => {}));
  if (result.ok) revalidatePath("/talent", "layout");
  return result;
}

/** Whoever is signed in, seen as the freelancer of a contract, in the company that has it. */
async function asTalentOf(person: PersonActor, contractId: string): Promise<TalentActor> {
  const talent = asTalent(person);
  const accountId = await readAs(talent, (ctx) => findAccountForTalent(ctx, contractId));
  if (!accountId) throw new NotFoundError("contract");
  return { ...talent, accountId };
}

/**
 * Reads an amount in the currency of a contract, then does the deed; what is wrong with it stands at its field.
 * @throws NotFoundError when the contract is out of the actor's reach.
 */
export async function withAmount<Result extends { ok: true } | Refusal>(
  ctx: Ctx,
  contractId: string,
  [field, text]: [field: string, text: string | undefined],
  verb: (minor: bigint) => Promise<Result>,
): Promise<Result | Refusal> {
  const { currency } = await getEscrowContract(ctx, contractId);
  const read = parseAmount(text ?? "", currency);
  return "minor" in read ? verb(read.minor) : wrongAt(field, amountProblemText(read.problem, currency));
}

/** A refusal that stands at one field. */
export const wrongAt = (field: string, ...messages: string[]): Refusal => ({
  ok: false,
  reason: "invalid",
  fieldErrors: { [field]: messages },
});

/** Puts the words of a refusal at the field they are about, where its reason is named here. */
export function atField<Result extends { ok: true } | Refusal>(
  result: Result,
  fields: Partial<Record<string, string>>,
): Result | Refusal {
  if (result.ok) return result;
  const field = fields[result.reason];
  return field && result.message ? wrongAt(field, result.message) : result;
}
