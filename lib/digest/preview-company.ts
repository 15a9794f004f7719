import "server-only";
import { and, asc, eq, exists, isNull, sql } from "drizzle-orm";
import { accounts, memberRoles, memberships, users } from "@/db/schema";
import type { SystemActor } from "../actor";
import { type ReadCtx, readAs } from "../ctx";
import { isLocalDate } from "../dates";
import { NotFoundError } from "../errors";
import { planner } from "./plan";
import { type DigestPreview, previewDigest } from "./preview";
import { getTimetable, timeOfScope } from "./reschedule";
import { instantOfLocal } from "./schedule";

/**
 * What the members of a company would get at a moment, for the operator's command: of one person, or of everybody who
 * may get spend alerts. `asOf` is an ISO instant, or a day: then each person's own digest hour of that day.
 * The company is looked at as it stands, on that day: figures of the past are not brought back.
 * @throws NotFoundError for an unknown company or member; Error for what is no date.
 */
export async function previewCompany(input: {
  slug: string;
  asOf: string;
  email: string | null;
}): Promise<DigestPreview[]> {
  const { slug, asOf, email } = input;
  const [account] = await readAs(planner, ({ db }) =>
    db.select({ id: accounts.id }).from(accounts).where(eq(accounts.slug, slug)),
  );
  if (!account) throw new NotFoundError(`company ${slug}`);
  const actor: SystemActor = {
    kind: "system",
    accountId: account.id,
    userId: null,
    job: "preview-digest",
    via: "cron",
  };
  const plan = await readAs(actor, async (ctx) => {
    const people = await listPeople(ctx, email);
    const timetable = await getTimetable(ctx);
    return people.map(({ userId }) => ({ userId, now: momentOf(asOf, timeOfScope(timetable, userId)) }));
  });
  if (email && plan.length === 0) throw new NotFoundError(`member ${email}`);
  const previews: DigestPreview[] = [];
  for (const { userId, now } of plan) previews.push(await readAs(actor, (ctx) => previewDigest(ctx, userId), { now }));
  return previews;
}

function momentOf(asOf: string, { minuteOfDay, zone }: { minuteOfDay: number; zone: string }): Date {
  if (isLocalDate(asOf)) return instantOfLocal(asOf, minuteOfDay, zone);
  const instant = new Date(asOf);
  if (!/^\d{4}-\d{2}-\d{2}T/.test(asOf) || Number.isNaN(instant.getTime()))
    throw new Error("Give a day such as 2026-05-04, or an ISO 8601 instant.");
  return instant;
}

/** The member with this address, whatever their roles; without one, everybody who may get spend alerts, by name. */
const listPeople = ({ db, accountId }: ReadCtx, email: string | null) =>
  db
    .select({ userId: memberships.userId })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(
        eq(memberships.accountId, accountId),
        email
          ? eq(users.email, email.toLowerCase())
          : and(
              eq(memberships.state, "active"),
              exists(
                db
                  .select({ one: sql`1` })
                  .from(memberRoles)
                  .where(
                    and(
                      eq(memberRoles.accountId, accountId),
                      eq(memberRoles.userId, memberships.userId),
                      isNull(memberRoles.revokedAt),
                      sql`${memberRoles.role} in ('hiring_manager', 'admin', 'program_owner')`,
                    ),
                  ),
              ),
            ),
      ),
    )
    .orderBy(asc(users.name), asc(users.id));
