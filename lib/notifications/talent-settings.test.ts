import { eq } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { auditEntries, mailOutbox, talentNotificationSettings } from "@/db/schema";
import { openWorld, type World } from "@/e2e/world/world";
import { type MailKind, mails, registry } from "@/emails";
import { platformAccountId, type SystemActor, type TalentActor } from "../actor";
import { readAs, writeAs } from "../ctx";
import { drainOutbox } from "../mail/drain-outbox";
import { queueMail } from "../mail/queue-mail";
import type { Transport } from "../mail/transports";
import { changeNotificationSetting, changeTalentNotificationSetting } from "./change-notification-setting";
import { listTalentChoices } from "./queries";
import { isForSeat, isLockedMail, talentCategories, talentNotificationRules } from "./rules";
import type { ChangeNotificationSettingInput } from "./schema";

afterAll(closePool);

type Choice = ChangeNotificationSettingInput;
const off = (category: Choice["category"]): Choice => ({ category, channel: "mail", value: "off" });

const teodorOf = (world: World): TalentActor => ({ ...world.as("freelancer").actor, accountId: null });
const change = (talent: TalentActor, choice: Choice) =>
  writeAs({ ...talent, accountId: platformAccountId }, (ctx) => changeTalentNotificationSetting(ctx, choice));
const choices = (talent: TalentActor) => readAs(talent, listTalentChoices);

const queue = (world: World, kind: MailKind, to: string, props: Record<string, unknown> = {}) =>
  writeAs(world.system, (ctx) =>
    queueMail(ctx, { kind, to, key: kind, props: { ...mails[kind].preview, ...props } } as Parameters<
      typeof queueMail
    >[1]),
  );

async function drained(world: World): Promise<string[]> {
  const taken: string[] = [];
  const transport: Transport = {
    name: "resend",
    deliver: async (mail) => ({ status: "sent", providerId: String(taken.push(`${mail.kind} ${mail.to}`)) }),
    close() {},
  };
  await drainOutbox(world.accountId, { transport, wall: () => new Date(Date.now() + 3_600_000) });
  return taken.toSorted();
}

test("a freelancer's switch counts for the mails of every company, also those planned before it", async () => {
  const worlds = [await openWorld(), await openWorld()];
  const [first] = worlds;
  if (!first) throw new Error("no world");
  const teodor = teodorOf(first);
  const other = first.emailOf("secondFreelancer");
  for (const world of worlds) {
    await queue(world, "offer-expiring", teodor.email, { to: "talent" });
    await queue(world, "offer-sent", teodor.email);
    await queue(world, "contract-end-near", teodor.email, { to: "talent" });
  }
  await queue(first, "offer-expiring", other, { to: "talent" });
  expect(await change(teodor, off("offers"))).toEqual({ ok: true });
  expect(await choices(teodor)).toEqual([off("offers")]);
  expect(await drained(first)).toEqual(
    [`contract-end-near ${teodor.email}`, `offer-sent ${teodor.email}`, `offer-expiring ${other}`].toSorted(),
  );
  for (const world of worlds) {
    await drained(world);
    const fates = await readAs(world.system, ({ db }) =>
      db
        .select({ kind: mailOutbox.kind, to: mailOutbox.toAddress, state: mailOutbox.state, why: mailOutbox.lastError })
        .from(mailOutbox)
        .where(eq(mailOutbox.accountId, world.accountId)),
    );
    expect(fates.filter((each) => each.state === "dropped")).toEqual([
      { kind: "offer-expiring", to: teodor.email, state: "dropped", why: "setting off" },
    ]);
  }
  // On again: the next one comes.
  expect(await change(teodor, { ...off("offers"), value: "on" })).toEqual({ ok: true });
  await queue(first, "offer-expired", teodor.email, { to: "talent" });
  expect(await drained(first)).toEqual([`offer-expired ${teodor.email}`]);
});

test("every kind of mail to a freelancer is held back by its category's switch, or leaves because it is locked", async () => {
  const world = await openWorld();
  const teodor = teodorOf(world);
  for (const category of talentCategories) await change(teodor, off(category));
  const expected: string[] = [];
  for (const kind of Object.keys(mails) as MailKind[]) {
    const props = { ...registry[kind].preview, to: "talent" };
    // What only members get is queued for their seats, whatever its props say.
    if (isForSeat(kind, props) || kind === "sign-in-link") continue;
    const { category } = registry[kind];
    if (!(category.name in talentNotificationRules)) continue;
    await queue(world, kind, teodor.email, { to: "talent" });
    if (isLockedMail(category)) expected.push(`${kind} ${teodor.email}`);
  }
  expect(expected.length).toBeGreaterThan(5);
  expect(await drained(world)).toEqual(expected.toSorted());
});

test("the seat's switches and the freelancer's are two things of one person", async () => {
  const world = await openWorld();
  const hana = world.as("hiringManager");
  const asTalent: TalentActor = { ...teodorOf(world), userId: hana.actor.userId, email: hana.actor.email };
  await change(asTalent, off("offers"));
  await queue(world, "offer-expiring", hana.actor.email, { to: "sender" });
  expect(await drained(world)).toEqual([`offer-expiring ${hana.actor.email}`]);
  await change(asTalent, { ...off("offers"), value: "on" });
  await hana.write((ctx) => changeNotificationSetting(ctx, off("offers")));
  await queue(world, "offer-expired", hana.actor.email, { to: "talent" });
  await queue(world, "offer-declined", hana.actor.email);
  expect(await drained(world)).toEqual([`offer-expired ${hana.actor.email}`]);
});

const platform: SystemActor = {
  kind: "system",
  accountId: platformAccountId,
  userId: null,
  job: "look",
  via: "test",
};

test("what is locked on is refused by name with its reason, what does not exist is refused, and nothing is written", async () => {
  const world = await openWorld();
  const teodor = teodorOf(world);
  const attempts = [
    [off("contract_stops"), "locked"],
    [off("security"), "locked"],
    [{ ...off("security"), value: "daily" }, "locked"],
    [{ category: "offers", channel: "in_product", value: "off" }, "no-such-switch"],
    [{ ...off("offers"), value: "daily" }, "no-such-switch"],
    [off("spend_alerts"), "no-such-switch"],
    [off("approvals"), "no-such-switch"],
    [off("billing"), "no-such-switch"],
  ] as const;
  for (const [choice, reason] of attempts) expect(await change(teodor, choice)).toMatchObject({ ok: false, reason });
  expect(await change(teodor, off("contract_stops"))).toMatchObject({
    message: "Contracts paused or ended: this is locked on. Always on: work stops at once. Nothing was changed.",
  });
  expect(await choices(teodor)).toEqual([]);
});

test("a change is an event of the platform's; the same again is none; nobody else sees or changes it", async () => {
  const world = await openWorld();
  const [teodor, ines] = [teodorOf(world), { ...world.as("secondFreelancer").actor, accountId: null }];
  await change(teodor, off("contracts"));
  await change(teodor, off("contracts"));
  const events = await readAs(platform, ({ db }) =>
    db.select({ action: auditEntries.action }).from(auditEntries).where(eq(auditEntries.subjectId, teodor.userId)),
  );
  expect(events).toEqual([{ action: "notification-setting.changed" }]);
  expect(await choices(ines)).toEqual([]);
  // The row itself is out of reach: of other freelancers, in the platform's account too, and of members.
  const rows = (actor: Parameters<typeof readAs>[0]) =>
    readAs(actor, ({ db }) => db.select().from(talentNotificationSettings));
  expect(await rows(ines)).toEqual([]);
  expect(await rows({ ...ines, accountId: platformAccountId })).toEqual([]);
  expect(await rows(world.as("admin").actor)).toEqual([]);
  const forge = (actor: TalentActor & { accountId: string }) =>
    writeAs(actor, async (ctx) => {
      ctx.entries.push({ action: "forged", subjectKind: "member", subjectId: teodor.userId, data: {} });
      return ctx.db
        .insert(talentNotificationSettings)
        .values({
          accountId: actor.accountId,
          userId: teodor.userId,
          category: "offers",
          channel: "mail",
          value: "off",
          changedAt: ctx.now,
          auditId: ctx.auditId,
        })
        .returning();
    }).then(
      () => "written",
      () => "refused",
    );
  expect(await forge({ ...ines, accountId: platformAccountId })).toBe("refused");
  expect(await forge({ ...teodor, accountId: world.accountId })).toBe("refused");
  expect(await choices(teodor)).toEqual([off("contracts")]);
});
