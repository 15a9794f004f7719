import { and, asc, eq } from "drizzle-orm";
import { auditEntries, auditEvents, mailOutbox } from "@/db/schema";
import { type Company, openCompany, type PolicySpec } from "@/db/seed/company";
import { knowPerson } from "@/db/seed/people";
import type { MemberActor, SystemActor, TalentActor } from "@/lib/actor";
import { type Ctx, type DoorOptions, type ReadCtx, readAs, writeAs } from "@/lib/ctx";
import { newId } from "@/lib/ids";
import { unseal } from "@/lib/mail/seal";
import { type Deeds, deedsIn } from "./deeds";
import { type MemberRole, membersOf, type TalentRole, talentOf } from "./people";

export type Role = MemberRole | TalentRole;
type ActorOf<R extends Role> = R extends TalentRole ? TalentActor & { accountId: string } : MemberActor;

/** A mail as it waits in the outbox, opened. */
export type QueuedMail = { kind: string; to: string; props: Record<string, unknown> };

/** One person at the doors, at the world's instant. */
export type Person<R extends Role> = {
  actor: ActorOf<R>;
  write<T>(verb: (ctx: Ctx<ActorOf<R>>) => Promise<T>): Promise<T>;
  read<T>(query: (ctx: ReadCtx<ActorOf<R>>) => Promise<T>): Promise<T>;
};

/**
 * A company of its own with everybody a story needs, and the deeds that bring its nouns into any state. Nothing in it
 * is shared with another world: address, slug and ids carry a tag.
 */
export type World = Deeds & {
  company: Company;
  accountId: string;
  currency: string;
  /** The instant at which people act; null: the clock's own. */
  now: Date | null;
  /** Moves the world to an instant ("2026-11-21T09:00Z") and hands it back. */
  at(iso: string): World;
  as<R extends Role>(role: R): Person<R>;
  system: SystemActor;
  emailOf(role: Role): string;
  /** Names of the events about one thing, in the order in which they happened. */
  events(subjectId: string): Promise<string[]>;
  /** Mails queued for a person or an address, oldest first. */
  mailTo(to: Role | string): Promise<QueuedMail[]>;
  /** A digest of every row of the company, to show that not a byte moved. */
  everything(): Promise<string>;
  /** Runs a deed that must leave every row as it is, and hands back its refusal, thrown or returned. */
  unmoved(deed: () => Promise<unknown>): Promise<unknown>;
  /** The same for many, one after the other, looking at the rows only before the first and after the last. */
  allUnmoved(deeds: readonly (() => Promise<unknown>)[]): Promise<unknown[]>;
};

export type WorldSpec = {
  /** First instant, ISO 8601; `"live"` follows the clock. A Monday morning in May by default. */
  now?: string;
  timeZone?: string;
  currency?: string;
  /** Approvers by step; null: the company has never set a policy. One step, one approver by default. */
  policy?: (Omit<PolicySpec, "steps"> & { steps?: readonly (readonly MemberRole[])[] }) | null;
};

/** Builds a coherent company with one call. */
export async function openWorld({
  now: first = "2026-05-04T09:00:00Z",
  timeZone = "Europe/Berlin",
  currency = "USD",
  policy = {},
}: WorldSpec = {}): Promise<World> {
  const tag = newId().slice(-12);
  const opened = first === "live" ? new Date() : new Date(first);
  const members = membersOf(tag);
  const talent = talentOf(tag);
  const emailOf = (role: Role) => (role in members ? members[role as MemberRole] : talent[role as TalentRole]).email;
  const steps = (policy?.steps ?? [["approver"]]).map((step) => step.map(emailOf));
  const company = await openCompany(
    {
      slug: `world-${tag}`,
      name: `Ashgrove ${tag}`,
      timeZone,
      currency,
      teams: ["Finance operations", "Product design"],
      members: Object.values(members),
      ...(policy ? { policy: { ...policy, steps } } : {}),
    },
    { now: opened, via: "test" },
  );
  const { accountId } = company;
  const talentIds = new Map<string, string>();
  for (const person of Object.values(talent)) talentIds.set(person.email, await knowPerson(person, opened));

  const actorOf = (role: Role): MemberActor | (TalentActor & { accountId: string }) => {
    if (role in members) return company.member(emailOf(role));
    const { name, email } = talent[role as TalentRole];
    return { kind: "talent", userId: talentIds.get(email) ?? "", accountId, name, email, via: "test" };
  };
  const system: SystemActor = { kind: "system", accountId, userId: null, job: "look", via: "test" };
  const door = (): DoorOptions => (world.now ? { now: world.now } : {});
  const world: World = {
    company,
    accountId,
    currency,
    now: first === "live" ? null : opened,
    system,
    emailOf,
    at(iso) {
      world.now = new Date(iso);
      return world;
    },
    as<R extends Role>(role: R): Person<R> {
      const actor = actorOf(role) as ActorOf<R>;
      return { actor, write: (verb) => writeAs(actor, verb, door()), read: (query) => readAs(actor, query, door()) };
    },
    async events(subjectId) {
      const rows = await readAs(system, ({ db }) =>
        db
          .select({ action: auditEntries.action })
          .from(auditEntries)
          .innerJoin(auditEvents, and(eq(auditEvents.accountId, accountId), eq(auditEvents.id, auditEntries.eventId)))
          .where(and(eq(auditEntries.accountId, accountId), eq(auditEntries.subjectId, subjectId)))
          .orderBy(asc(auditEvents.seq), asc(auditEntries.position)),
      );
      return rows.map((row) => row.action);
    },
    async mailTo(to) {
      const address = to in members || to in talent ? emailOf(to as Role) : to;
      const rows = await readAs(system, ({ db }) =>
        db
          .select({ kind: mailOutbox.kind, to: mailOutbox.toAddress, sealed: mailOutbox.sealedProps })
          .from(mailOutbox)
          .where(and(eq(mailOutbox.accountId, accountId), eq(mailOutbox.toAddress, address)))
          .orderBy(asc(mailOutbox.queuedAt), asc(mailOutbox.id)),
      );
      return rows.map(({ sealed, ...mail }) => ({ ...mail, props: unseal(sealed) as Record<string, unknown> }));
    },
    everything: () => readAs(system, digestOf),
    async unmoved(deed) {
      const before = await world.everything();
      const refusal = await deed().catch((error: unknown) => error);
      const after = await world.everything();
      if (after !== before) throw new Error(`Something moved:\n${before}\n→\n${after}`);
      return refusal;
    },
    async allUnmoved(deeds) {
      const refusals: unknown[] = [];
      await world.unmoved(async () => {
        for (const deed of deeds) refusals.push(await deed().catch((error: unknown) => error));
      });
      return refusals;
    },
    ...deedsIn(() => world),
  };
  return world;
}

/** Every table that carries an account, by the catalogue, so that a new one is looked at without being named here. */
async function digestOf({ db, accountId }: ReadCtx): Promise<string> {
  const tables = await db.execute<{ name: string }>(
    "select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'account_id' order by 1",
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const [row] = await db.execute<{ digest: string }>(
      `select count(*) || ':' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest from "${name}" t where account_id = '${accountId}'`,
    );
    parts.push(`${name} ${row?.digest}`);
  }
  return parts.join("\n");
}
