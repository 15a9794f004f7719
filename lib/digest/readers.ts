import "server-only";
import { sql } from "drizzle-orm";
import type { Role } from "@/db/enums";
import { mailSuppressions, memberRoles, memberships, notificationSettings, users } from "@/db/schema";
import type { ReadCtx } from "../ctx";

/** A member as the digest asks about them: who may get one at all, and whether this one wants and can get it. */
export type Reader = {
  userId: string;
  name: string;
  email: string;
  zone: string;
  active: boolean;
  roles: readonly Role[];
  /** not switched off at the notification settings */
  wanted: boolean;
  suppressed: boolean;
};

/** Sees the whole company, by role; otherwise only what is owned. */
export const seesCompany = ({ roles }: Pick<Reader, "roles">) =>
  roles.includes("admin") || roles.includes("program_owner");

/** Hiring managers, admins and program owners, nobody else (source: spend alerts). */
export const isEligible = (reader: Pick<Reader, "active" | "roles">) =>
  reader.active && (seesCompany(reader) || reader.roles.includes("hiring_manager"));

/** These members of the company as they stand now, by id. One query. */
export async function listReaders(ctx: ReadCtx, userIds: readonly string[]): Promise<Map<string, Reader>> {
  if (userIds.length === 0) return new Map();
  const { accountId } = ctx;
  const rows = await ctx.db.execute<Reader & { user_id: string }>(sql`
    select m.user_id, u.name, u.email, u.time_zone as zone, m.state = 'active' as active,
      array(select distinct r.role from ${memberRoles} r
        where r.account_id = ${accountId} and r.user_id = m.user_id and r.revoked_at is null) as roles,
      not exists (select from ${notificationSettings} n
        where n.account_id = ${accountId} and n.user_id = m.user_id and n.category = 'spend_alerts' and n.channel = 'mail' and n.value = 'off') as wanted,
      exists (select from ${mailSuppressions} x where x.address = u.email) as suppressed
    from ${memberships} m join ${users} u on u.id = m.user_id
    where m.account_id = ${accountId} and m.user_id = any(${`{${userIds.join(",")}}`}::uuid[])`);
  return new Map(rows.map(({ user_id: userId, ...reader }) => [userId, { ...reader, userId }]));
}
