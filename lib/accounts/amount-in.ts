import "server-only";
import type { ReadCtx } from "../ctx";
import { InvalidInputError } from "../errors";
import { amountProblemText, parseAmount } from "../money";
import { getAccountSettings } from "./queries";

/** An amount of the company's currency; `zero` where nothing may be meant. @throws InvalidInputError at the field. */
export async function amountIn(ctx: ReadCtx, field: string, typed: string | undefined, zero = false): Promise<bigint> {
  const { currency } = await getAccountSettings(ctx);
  if (zero && /^\s*0*(?:\.0*)?\s*$/.test(typed ?? "")) return 0n;
  const read = parseAmount(typed ?? "", currency);
  if ("problem" in read) throw new InvalidInputError({ [field]: [amountProblemText(read.problem, currency)] });
  return read.minor;
}
