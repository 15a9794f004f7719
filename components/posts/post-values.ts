import { noOrderChosen, type OrderFieldValues, orderValuesOf } from "@/components/orders/order-values";
import { decimalText } from "@/lib/money";

/** The post form as text, exactly as typed. The names are those of the fields. */
export type PostValues = {
  title: string;
  description: string;
  teamId: string;
  ownerId: string;
  contractType: string;
  rateFrom: string;
  rateTo: string;
  budget: string;
} & OrderFieldValues;

export const emptyPost: PostValues = {
  title: "",
  description: "",
  teamId: "",
  ownerId: "",
  contractType: "hourly",
  rateFrom: "",
  rateTo: "",
  budget: "",
  ...noOrderChosen,
};

type KeptPost = {
  title: string;
  description: string;
  teamId: string;
  ownerId: string;
  contractType: string;
  currency: string;
  rateFromMinor: bigint | null;
  rateToMinor: bigint | null;
  budgetMinor: bigint | null;
  orderChoice: string;
  orderId: string | null;
};

/** A post as it is kept, back in its form. */
export function valuesFromPost(post: KeptPost): PostValues {
  const { currency } = post;
  const amount = (minor: bigint | null) => (minor === null ? "" : decimalText({ minor, currency }));
  return {
    ...orderValuesOf(post),
    title: post.title,
    description: post.description,
    teamId: post.teamId,
    ownerId: post.ownerId,
    contractType: post.contractType,
    rateFrom: amount(post.rateFromMinor),
    rateTo: amount(post.rateToMinor),
    budget: amount(post.budgetMinor),
  };
}

/** Reads the fields of a refused attempt back into the form. */
export function postValuesFromFields(fields: Record<string, string | string[] | undefined>): PostValues {
  const values = { ...emptyPost };
  for (const name of Object.keys(emptyPost) as (keyof PostValues)[]) {
    const typed = fields[name];
    values[name] = typeof typed === "string" ? typed : "";
  }
  return values;
}
