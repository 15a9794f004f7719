import { Moment, type Reader } from "@/components/offers/moment";
import type { Payable } from "@/lib/billing/list-payouts";
import { decimalText, formatMoney } from "@/lib/money";
import { AskPayoutForm, WithdrawPayoutForm } from "./payout-forms";

type PayableListProps = {
  payable: readonly (Payable & { key: string })[];
  reader: Reader;
};

/** What can be paid out, company by company: the button that asks for it, or where what was asked for stands. `key` is minted with the page. */
export function PayableList({ payable, reader }: PayableListProps) {
  return (
    <ul className="grid gap-3">
      {payable.map((each) => {
        const money = (minor: bigint) => formatMoney({ minor, currency: each.currency });
        const available = money(each.availableMinor);
        return (
          <li key={each.accountId} className="grid gap-3 rounded-sheet border border-line bg-sheet p-4">
            <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
              <h3 className="min-w-0 font-medium wrap-anywhere">{each.companyName}</h3>
              <p className="tabular-nums">{available} available</p>
            </div>
            {each.asked ? (
              <>
                <p>
                  {money(each.asked.amountMinor)} asked for on <Moment at={each.asked.askedAt} reader={reader} exact />.{" "}
                  <span className="text-ink-soft">
                    {each.held
                      ? "The platform holds it back. It goes on when that ends."
                      : each.asked.state === "open"
                        ? "Payment operations record the transfer, a second person confirms."
                        : recordedWords(each.asked, money)}
                  </span>
                </p>
                {each.asked.state === "open" && (
                  <WithdrawPayoutForm company={each.accountId} requestId={each.asked.id} />
                )}
              </>
            ) : each.held ? (
              <p className="text-ink-soft">The platform holds it back. It can be paid out when that ends.</p>
            ) : (
              <AskPayoutForm
                id={each.key}
                company={each.accountId}
                currency={each.currency}
                amount={decimalText({ minor: each.availableMinor, currency: each.currency })}
                available={available}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}

function recordedWords(
  { amountMinor, recordedMinor }: NonNullable<Payable["asked"]>,
  money: (minor: bigint) => string,
) {
  if (recordedMinor === null || recordedMinor === amountMinor)
    return "Payment operations have recorded the transfer; a second person confirms.";
  return `Payment operations have recorded a transfer of ${money(recordedMinor)}; a second person confirms.`;
}
