import "server-only";
import { sql } from "drizzle-orm";
import { isApprover, waitingCount } from "../approvals/list-requests";
import type { ReadCtx } from "../ctx";
import { NotFoundError } from "../errors";
import { unreadCount } from "../notifications/queries";

/** What the frame around every page of a company shows. `timeZone` is the reader's, `accountZone` the company's. */
export type Workspace = {
  companyName: string;
  currency: string;
  accountZone: string;
  timeZone: string;
  approvalsOn: boolean;
  ordersOn: boolean;
  /** named to approve, now or of any request so far */
  approver: boolean;
  /** requests that wait for the reader, up to `countCap` */
  waiting: number;
  /** unread lines of the reader's notification list, up to 100 */
  unread: number;
};

/** One statement, because every page asks it. @throws NotFoundError without a company in reach. */
export async function getWorkspace(ctx: ReadCtx): Promise<Workspace> {
  const [row] = await ctx.db.execute<Workspace>(sql`
    select s.name as "companyName", s.currency, s.time_zone as "accountZone", s.orders_on as "ordersOn",
      coalesce((select u.time_zone from users u where u.id = ${ctx.actor.userId}), s.time_zone) as "timeZone",
      coalesce((select p.enabled from approval_policies p where p.account_id = ${ctx.accountId} order by p.version desc limit 1), false) as "approvalsOn",
      ${isApprover(ctx)} as approver, ${waitingCount(ctx)} as waiting, ${unreadCount(ctx)} as unread
    from account_settings s where s.account_id = ${ctx.accountId}`);
  if (!row) throw new NotFoundError("company");
  return row;
}
