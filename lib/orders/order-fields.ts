import { z } from "zod";

/** What the choosing field sends (`components/orders/order-field.tsx`); forms that ask for a purchase order spread it. */
export const orderFields = {
  orderChoice: z.string().max(64).optional(),
  orderNumber: z.string().max(200).optional(),
  newOrderNumber: z.string().max(200).optional(),
  newOrderAmount: z.string().max(40).optional(),
  newOrderValidThrough: z.string().max(40).optional(),
};
export type OrderFields = z.output<z.ZodObject<typeof orderFields>>;

/** The answer to the question for a purchase order, picked from a larger form. */
export const orderAnswerOf = (form: OrderFields): OrderFields => ({
  orderChoice: form.orderChoice,
  orderNumber: form.orderNumber,
  newOrderNumber: form.newOrderNumber,
  newOrderAmount: form.newOrderAmount,
  newOrderValidThrough: form.newOrderValidThrough,
});
