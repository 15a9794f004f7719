import "server-only";
import { z } from "zod";
import { offerKinds } from "@/db/enums";
import { decodeCursor } from "../paging";
import { type RequestFilter, type RequestTab, requestSorts, requestTabs } from "./list-requests";
import { clean } from "./schema";

/** What the address of the approvals list says. Anything that is none of ours is taken as not said. */
const address = z.object({
  tab: z.enum(requestTabs).optional().catch(undefined),
  waiting: z.literal("me").optional().catch(undefined),
  q: z.string().max(200).optional().catch(undefined),
  requester: z.uuid().optional().catch(undefined),
  approver: z.uuid().optional().catch(undefined),
  team: z.uuid().optional().catch(undefined),
  kind: z.enum(offerKinds).optional().catch(undefined),
  po: z.string().max(60).optional().catch(undefined),
  sort: z.enum(requestSorts).optional().catch(undefined),
  after: z.string().max(200).optional().catch(undefined),
  before: z.string().max(200).optional().catch(undefined),
  filters: z.literal("open").optional().catch(undefined),
});

export type ListAddress = z.output<typeof address> & { tab: RequestTab };

/**
 * Reads the address. An approver who asked for nothing opens on what waits for them (product.md §3.5); "waiting for me"
 * belongs to pending requests, so it is dropped on the other tabs.
 */
export function readAddress(params: Record<string, string | string[] | undefined>, approver: boolean): ListAddress {
  const said = address.parse(
    Object.fromEntries(
      Object.entries(params).map(([name, value]) => [
        name,
        typeof value === "string" ? value.trim() || undefined : undefined,
      ]),
    ),
  );
  const nothing = Object.values(said).every((value) => value === undefined);
  if (nothing) return { ...said, tab: "pending", waiting: approver ? "me" : undefined };
  const tab = said.tab ?? "pending";
  return {
    ...said,
    tab,
    waiting: tab === "pending" ? said.waiting : undefined,
    sort: said.sort === "queue" ? undefined : said.sort,
  };
}

/** The filter that a query understands. */
export function filterOf(said: ListAddress): RequestFilter {
  return {
    tab: said.tab,
    waitingForMe: said.waiting === "me",
    search: said.q ?? "",
    requesterId: said.requester ?? null,
    approverId: said.approver ?? null,
    teamId: said.team ?? null,
    kind: said.kind ?? null,
    orderNumber: said.po ? clean(said.po) : null,
    sort: said.waiting === "me" ? "queue" : (said.sort ?? "newest"),
    cursor: decodeCursor(said.after ?? said.before),
    backwards: said.after === undefined && said.before !== undefined,
  };
}

/** Does the address narrow the list beyond its tab? */
export const isNarrowed = ({ q, requester, approver, team, kind, po }: ListAddress) =>
  Boolean(q || requester || approver || team || kind || po);

/**
 * The address of the list with some parts changed. Every change begins at the first page, unless it names a cursor; the
 * open filter form closes unless it is asked for.
 */
export function addressOf(
  said: ListAddress,
  change: { [Key in keyof ListAddress]?: ListAddress[Key] | undefined } = {},
  path = "/ab/jobs/approvals",
): string {
  const { tab, waiting, q, requester, approver, team, kind, po, sort } = said;
  const next = { tab, waiting, q, requester, approver, team, kind, po, sort, ...change };
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(next))
    if (value !== undefined && !(name === "sort" && value === "newest")) params.set(name, value);
  return `${path}?${params}`;
}

/** The same list as CSV. */
export const exportPath = "/api/approvals/export";
