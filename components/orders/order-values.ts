/** Labels for `FormErrors` of every form that asks for a purchase order. */
export const orderFieldLabels = {
  orderChoice: "Purchase order",
  orderNumber: "Its number",
  newOrderNumber: "Number of the new purchase order",
  newOrderAmount: "Amount of the new purchase order",
  newOrderValidThrough: "Last day of the new purchase order",
};

/** The fields of the choosing field, as text. */
export type OrderFieldValues = {
  orderChoice: string;
  orderNumber: string;
  newOrderNumber: string;
  newOrderAmount: string;
  newOrderValidThrough: string;
};

export const noOrderChosen: OrderFieldValues = {
  orderChoice: "",
  orderNumber: "",
  newOrderNumber: "",
  newOrderAmount: "",
  newOrderValidThrough: "",
};

/** What stands on a thing already, as the choosing field shows it. */
export const orderValuesOf = (thing: { orderId: string | null; orderChoice: string }): OrderFieldValues => ({
  ...noOrderChosen,
  orderChoice: thing.orderId ?? (thing.orderChoice === "placeholder" ? "placeholder" : ""),
});

/** Reads what was typed back, of a refused attempt or of the open page. */
export function orderValuesFrom(fields: Record<string, string | string[] | undefined>): OrderFieldValues {
  const values = { ...noOrderChosen };
  for (const name of Object.keys(values) as (keyof OrderFieldValues)[]) {
    const typed = fields[name];
    if (typeof typed === "string") values[name] = typed;
  }
  return values;
}
