import "server-only";
import { z } from "zod";
import { receiptKinds } from "@/db/enums";
import { isLocalDate } from "../dates";
import { decodeCursor } from "../paging";
import type { ReceiptFilter } from "./list-receipts";

const day = z.string().refine(isLocalDate).optional().catch(undefined);

/** What the address of the list of transactions says. Anything that is none of ours is taken as not said. */
const address = z.object({
  kind: z.enum(receiptKinds).optional().catch(undefined),
  contract: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .optional()
    .catch(undefined),
  order: z.string().max(60).optional().catch(undefined),
  from: day,
  to: day,
  after: z.string().max(400).optional().catch(undefined),
  /** is the form of filters open */
  filters: z.literal("open").optional().catch(undefined),
});
export type TransactionsAddress = z.output<typeof address>;

export function readAddress(params: Record<string, string | string[] | undefined>): TransactionsAddress {
  const trimmed = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === "string" ? value.trim() || undefined : undefined,
  ]);
  return address.parse(Object.fromEntries(trimmed));
}

/** The filter that a query understands; days are those of the reader's zone. */
export const filterOf = (
  { kind, contract, order, from, to, after }: TransactionsAddress,
  zone: string,
): ReceiptFilter => ({
  kind: kind ?? null,
  contract: contract ? Number(contract) : null,
  order: order ?? null,
  from: from ?? null,
  to: to ?? null,
  zone,
  cursor: decodeCursor(after),
});

/** Which of the five filters the address names. */
export const filtersOf = ({ after: _, filters: __, ...said }: TransactionsAddress) =>
  (Object.keys(said) as (keyof typeof said)[]).filter((name) => said[name] !== undefined);

/** The address with some parts changed; every change begins at the first page, unless it names a cursor. */
export function addressOf(
  said: TransactionsAddress,
  change: Partial<TransactionsAddress> = {},
  path = transactionsPath,
): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...said, after: undefined, ...change }))
    if (value !== undefined) params.set(name, value);
  return params.size > 0 ? `${path}?${params}` : path;
}

export const transactionsPath = "/ab/billing/transactions";
export const exportPath = "/api/billing/transactions";
