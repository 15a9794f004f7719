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
    slotsToClaim(scopeId, digestsDue(first, timeOfScope(timetable, scopeId), timetable.timeZone, now), now),
  );
  const own = schedules.map((each) => each.scopeId).filter((scopeId) => scopeId !== accountId);
  const claims = slots.length > 0 ? await claim(ctx, slots, own) : 0;
  await rescheduleDigests(ctx, true);
  return { claims, moved: 1 };
}

/** Slots of one schedule to be claimed: one week, or with `firstWeek` those of a long outage, down to `isoWeek`. */
type ClaimedSlot = PlannedDigest & { scopeId: string; firstWeek: string | null; late: boolean };

/**
 * What is written down for the slots of one schedule that have come, oldest first: one for each that can still be caught
 * up, and a single one, in the latest of their weeks, for all that cannot. So months without a tick, or a clock that is
 * moved by years, cost one row per person and not one per person and week.
 */
function slotsToClaim(scopeId: string, due: readonly PlannedDigest[], now: Date): ClaimedSlot[] {
  const inTime = now.getTime() - catchUpMs;
  const missed = due.filter((slot) => slot.dueAt.getTime() < inTime);
  const caughtUp = due.slice(missed.length).map((slot) => ({ ...slot, scopeId, firstWeek: null, late: false }));
  const [first, last] = [missed[0], missed.at(-1)];
  if (!first || !last) return caughtUp;
  return [{ ...last, scopeId, firstWeek: first.isoWeek, late: true }, ...caughtUp];
}

/**
 * One claim per eligible person and slot; a second one for the same week has no representation. The company's slots are
 * for everybody without a schedule of their own (`own`). Slots that passed more than 72 hours ago are settled at once as
 * skipped, so that every week has an outcome; the weeks such a row stands for begin after the last one that this person
 * has an outcome for already.
 */
async function claim(
  { db, accountId, now }: Ctx,
  slots: readonly ClaimedSlot[],
  own: readonly string[],
): Promise<number> {
  const at = now.toISOString();
  const rows = JSON.stringify(
    slots.map(({ scopeId, isoWeek, firstWeek, dueAt, late }) => ({
      scope_id: scopeId,
      iso_week: isoWeek,
      first_week: firstWeek,
      due_at: dueAt.toISOString(),
      late,
    })),
  );
  const made = await db.execute(sql`
    insert into ${digestRuns} (account_id, user_id, iso_week, first_week, due_at, planned_at, outcome, settled_at)
    select m.account_id, m.user_id, s.iso_week,
      case when s.late then (
        select nullif(least(greatest(s.first_week, to_char(to_date(max(r.iso_week), 'IYYY"-W"IW') + 7, 'IYYY"-W"IW')), s.iso_week), s.iso_week)
        from ${digestRuns} r where r.account_id = ${accountId}::uuid and r.user_id = m.user_id) end,
      s.due_at, ${at}::timestamptz, case when s.late then 'skipped' end, case when s.late then ${at}::timestamptz end
    from jsonb_to_recordset(${rows}::jsonb)
      as s (scope_id uuid, iso_week text, first_week text, due_at timestamptz, late boolean)
    join ${memberships} m on m.account_id = ${accountId}::uuid and m.state = 'active'
      and (m.user_id = s.scope_id or s.scope_id = ${accountId}::uuid and m.user_id <> all(${`{${own.join(",")}}`}::uuid[]))
    where exists (select from ${memberRoles} r
      where r.account_id = ${accountId}::uuid and r.user_id = m.user_id and r.revoked_at is null
        and r.role in ('hiring_manager', 'admin', 'program_owner'))
    order by s.due_at
    on conflict do nothing
    returning user_id`);
  return made.length;
}
