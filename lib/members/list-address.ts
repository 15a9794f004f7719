import "server-only";
import { z } from "zod";
import { decodeCursor } from "../paging";
import { memberFilters } from "./queries";

/** `invited`: who was asked and has not joined. */
export const memberTabs = ["active", "invited", "removed"] as const;

/** What the address of the list says. Anything that is none of ours is taken as not said. */
const address = z.object({
  q: z.string().max(120).optional().catch(undefined),
  role: z.enum(memberFilters).optional().catch(undefined),
  state: z.enum(memberTabs).optional().catch(undefined),
  after: z.string().max(400).optional().catch(undefined),
});
export type MembersAddress = z.output<typeof address>;

export function readAddress(params: Record<string, string | string[] | undefined>): MembersAddress {
  const trimmed = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === "string" ? value.trim() || undefined : undefined,
  ]);
  return address.parse(Object.fromEntries(trimmed));
}

/** What a query is narrowed to. */
export const filterOf = ({ q, role, state, after }: MembersAddress) => ({
  search: q ?? "",
  role: role ?? null,
  state: state ?? ("active" as const),
  cursor: decodeCursor(after),
});

export const membersPath = "/ab/settings/members";

/** The address of the list with some parts changed; every change begins at the first page, unless it names a cursor. */
export function addressOf(said: MembersAddress, change: Partial<MembersAddress> = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...said, after: undefined, ...change }))
    if (value !== undefined) params.set(name, value);
  return params.size > 0 ? `${membersPath}?${params}` : membersPath;
}
