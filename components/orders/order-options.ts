import { formatDay } from "@/lib/dates";
import { formatMoney } from "@/lib/money";

/** A purchase order as the choosing field shows it, ready to read. */
export type OrderOption = {
  id: string;
  number: string;
  /** "4711 · Audit 2026 · $4,200.00 left · until 4 May 2027" */
  label: string;
  outOfFunds: boolean;
};

export type OrderChoices = {
  options: readonly OrderOption[];
  /** there are more than are listed; they are chosen by number */
  more: boolean;
  /** "Add a new purchase order" is offered */
  mayAdd: boolean;
  currency: string;
};

type Usable = {
  id: string;
  number: string;
  description: string;
  currency: string;
  validThrough: string | null;
  left: bigint;
  outOfFunds: boolean;
};

/** What `findOrderAsk` found, in the words of the field; null where purchase orders are off. */
export function orderChoicesOf(
  ask: { orders: readonly Usable[]; more: boolean; mayAdd: boolean; currency: string } | null,
): OrderChoices | null {
  if (!ask) return null;
  const { orders, more, mayAdd, currency } = ask;
  return {
    more,
    mayAdd,
    currency,
    options: orders.map(({ id, number, description, left, currency, validThrough, outOfFunds }) => ({
      id,
      number,
      outOfFunds,
      label: [
        number,
        shortened(description),
        outOfFunds ? "out of funds" : `${formatMoney({ minor: left, currency })} left`,
        validThrough ? `until ${formatDay(validThrough)}` : "no last day",
      ]
        .filter(Boolean)
        .join(" · "),
    })),
  };
}

const shortened = (text: string) => {
  const letters = [...text.replace(/\s+/g, " ")];
  return letters.length > 48 ? `${letters.slice(0, 47).join("")}…` : letters.join("");
};

/** Does the choosing field offer this answer? A purchase order that was archived or has expired is not among them. */
export function isChoice(choices: OrderChoices | null, answer: string): boolean {
  if (!choices) return false;
  return ["", "placeholder", "new", "number"].includes(answer) || choices.options.some(({ id }) => id === answer);
}
