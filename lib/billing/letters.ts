import { formatDay, formatInstant } from "../dates";
import { formatMoney } from "../money";
import type { Letter } from "../pdf/letter";
import type { Earning } from "./list-earnings";
import type { Invoice, InvoiceLine } from "./list-invoices";
import type { PaidPayout } from "./list-payouts";
import type { MonthTotals, Receipt, ReceiptRow } from "./list-receipts";
import { monthBounds, spendSign } from "./rules";
import { earningWords, invoiceWords, methodWords, monthText, numberText, receiptWords, releaseWords } from "./words";

const contractText = (row: {
  contractNumber: number | null;
  contractTitle: string | null;
  talentName: string | null;
}) =>
  row.contractNumber === null
    ? null
    : `Contract ${row.contractNumber}, ${row.contractTitle ?? ""}, with ${row.talentName ?? ""}`;

/** The receipt of one movement; times in `zone`, named. */
export function receiptLetter(receipt: Receipt, companyName: string, zone: string): Letter {
  const { currency, amountMinor, kind } = receipt;
  const amount = formatMoney({ minor: amountMinor, currency });
  const company = receipt.companyName ?? companyName;
  const talent = receipt.talentName;
  const about = receipt.milestoneTitle
    ? `Milestone ${receipt.milestoneNumber}: ${receipt.milestoneTitle}`
    : receipt.title;
  const isFee = kind === "fee" || kind === "fee_refund";
  const cameBack = kind === "refund" || kind === "fee_refund";
  return {
    title: `Receipt ${numberText(receipt)}`,
    fileName: `receipt-${numberText(receipt)}`,
    parties: [
      { label: cameBack ? "Returned to" : kind === "return" ? "Paid back to" : "Paid by", lines: [company] },
      ...(talent ? [{ label: talentLabel[kind] ?? "Held for", lines: [talent] }] : []),
    ],
    facts: [
      ["Issued", formatInstant(receipt.issuedAt, zone)],
      ["Kind", receiptWords[kind]],
      [cameBack ? "Returned to" : kind === "return" ? "Paid back by" : "Paid from", methodWords[receipt.method]],
      ["Purchase order", receipt.orderNumber ?? "None"],
      ...(receipt.chargedYear && receipt.chargedNumber
        ? [
            [
              cameBack ? "Returned with" : "Charged on",
              `Receipt ${numberText({ year: receipt.chargedYear, number: receipt.chargedNumber })}`,
            ] as const,
          ]
        : []),
      ...(receipt.reference ? [["Reference", receipt.reference] as const] : []),
      ...(receipt.receivedOn ? [["Received", formatDay(receipt.receivedOn)] as const] : []),
      ...(receipt.invoiceNumber && receipt.invoiceYear
        ? [["Invoice", numberText({ year: receipt.invoiceYear, number: receipt.invoiceNumber })] as const]
        : []),
      ["Currency", currency],
    ],
    lines: [
      {
        title: isFee ? `${receiptWords[kind]}: ${about}` : about,
        second: contractText(receipt),
        order: receipt.orderNumber,
        amount,
      },
    ],
    totals: [{ label: "Total", amount, strong: true }],
    notes: [...(noteOf[kind] ? [noteOf[kind]] : [])],
  };
}

const talentLabel: Partial<Record<Receipt["kind"], string>> = {
  refund: "Returned by",
  bonus: "Paid to",
  fee: "For work of",
  fee_refund: "For work of",
};

const noteOf: Partial<Record<Receipt["kind"], string>> = {
  funding: "The money is held for the milestone and is paid to the freelancer only when the work is approved.",
  refund: "What was owed on terms is settled first; the rest is on the company's balance.",
  return: "It was on the company's balance, spent on nothing and owed to nobody.",
  fee: "The fee is paid on top of what the freelancer gets. When that comes back, the fee on it does too.",
  fee_refund: "The fee on money that came back comes back with it: what is owed on terms is settled first.",
  payment: "A payment settles what is owed, the oldest first; the rest is on the company's balance.",
};

/** A month's invoice or credit note with the lines that are handed over; `more`: it has further ones. */
export function invoiceLetter(invoice: Invoice, lines: readonly InvoiceLine[], more = false): Letter {
  const { currency, totalMinor } = invoice;
  const money = (minor: bigint) => formatMoney({ minor, currency });
  const name = invoiceWords[invoice.kind];
  return {
    title: `${name} ${numberText(invoice)}`,
    fileName: `${invoice.kind === "monthly" ? "invoice" : "credit-note"}-${numberText(invoice)}`,
    parties: [{ label: "Billed to", lines: [invoice.companyName] }],
    facts: [
      ["For", monthText(invoice.month)],
      ["Issued", formatDay(invoice.issuedOn)],
      ...(invoice.kind === "monthly" ? [["Due", formatDay(invoice.dueOn)] as const] : []),
      ["Currency", currency],
    ],
    lines: lines.map((line) => ({
      title: `${line.position}. ${receiptWords[line.kind]}: ${line.title}`,
      second: [contractText(line), `receipt ${numberText({ year: line.receiptYear, number: line.receiptNumber })}`]
        .filter(Boolean)
        .join(", "),
      order: line.orderNumber,
      amount: money(line.amountMinor),
    })),
    totals: [{ label: "Total", amount: money(totalMinor), strong: true }],
    notes: more ? ["Further lines of this invoice are on its page and in the CSV of the transactions."] : [],
  };
}

type Statement = {
  month: string;
  companyName: string;
  currency: string;
  before: bigint;
  totals: readonly MonthTotals[];
  /** for offers that were open at the month's end */
  held: bigint;
  rows: readonly ReceiptRow[];
  zone: string;
  /** are there more movements than the rows handed over? */
  more: boolean;
};

/** A month's statement: what was spent and not paid before, what the month added and settled, what is left after it. */
export function statementLetter({
  month,
  companyName,
  currency,
  before,
  totals,
  held,
  rows,
  zone,
  more,
}: Statement): Letter {
  const money = (minor: bigint) => formatMoney({ minor, currency });
  const sum = (sign: 1n | -1n, kinds: readonly MonthTotals["kind"][]) =>
    totals.reduce((all, each) => (kinds.includes(each.kind) ? all + sign * each.totalMinor : all), 0n);
  const spent = sum(1n, ["funding", "bonus"]);
  const returned = sum(-1n, ["refund"]);
  const paid = sum(-1n, ["payment"]);
  const back = sum(1n, ["return"]);
  const fees = sum(1n, ["fee"]) + sum(-1n, ["fee_refund"]);
  const hadFees = totals.some(({ kind }) => kind === "fee" || kind === "fee_refund");
  const after = before + spent + returned + fees + paid + back;
  const { from, to } = monthBounds(month);
  return {
    title: `Statement for ${monthText(month)}`,
    fileName: `statement-${month}`,
    parties: [{ label: "Company", lines: [companyName] }],
    facts: [
      ["From", formatInstant(from, "UTC")],
      ["Until", formatInstant(to, "UTC")],
      ["Currency", currency],
    ],
    lines: rows.map((row) => ({
      title: `${receiptWords[row.kind]}: ${row.title}`,
      second: [formatInstant(row.issuedAt, zone), contractText(row), `receipt ${numberText(row)}`]
        .filter(Boolean)
        .join(", "),
      order: row.orderNumber,
      amount: money(spendSign(row.kind) * row.amountMinor),
    })),
    totals: [
      { label: "Spent and not settled before", amount: money(before) },
      { label: "Funded and bonuses", amount: money(spent) },
      { label: "Refunds", amount: money(returned) },
      ...(hadFees ? [{ label: "Client fees", amount: money(fees) }] : []),
      { label: "Payments", amount: money(paid) },
      ...(back > 0n ? [{ label: "Balance paid back", amount: money(back) }] : []),
      { label: "Spent and not settled after", amount: money(after), strong: true },
      { label: "Held for open offers", amount: money(held) },
      { label: "Not settled, with what is held", amount: money(after + held), strong: true },
    ],
    notes: [
      "Amounts below zero were returned or paid. Months run in UTC. What an open offer holds is no receipt yet: it becomes one when the offer is accepted, and comes back when it is not.",
      ...(more ? ["Further movements of the month are in the list of transactions and its CSV."] : []),
    ],
  };
}

const availableText = ({ standing, movedAt, availableAt }: Earning, zone: string) =>
  standing === "held" && !movedAt ? "When the platform's hold ends" : formatInstant(availableAt, zone);

/** What a freelancer earned once, for their own books. */
export function earningLetter(earning: Earning, talentName: string, zone: string): Letter {
  const money = (minor: bigint) => formatMoney({ minor, currency: earning.currency });
  const amount = money(earning.amountMinor);
  return {
    title: `Earning of ${formatInstant(earning.earnedAt, zone)}`,
    fileName: `earning-${earning.contractNumber}-${earning.earnedAt.toISOString().slice(0, 10)}`,
    parties: [
      { label: "Paid by", lines: [earning.companyName] },
      { label: "Earned by", lines: [talentName] },
    ],
    facts: [
      ["Kind", earningWords[earning.kind]],
      ["Released", releaseWords[earning.releasedBy]],
      ["Earned", formatInstant(earning.earnedAt, zone)],
      ...(earning.standing === "refunded" && !earning.movedAt
        ? []
        : [["Available", availableText(earning, zone)] as const]),
      ["Reference", earning.id],
      ["Currency", earning.currency],
    ],
    lines: [
      {
        title: earning.milestoneTitle ?? (earning.kind === "bonus" ? "Bonus" : earning.contractTitle),
        second: `Contract ${earning.contractNumber}, ${earning.contractTitle}`,
        order: null,
        amount,
      },
    ],
    totals: [
      { label: "Total", amount, strong: true },
      ...(earning.refundedMinor > 0n
        ? [
            { label: "Refunded since", amount: money(-earning.refundedMinor) },
            { label: "Left", amount: money(earning.leftMinor), strong: true },
          ]
        : []),
    ],
    notes: earning.note ? [earning.note] : [],
  };
}

/** The receipt of a payout: what left a company's available earnings for the freelancer's bank. */
export function payoutLetter(payout: PaidPayout, talentName: string, zone: string): Letter {
  const amount = formatMoney({ minor: payout.amountMinor, currency: payout.currency });
  return {
    title: `Payout of ${formatInstant(payout.paidAt, zone)}`,
    fileName: `payout-${payout.paidAt.toISOString().slice(0, 10)}-${payout.id.slice(-6)}`,
    parties: [
      { label: "Earned with", lines: [payout.companyName] },
      { label: "Paid out to", lines: [talentName] },
    ],
    facts: [
      ["Paid out", formatInstant(payout.paidAt, zone)],
      ["Reference", payout.reference ?? payout.id],
      ["Method", methodWords.wire],
      ["Currency", payout.currency],
    ],
    lines: [{ title: "Available earnings", second: `Contracts with ${payout.companyName}`, order: null, amount }],
    totals: [{ label: "Total", amount, strong: true }],
    notes: ["Two people of payment operations confirmed the transfer. It carries the reference above."],
  };
}
