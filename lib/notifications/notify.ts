import "server-only";
import { sql } from "drizzle-orm";
import type { NotificationCategory } from "@/db/enums";
import { memberships, notices, notificationSettings, users } from "@/db/schema";
import { statement } from "@/db/statement";
import type { Ctx } from "../ctx";
import { newId } from "../ids";
import { notificationRules } from "./rules";

type NoticeWords = {
  /** `order-threshold-reached`: the mail of the same name, where there is one */
  kind: string;
  category: NotificationCategory;
  /** what makes this notice one of a kind, besides kind and person */
  key: string;
  /** one sentence; cut after 200 characters */
  title: string;
  /** the page where the thing is done: a path of ours */
  href: string;
};

export type NewNotice = NoticeWords & { userId: string };

/** The same for somebody known by a mail address. */
export type AddressedNotice = NoticeWords & { to: string };

type Inner = Pick<Ctx, "db" | "accountId" | "now">;

/**
 * Writes lines into people's notification lists, in the transaction of the deed they are about. People without a seat and
 * people who switched the category off in product get none; the same kind, key and person is written once, however often
 * the deed is tried. One statement for any number of notices.
 */
export async function notify(ctx: Inner, notice: NewNotice | readonly NewNotice[]): Promise<void> {
  const list = Array.isArray(notice) ? (notice as readonly NewNotice[]) : [notice as NewNotice];
  await write(
    ctx,
    list.map(({ userId, ...words }) => ({ ...words, userId, to: null })),
  );
}

/** As `notify`, for addresses: whoever holds an active seat under one of them gets the line. */
export async function notifyAddresses(ctx: Inner, list: readonly AddressedNotice[]): Promise<void> {
  await write(
    ctx,
    list.map((each) => ({ ...each, userId: null })),
  );
}

async function write(
  { db, accountId, now }: Inner,
  list: readonly (NoticeWords & { userId: string | null; to: string | null })[],
): Promise<void> {
  if (list.length === 0) return;
  const lines = JSON.stringify(
    list.map(({ userId, to, kind, category, key, title, href }) => ({
      id: newId(),
      user_id: userId,
      address: to,
      kind,
      category,
      key,
      title: [...title].slice(0, 200).join(""),
      href,
      locked: notificationRules[category].cells.in_product.kind === "locked",
    })),
  );
  await addNotices(db, { accountId, at: now.toISOString(), lines });
}

const addNotices = statement((db, given: { accountId: string; at: string; lines: string }) =>
  db.execute(sql`
    insert into ${notices} (account_id, id, user_id, kind, category, key, title, href, at)
    select ${given.accountId}::uuid, n.id, m.user_id, n.kind, n.category, n.key, n.title, n.href, ${given.at}::timestamptz
    from jsonb_to_recordset(${given.lines}::jsonb) as n(id uuid, user_id uuid, address text, kind text, category text, key text, title text, href text, locked boolean)
      left join ${users} u on u.email = n.address
      join ${memberships} m on m.account_id = ${given.accountId}::uuid and m.user_id = coalesce(n.user_id, u.id) and m.state = 'active'
    where n.locked or not exists (
      select from ${notificationSettings} s
      where s.account_id = ${given.accountId}::uuid and s.user_id = m.user_id and s.category = n.category
        and s.channel = 'in_product' and s.value = 'off')
    on conflict do nothing`),
);
