import type { ISql } from "postgres";
import type { World } from "@/e2e/world/world";
import { listRequests, type RequestFilter } from "@/lib/approvals/list-requests";
import { decodeCursor } from "@/lib/paging";
import type { Member } from "./commands";

/** One of each kind of reader: two who ask (one of them may answer too), one who answers, one who sees all, one who sees none. */
const readers: Member[] = ["hiringManager", "secondHiringManager", "approver", "programOwner", "financeAdmin"];

const everything: RequestFilter = {
  tab: "all",
  waitingForMe: false,
  search: "",
  requesterId: null,
  approverId: null,
  teamId: null,
  kind: null,
  orderNumber: null,
  sort: "newest",
  cursor: null,
};

/**
 * What breaks I8: for one member of each kind, the requests that the lists show them, page by page, against what plain SQL says
 * they may see — all for admins and program owners, else own and assigned ones; waiting: those with an open slot.
 * @param turn asks one of them alone, another at each turn
 */
export async function unreachable(sql: ISql, world: World, turn?: number): Promise<string[]> {
  const { accountId } = world;
  const found: string[] = [];
  const asked = turn === undefined ? readers : readers.slice(turn % readers.length).slice(0, 1);
  for (const member of asked) {
    const { userId } = world.as(member).actor;
    const all = member === "admin" || member === "programOwner";
    const seen = await sql<{ id: string; waiting: boolean }[]>`
      select r.id, exists (select from approval_slots s where s.account_id = ${accountId} and s.request_id = r.id and s.approver_id = ${userId} and s.state = 'open') as waiting
      from approval_requests r where r.account_id = ${accountId} and (${all} or r.requester_id = ${userId}
        or exists (select from approval_slots s where s.account_id = ${accountId} and s.request_id = r.id and s.approver_id = ${userId} and s.state <> 'replaced'))`;
    const lists = [
      { what: "all", filter: everything, expected: seen },
      {
        what: "waiting",
        filter: { ...everything, waitingForMe: true, sort: "queue" as const },
        expected: seen.filter((row) => row.waiting),
      },
    ];
    for (const { what, filter, expected } of lists) {
      const shown = await pagesOf(world, member, filter);
      if (
        shown.join() !==
        expected
          .map((row) => row.id)
          .toSorted()
          .join()
      )
        found.push(`I8 ${member} is shown ${shown.length} of ${expected.length} requests (${what})`);
    }
  }
  return found;
}

async function pagesOf(world: World, member: Member, filter: RequestFilter): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: RequestFilter["cursor"] = null; ; ) {
    const page = await world.as(member).read((ctx) => listRequests(ctx, { ...filter, cursor }));
    ids.push(...page.rows.map((row) => row.id));
    cursor = decodeCursor(page.next ?? undefined);
    if (!cursor) return ids.toSorted();
  }
}
