import "server-only";
import { and, eq, notInArray, sql } from "drizzle-orm";
import { accountSettings, alertSettings, digestSchedules, personalSchedules } from "@/db/schema";
import type { Ctx, ReadCtx } from "../ctx";
import { NotFoundError } from "../errors";
import { type AlertSettings, digestTimeOf, type PersonalSchedule, usualAlertSettings } from "../notifications/rules";
import { nextDigestAt } from "./schedule";

/** What a company's digests are planned by: its settings, its zone, and who keeps a time of their own. */
export type Timetable = {
  timeZone: string;
  settings: AlertSettings;
  /** by user; empty while the company does not offer it */
  personal: ReadonlyMap<string, PersonalSchedule>;
};

export async function getTimetable(ctx: ReadCtx): Promise<Timetable> {
  const [row] = await ctx.db
    .select({ timeZone: accountSettings.timeZone, settings: alertSettings })
    .from(accountSettings)
    .leftJoin(alertSettings, eq(alertSettings.accountId, accountSettings.accountId))
    .where(eq(accountSettings.accountId, ctx.accountId));
  if (!row) throw new NotFoundError("company");
  const settings = row.settings ?? usualAlertSettings;
  const own = settings.personalSchedule
    ? await ctx.db
        .select({
          userId: personalSchedules.userId,
          weekday: personalSchedules.weekday,
          minuteOfDay: personalSchedules.minuteOfDay,
          zone: personalSchedules.zone,
        })
        .from(personalSchedules)
        .where(
          and(
            eq(personalSchedules.accountId, ctx.accountId),
            // All three left to the company: no time of their own.
            sql`num_nonnulls(${personalSchedules.weekday}, ${personalSchedules.minuteOfDay}, ${personalSchedules.zone}) > 0`,
          ),
        )
    : [];
  return { timeZone: row.timeZone, settings, personal: new Map(own.map(({ userId, ...choice }) => [userId, choice])) };
}

/**
 * Plans the next digest of the company and of everybody with a time of their own, from `ctx.now` on. Called in the deed
 * that changes a schedule, so that no slot falls between the old plan and the new; what is due already stays due, until
 * the planner, which claims it, calls this with `claimed`.
 */
export async function rescheduleDigests(
  ctx: Pick<Ctx, "db" | "accountId" | "now" | "actor">,
  claimed = false,
): Promise<void> {
  const timetable = await getTimetable(ctx);
  const { accountId, now } = ctx;
  const movable = claimed ? undefined : sql`${digestSchedules.dueAt} > ${now.toISOString()}::timestamptz`;
  const scopes = [accountId, ...timetable.personal.keys()];
  await ctx.db
    .delete(digestSchedules)
    .where(and(eq(digestSchedules.accountId, accountId), notInArray(digestSchedules.scopeId, scopes), movable));
  await ctx.db
    .insert(digestSchedules)
    .values(
      scopes.map((scopeId) => ({
        accountId,
        scopeId,
        ...nextDigestAt(timeOfScope(timetable, scopeId), timetable.timeZone, now),
      })),
    )
    .onConflictDoUpdate({
      target: [digestSchedules.accountId, digestSchedules.scopeId],
      set: { dueAt: sql`excluded.due_at`, isoWeek: sql`excluded.iso_week` },
      ...(movable ? { setWhere: movable } : {}),
    });
}

/** The weekly time of a schedule row: the company's, whose scope is the account itself, or one person's. */
export const timeOfScope = ({ settings, timeZone, personal }: Timetable, scopeId: string) =>
  digestTimeOf(settings, timeZone, personal.get(scopeId) ?? null);
