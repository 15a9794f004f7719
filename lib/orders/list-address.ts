import "server-only";
import { z } from "zod";
import { decodeCursor } from "../paging";
import { type OrderFilter, type OrderTab, orderSorts, orderTabs } from "./list-orders";

/** What the address of the list says. Anything that is none of ours is taken as not said. */
const address = z.object({
  tab: z.enum(orderTabs).optional().catch(undefined),
  q: z.string().max(200).optional().catch(undefined),
  sort: z.enum(orderSorts).optional().catch(undefined),
  after: z.string().max(400).optional().catch(undefined),
});
export type ListAddress = Omit<z.output<typeof address>, "tab"> & { tab: OrderTab };

export function readAddress(params: Record<string, string | string[] | undefined>): ListAddress {
  const said = address.parse(
    Object.fromEntries(
      Object.entries(params).map(([name, value]) => [
        name,
        typeof value === "string" ? value.trim() || undefined : undefined,
      ]),
    ),
  );
  return { ...said, tab: said.tab ?? "open" };
}

/** The filter that a query understands. */
export const filterOf = (said: ListAddress): OrderFilter => ({
  tab: said.tab,
  search: said.q ?? "",
  sort: said.sort ?? "newest",
  cursor: decodeCursor(said.after),
});

/** The address of the list with some parts changed; every change begins at the first page, unless it names a cursor. */
export function addressOf(said: ListAddress, change: Partial<ListAddress> = {}, path = ordersPath): string {
  const { tab, q, sort, after } = { ...said, after: undefined, ...change };
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries({ tab: tab === "open" ? undefined : tab, q, sort, after }))
    if (value !== undefined && !(name === "sort" && value === "newest")) params.set(name, value);
  return params.size > 0 ? `${path}?${params}` : path;
}

export const ordersPath = "/ab/reports/purchase-orders";
export const exportPath = "/api/orders/export";
