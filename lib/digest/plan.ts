import "server-only";
import { and, asc, eq, gt, lte, notExists, sql } from "drizzle-orm";
import { accountSettings, accounts, digestRuns, digestSchedules, memberRoles, memberships } from "@/db/schema";
import type { PlanActor, SystemActor } from "../actor";
import { type Ctx, type DoorOptions, type ReadCtx, readAs, writeAs } from "../ctx";
import { getTimetable, rescheduleDigests, timeOfScope } from "./reschedule";
import { catchUpMs, digestsDue, type PlannedDigest } from "./schedule";

const perTurn = 500;

export type DigestOptions = {
  door?: DoorOptions;
  /** only this company */
  accountId?: string | undefined;
  /** asked between companies: stop here, the next call goes on */
  enough?: () => boolean;
};

export const planner: PlanActor = { kind: "plan", accountId: null, userId: null, via: "cron" };
export const digestActor = (accountId: string): SystemActor => ({
  kind: "system",
  accountId,
  userId: null,
  job: "digest",
  via: "cron",
});

/**
 * Claims every digest whose slot has come: one row per account, person and ISO week, whoever is first. Schedules move on
 * in the same transaction, so a tick that dies leaves the slot due and one that comes twice finds it claimed (I28).
 * @returns how many claims were made.
 */
export async function planDigests({ door = {}, accountId, enough = () => false }: DigestOptions = {}): Promise<number> {
  let claimed = 0;
  for (;;) {
    const due = await readAs(planner, (ctx) => listDueAccounts(ctx, accountId), door);
    let moved = 0;
    for (const id of due) {
      if (enough()) return claimed;
      const made = await writeAs(digestActor(id), claimDue, door);
      claimed += made.claims;
      moved += made.moved;
    }
    if (due.length < perTurn || moved === 0) return claimed;
  }
}

/** The first planned digest of any company after an instant: where a clock that is moved has to halt. */
export async function findNextDigest(after: Date): Promise<Date | null> {
  const [next] = await readAs(planner, ({ db }) =>
    db
      .select({ dueAt: digestSchedules.dueAt })
      .from(digestSchedules)
      .innerJoin(accounts, and(eq(accounts.id, digestSchedules.accountId), eq(accounts.state, "active")))
      .where(gt(digestSchedules.dueAt, after))
      .orderBy(asc(digestSchedules.dueAt))
      .limit(1),
  );
  return next?.dueAt ?? null;
}

/** Companies with a slot that has come, and those that have never been planned. One that is being filled is left alone. */
async function listDueAccounts({ db, now }: ReadCtx, accountId?: string): Promise<string[]> {
  const which = accountId ? eq(accounts.id, accountId) : eq(accounts.state, "active");
  const due = await db
    .selectDistinct({ id: digestSchedules.accountId })
    .from(digestSchedules)
    .innerJoin(accounts, eq(accounts.id, digestSchedules.accountId))
    .where(and(lte(digestSchedules.dueAt, now), which))
    .limit(perTurn);
  const unplanned = await db
    .select({ id: accountSettings.accountId })
    .from(accountSettings)
    .innerJoin(accounts, eq(accounts.id, accountSettings.accountId))
    .where(
      and(
        which,
        notExists(
          db
            .select({ one: sql`1` })
            .from(digestSchedules)
            .where(
              and(
                eq(digestSchedules.accountId, accountSettings.accountId),
                eq(digestSchedules.scopeId, accountSettings.accountId),
              ),
            ),
        ),
      ),
    )
    .limit(perTurn);
  return [...due, ...unplanned].map((row) => row.id);
}

/** Claims what is due in one company and moves its schedules on. `moved` also counts a company planned for the first time. */
async function claimDue(ctx: Ctx): Promise<{ claims: number; moved: number }> {
  const { db, accountId, now } = ctx;
  const schedules = await db
    .select({ scopeId: digestSchedules.scopeId, dueAt: digestSchedules.dueAt, isoWeek: digestSchedules.isoWeek })
    .from(digestSchedules)
    .where(eq(digestSchedules.accountId, accountId))
    .orderBy(asc(digestSchedules.scopeId))
    .for("update");
  const due = schedules.filter((each) => each.dueAt <= now);
  // Another tick was here meanwhile.
  if (due.length === 0 && schedules.some((each) => each.scopeId === accountId)) return { claims: 0, moved: 0 };
  const timetable = await getTimetable(ctx);
  const slots = due.flatMap(({ scopeId, ...first }) =>
    digestsDue(first, timeOfScope(timetable, scopeId), timetable.timeZone, now).map((slot) => ({ scopeId, ...slot })),
  );
  const own = schedules.map((each) => each.scopeId).filter((scopeId) => scopeId !== accountId);
  const claims = slots.length > 0 ? await claim(ctx, slots, own) : 0;
  await rescheduleDigests(ctx, true);
  return { claims, moved: 1 };
}

/**
 * One claim per eligible person and slot; a second one for the same week has no representation. The company's slots are
 * for everybody without a schedule of their own (`own`). A slot that passed more than 72 hours ago is settled at once as
 * skipped, so that every week has an outcome.
 */
async function claim(
  { db, accountId, now }: Ctx,
  slots: readonly (PlannedDigest & { scopeId: string })[],
  own: readonly string[],
): Promise<number> {
  const at = now.toISOString();
  const listOf = (values: readonly string[]) => `{${values.join(",")}}`;
  const made = await db.execute(sql`
    insert into ${digestRuns} (account_id, user_id, iso_week, due_at, planned_at, outcome, settled_at)
    select m.account_id, m.user_id, s.iso_week, s.due_at, ${at}::timestamptz,
      case when s.late then 'skipped' end, case when s.late then ${at}::timestamptz end
    from (
      select u.scope_id, u.iso_week, u.due_at, u.due_at < ${new Date(now.getTime() - catchUpMs).toISOString()}::timestamptz as late
      from unnest(${listOf(slots.map((slot) => slot.scopeId))}::uuid[], ${listOf(slots.map((slot) => slot.isoWeek))}::text[],
        ${listOf(slots.map((slot) => slot.dueAt.toISOString()))}::timestamptz[]) as u (scope_id, iso_week, due_at)) s
    join ${memberships} m on m.account_id = ${accountId}::uuid and m.state = 'active'
      and (m.user_id = s.scope_id or s.scope_id = ${accountId}::uuid and m.user_id <> all(${listOf(own)}::uuid[]))
    where exists (select from ${memberRoles} r
      where r.account_id = ${accountId}::uuid and r.user_id = m.user_id and r.revoked_at is null
        and r.role in ('hiring_manager', 'admin', 'program_owner'))
    order by s.due_at
    on conflict do nothing
    returning user_id`);
  return made.length;
}
