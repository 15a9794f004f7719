import { clientFee, feeText } from "@/lib/billing/rules";
import { leastBonus } from "@/lib/milestones/rules";
import { decimalText, formatMoney, parseAmount } from "@/lib/money";

/**
 * What stands at the amount of a bonus: where there is a client fee, what is typed with it; the least amount before.
 *
 * @param feeRate in basis points; 0 where there is none
 */
export function bonusHint(typed: string, currency: string, feeRate: number): string {
  const money = (minor: bigint) => formatMoney({ minor, currency });
  const read = parseAmount(typed.trim(), currency);
  const least = leastBonus(currency);
  const amount = "minor" in read && read.minor >= least ? read.minor : 0n;
  const fee = clientFee(amount, feeRate);
  if (fee > 0n) return `You pay ${money(amount + fee)}: the bonus and the client fee of ${money(fee)}.`;
  const words = `At least ${decimalText({ minor: least, currency })}`;
  return feeRate > 0 ? `${words}; you pay the client fee of ${feeText(feeRate)} on top.` : `${words}.`;
}
