import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { statement } from "@/db/statement";
import { isApprover, type Reach, readerIn, waitingCount } from "../approvals/list-requests";
import { canInitiateSpend } from "../approvals/rules";
import { sumDebt } from "../billing/debt";
import { findPastDue } from "../billing/list-invoices";
import { canSeeBilling } from "../billing/rules";
import type { ReadCtx, Reader } from "../ctx";
import type { LocalDate } from "../dates";
import { NotFoundError } from "../errors";
import { unreadCount } from "../notifications/queries";
import { listHolders } from "./queries";

/** What the frame around every page of a company shows. `timeZone` is the reader's, `accountZone` the company's. */
export type Workspace = {
  companyName: string;
  currency: string;
  accountZone: string;
  timeZone: string;
  approvalsOn: boolean;
  /** switched on while the reader was there, and they sent no offer since: they are told until they do (product.md §3.1) */
  approvalsNew: boolean;
  ordersOn: boolean;
  /** named to approve, now or of any request so far */
  approver: boolean;
  /** requests that wait for the reader, up to `countCap` */
  waiting: number;
  /** unread lines of the reader's notification list, up to 100 */
  unread: number;
  /** what a suspended company owes, minor units as text; null where it is not suspended (part two, §13.3) */
  suspendedOwing: string | null;
  /** who can pay, for those who cannot, while the company is suspended; up to three names */
  askToPay: string[];
  /** what is past due and since which due day, for who sees billing; null where nothing is, or the company is suspended */
  pastDue: { owing: string; since: LocalDate } | null;
};

type Frame = Omit<Workspace, "suspendedOwing" | "askToPay" | "pastDue"> & { suspended: boolean; wasPastDue: boolean };

/** One statement, because every page asks it, and what is owed where it is shown. @throws NotFoundError without a company in reach. */
export async function getWorkspace(ctx: ReadCtx): Promise<Workspace> {
  const { actor, db, accountId } = ctx;
  const frame = canInitiateSpend(actor) ? frameOfSenders : frameOfOthers;
  const [row] = await frame(db, { accountId, userId: actor.userId });
  if (!row) throw new NotFoundError("company");
  const { suspended, wasPastDue, ...shown } = row;
  const suspendedOwing = suspended ? (await sumDebt(ctx)).toString() : null;
  const askToPay = suspended && !canSeeBilling(actor) ? await listPayers(ctx) : [];
  const pastDue = wasPastDue && !suspended && canSeeBilling(actor) ? await findPastDue(ctx) : null;
  return {
    ...shown,
    suspendedOwing,
    askToPay,
    pastDue: pastDue && { owing: pastDue.amountMinor.toString(), since: pastDue.since },
  };
}

/** Finance admins, or the admins of a company that has none. */
async function listPayers(ctx: ReadCtx): Promise<string[]> {
  const finance = await listHolders(ctx, ["finance_admin"]);
  const holders = finance.length > 0 ? finance : await listHolders(ctx, ["admin"]);
  return holders.slice(0, 3).map(({ name, address }) => `${name} (${address})`);
}

const frameWith = (approvalsNew: (reader: Reader) => SQL) =>
  statement((db, given: Reach) => {
    const reader = readerIn(given);
    return db.execute<Frame>(sql`
      select s.name as "companyName", s.currency, s.time_zone as "accountZone", s.orders_on as "ordersOn",
        coalesce((select u.time_zone from users u where u.id = ${given.userId}), s.time_zone) as "timeZone",
        coalesce((select p.enabled from approval_policies p where p.account_id = ${given.accountId} order by p.version desc limit 1), false) as "approvalsOn",
        ${approvalsNew(reader)} as "approvalsNew", ${isApprover(reader)} as approver, ${waitingCount(reader)} as waiting, ${unreadCount(reader)} as unread,
        exists (select 1 from company_suspensions x where x.account_id = ${given.accountId} and x.ended_at is null) as suspended,
        exists (select 1 from company_billing g where g.account_id = ${given.accountId} and g.past_due_since is not null) as "wasPastDue"
      from account_settings s where s.account_id = ${given.accountId}`);
  });

/**
 * Did somebody switch approvals on, for this time, after the reader's last offer? A company that was opened with approvals
 * on has switched nothing on for anybody.
 */
const isNewTo = ({ accountId, actor }: Reader) => sql`exists (
  select 1 from approval_policies p
  where p.account_id = ${accountId} and p.enabled and p.changed_by is not null
    and not exists (
      select 1 from approval_policies b where b.account_id = ${accountId} and b.version = p.version - 1 and b.enabled)
    and not exists (
      select 1 from approval_policies l where l.account_id = ${accountId} and l.version > p.version and not l.enabled)
    and not exists (
      select 1 from offers o where o.account_id = ${accountId} and o.sender_id = ${actor.userId} and o.sent_at >= p.changed_at))`;

const frameOfSenders = frameWith(isNewTo);
const frameOfOthers = frameWith(() => sql`false`);
