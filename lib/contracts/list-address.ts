import "server-only";
import { z } from "zod";
import { contractTypes, offerKinds } from "@/db/enums";
import { decodeCursor } from "../paging";
import type { ContractFilter } from "./queries";
import { type ContractTab, contractTabs } from "./rules";

const address = z.object({
  tab: z.enum(contractTabs).optional().catch(undefined),
  kind: z.enum(offerKinds).optional().catch(undefined),
  type: z.enum(contractTypes).optional().catch(undefined),
  q: z.string().max(120).optional().catch(undefined),
  after: z.string().max(400).optional().catch(undefined),
});

/** What the address of a list of contracts says, on either side. */
export type ContractAddress = Omit<z.output<typeof address>, "tab"> & { tab: ContractTab };

/** Reads an address; anything that is none of ours is taken as not said. */
export function readAddress(
  params: Record<string, string | string[] | undefined>,
  otherwise: ContractTab,
): ContractAddress {
  const said = address.parse(
    Object.fromEntries(
      Object.entries(params).map(([name, value]) => [
        name,
        typeof value === "string" ? value.trim() || undefined : undefined,
      ]),
    ),
  );
  return { ...said, tab: said.tab ?? otherwise };
}

/** The filter that a query understands. */
export const filterOf = ({ tab, kind, type, q, after }: ContractAddress): ContractFilter => ({
  state: tab === "all" ? null : tab,
  kind: kind ?? null,
  contractType: type ?? null,
  search: q ?? "",
  cursor: decodeCursor(after),
});

/** An address with some parts changed; every change begins at the first page, unless it names a cursor. */
export function addressOf(said: ContractAddress, change: Partial<ContractAddress>, path: string): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...said, after: undefined, ...change }))
    if (value !== undefined) params.set(name, value);
  return `${path}?${params}`;
}

/** Where each side's list is, and its CSV. */
export const contractPaths = {
  client: { page: "/ab/jobs/contracts", csv: "/api/contracts/export" },
  talent: { page: "/talent/contracts", csv: "/api/talent/contracts/export" },
} as const;
