import { eq } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { closePool } from "@/db/client";
import { mailOutbox, mailSuppressions, memberRoles, memberships, notices, notificationSettings } from "@/db/schema";
import { openWorld, type World } from "@/e2e/world/world";
import { mails } from "@/emails";
import { approveRequest } from "../approvals/approve-request";
import { withdrawRequest } from "../approvals/withdraw-request";
import { recordEvent } from "../audit/record-event";
import { readAs, writeAs } from "../ctx";
import { ForbiddenError, NotFoundError } from "../errors";
import { drainOutbox } from "../mail/drain-outbox";
import { queueMail } from "../mail/queue-mail";
import type { Transport } from "../mail/transports";
import { changeAlertSettings } from "./change-alert-settings";
import { changeDigestSchedule } from "./change-digest-schedule";
import { changeNotificationSetting } from "./change-notification-setting";
import { markAllNoticesRead, markNoticeRead } from "./mark-notices-read";
import { notify } from "./notify";
import { countUnread, getAlertSettings, isMailWanted, listNotices } from "./queries";
import type { ChangeNotificationSettingInput } from "./schema";

afterAll(closePool);

type Choice = ChangeNotificationSettingInput;
const remindersOff: Choice = { category: "approval_reminders", channel: "mail", value: "off" };

async function drained(world: World): Promise<string[]> {
  const taken: string[] = [];
  const transport: Transport = {
    name: "resend",
    deliver: async (mail) => ({ status: "sent", providerId: String(taken.push(`${mail.kind} ${mail.to}`)) }),
    close() {},
  };
  await drainOutbox(world.accountId, { transport, wall: () => new Date(Date.now() + 3_600_000) });
  return taken;
}

const fates = (world: World) =>
  readAs(world.system, ({ db }) =>
    db
      .select({ kind: mailOutbox.kind, to: mailOutbox.toAddress, state: mailOutbox.state, why: mailOutbox.lastError })
      .from(mailOutbox)
      .where(eq(mailOutbox.accountId, world.accountId)),
  );

const queue = (
  world: World,
  kind: "request-reminder" | "request-declined" | "offer-accepted" | "offer-sent",
  to: string,
) =>
  writeAs(world.system, (ctx) =>
    queueMail(ctx, { kind, to, key: kind, props: mails[kind].preview } as Parameters<typeof queueMail>[1]),
  );

test("a switch counts for mails that were planned before it; those that are locked on leave all the same", async () => {
  const world = await openWorld();
  const bo = world.as("approver");
  const to = world.emailOf("approver");
  await queue(world, "request-reminder", to);
  await queue(world, "request-declined", to);
  await queue(world, "request-reminder", world.emailOf("secondApprover"));
  expect(await bo.read((ctx) => isMailWanted(ctx, bo.actor.userId, "approval_reminders"))).toBe(true);
  expect(await bo.write((ctx) => changeNotificationSetting(ctx, remindersOff))).toEqual({ ok: true });
  expect(await bo.read((ctx) => isMailWanted(ctx, bo.actor.userId, "approval_reminders"))).toBe(false);
  expect((await drained(world)).toSorted()).toEqual([
    `request-declined ${to}`,
    `request-reminder ${world.emailOf("secondApprover")}`,
  ]);
  expect(await fates(world)).toContainEqual({ kind: "request-reminder", to, state: "dropped", why: "setting off" });
  expect(await drained(world)).toEqual([]);
});

test("who left, and an address that bounced, get nothing more; a freelancer's mail asks for no seat", async () => {
  const world = await openWorld();
  const [gone, bounced] = [world.as("secondHiringManager"), "bounced@gone.example"];
  await queue(world, "offer-accepted", gone.actor.email);
  await queue(world, "offer-sent", gone.actor.email);
  await queue(world, "offer-sent", bounced);
  await writeAs(world.system, async (ctx) => {
    await ctx.db
      .update(memberships)
      .set({ state: "removed", removedAt: ctx.now, auditId: ctx.auditId })
      .where(eq(memberships.userId, gone.actor.userId));
    await ctx.db.insert(mailSuppressions).values({ address: bounced, reason: "bounced", since: ctx.now });
    recordEvent(ctx, "member.removed", "member", gone.actor.userId);
  });
  expect(await drained(world)).toEqual([`offer-sent ${gone.actor.email}`]);
  const dropped = (await fates(world)).filter((each) => each.state === "dropped");
  expect(dropped.map(({ to, why }) => `${to}: ${why}`).toSorted()).toEqual(
    [`${bounced}: suppressed`, `${gone.actor.email}: not eligible`].toSorted(),
  );
});

test("another company's switch, and another person's, count for nothing here", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const to = world.emailOf("approver");
  await queue(world, "request-reminder", to);
  await world.as("secondApprover").write((ctx) => changeNotificationSetting(ctx, remindersOff));
  await other.as("approver").write((ctx) => changeNotificationSetting(ctx, remindersOff));
  expect(await drained(world)).toEqual([`request-reminder ${to}`]);
});

test("what is locked on is refused by name, with the reason, and nothing moves", async () => {
  const world = await openWorld();
  const attempt = (choice: Choice) => world.as("hiringManager").write((ctx) => changeNotificationSetting(ctx, choice));
  const locked = [
    ["approvals", "mail"],
    ["contract_stops", "mail"],
    ["contract_stops", "in_product"],
    ["account_standing", "mail"],
    ["security", "mail"],
    ["security", "in_product"],
  ] as const;
  await world.unmoved(async () => {
    for (const [category, channel] of locked) {
      for (const value of ["off", "on", "daily"] as const)
        expect(await attempt({ category, channel, value })).toMatchObject({
          ok: false,
          reason: "locked",
          message: expect.stringMatching(/locked on.*[Aa]lways/),
        });
    }
    const none = { ok: false, reason: "no-such-switch" };
    expect(await attempt({ category: "spend_alerts", channel: "in_product", value: "off" })).toMatchObject(none);
    expect(await attempt({ category: "offers", channel: "mail", value: "daily" })).toMatchObject(none);
    expect(await attempt({ category: "messages", channel: "mail", value: "on" })).toMatchObject(none);
  });
});

test("spend alerts are the business of those who can spend; settings of nobody else's seat can be changed", async () => {
  const world = await openWorld();
  const off: Choice = { category: "spend_alerts", channel: "mail", value: "off" };
  expect(
    await world.unmoved(() => world.as("financeAdmin").write((ctx) => changeNotificationSetting(ctx, off))),
  ).toBeInstanceOf(ForbiddenError);
  expect(
    await world.unmoved(() => world.as("freelancer").write((ctx) => changeNotificationSetting(ctx, off))),
  ).toBeInstanceOf(ForbiddenError);
  const hana = world.as("hiringManager");
  expect(await hana.write((ctx) => changeNotificationSetting(ctx, off))).toEqual({ ok: true });
  expect(await world.events(hana.actor.userId)).toContain("notification-setting.changed");
  expect(await world.unmoved(() => hana.write((ctx) => changeNotificationSetting(ctx, off)))).toEqual({ ok: true });
  const kept = await readAs(world.system, ({ db }) =>
    db
      .select({ userId: notificationSettings.userId, value: notificationSettings.value })
      .from(notificationSettings)
      .where(eq(notificationSettings.accountId, world.accountId)),
  );
  expect(kept).toEqual([{ userId: hana.actor.userId, value: "off" }]);
});

test("approvals write into the list of whom they concern, once, and never a decision link", async () => {
  const world = await openWorld();
  const { id: requestId } = await world.pendingRequest();
  const [bo, hana] = [world.as("approver"), world.as("hiringManager")];
  const asked = await bo.read((ctx) => listNotices(ctx));
  expect(asked.rows.map(({ title, href, readAt }) => ({ title, href, readAt }))).toEqual([
    {
      title: "Hana Okafor asks you to approve $11,400.00 for “Payroll audit, March”",
      href: `/ab/jobs/approvals/${requestId}`,
      readAt: null,
    },
  ]);
  expect(await bo.read(countUnread)).toBe(1);
  const decision = await world.decision(requestId);
  await bo.write((ctx) => approveRequest(ctx, decision));
  const [told] = (await hana.read((ctx) => listNotices(ctx))).rows;
  expect(told).toMatchObject({
    category: "approvals",
    title: "Bo Lindqvist approved $11,400.00 for “Payroll audit, March”",
    href: `/ab/jobs/offers/new?request=${requestId}`,
  });
  const { id: second } = await world.pendingRequest();
  await hana.write((ctx) => withdrawRequest(ctx, { requestId: second }));
  expect((await bo.read((ctx) => listNotices(ctx))).rows.map((row) => row.title)).toContain(
    "Hana Okafor withdrew the request for “Payroll audit, March”",
  );
});

test("switched off in product: no line, and the mail comes all the same", async () => {
  const world = await openWorld();
  const bo = world.as("approver");
  await bo.write((ctx) =>
    changeNotificationSetting(ctx, { category: "approvals", channel: "in_product", value: "off" }),
  );
  await world.pendingRequest();
  expect(await bo.read(countUnread)).toBe(0);
  expect((await world.mailTo("approver")).map((mail) => mail.kind)).toEqual(["request-requested"]);
});

test("the same deed tried again notifies once; a deed that is undone notifies nobody; strangers get no line", async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const line = { kind: "probe", category: "security", key: "1", title: "A line", href: "/ab" } as const;
  const admin = world.as("admin");
  const told = () => admin.read(countUnread);
  await admin.write(async (ctx) => {
    await notify(ctx, { ...line, userId: admin.actor.userId });
    return { ok: false, reason: "refused" };
  });
  expect(await told()).toBe(0);
  for (const _ of [1, 2]) await admin.write((ctx) => notify(ctx, { ...line, userId: admin.actor.userId }));
  await admin.write((ctx) =>
    notify(ctx, [
      { ...line, key: "2", userId: other.as("admin").actor.userId },
      { ...line, key: "2", userId: world.as("freelancer").actor.userId },
    ]),
  );
  expect(await told()).toBe(1);
  const all = await readAs(world.system, ({ db, accountId }) =>
    db.select({ id: notices.id }).from(notices).where(eq(notices.accountId, accountId)),
  );
  expect(all).toHaveLength(1);
});

test("a list is read a page at a time, without gaps or repeats, and only by its owner", async () => {
  const world = await openWorld();
  const [admin, owner] = [world.as("admin"), world.as("programOwner")];
  await admin.write((ctx) =>
    notify(
      ctx,
      Array.from({ length: 60 }, (_, n) => ({
        userId: admin.actor.userId,
        kind: "probe",
        category: "security" as const,
        key: String(n),
        title: `Line ${n}`,
        href: "/ab",
      })),
    ),
  );
  const seen: string[] = [];
  for (let before: string | undefined, pages = 0; pages < 5; pages++) {
    const { rows, next } = await admin.read((ctx) => listNotices(ctx, before));
    seen.push(...rows.map((row) => row.id));
    if (!next) break;
    before = next;
  }
  expect(seen).toHaveLength(60);
  expect(new Set(seen).size).toBe(60);
  const [first = ""] = seen;
  expect(await world.unmoved(() => owner.write((ctx) => markNoticeRead(ctx, first)))).toBeInstanceOf(NotFoundError);
  expect(await admin.write((ctx) => markNoticeRead(ctx, first))).toEqual({ ok: true, href: "/ab" });
  expect(await admin.read(countUnread)).toBe(59);
  expect((await owner.read((ctx) => listNotices(ctx))).rows).toEqual([]);
  const shownAt = new Date("2026-05-04T09:00:00Z");
  await owner.write((ctx) => markAllNoticesRead(ctx, { shownAt }));
  expect(await admin.read(countUnread)).toBe(59);
  await admin.write((ctx) => markAllNoticesRead(ctx, { shownAt: new Date("2026-05-04T08:59:59Z") }));
  expect(await admin.read(countUnread)).toBe(59);
  await admin.write((ctx) => markAllNoticesRead(ctx, { shownAt }));
  expect(await admin.read(countUnread)).toBe(0);
});

test("of two people who began from the same settings of the company one saves, and others may not", async () => {
  const world = await openWorld();
  const began = await world.as("admin").read(getAlertSettings);
  const settings = { ...began, time: 6 * 60, weekday: 3, zone: null };
  const save = (role: "admin" | "programOwner" | "hiringManager" | "financeAdmin") =>
    world.as(role).write((ctx) => changeAlertSettings(ctx, settings));
  expect(await save("admin")).toEqual({ ok: true, version: began.version + 1 });
  expect(await world.unmoved(() => save("programOwner"))).toEqual({ ok: false, reason: "changed-meanwhile" });
  expect(await world.unmoved(() => save("hiringManager"))).toBeInstanceOf(ForbiddenError);
  expect(await world.unmoved(() => save("financeAdmin"))).toBeInstanceOf(ForbiddenError);
  expect(await world.as("admin").read(getAlertSettings)).toMatchObject({ minuteOfDay: 360, weekday: 3 });
  expect(await world.events(world.accountId)).toContain("alert-settings.changed");
});

test("an own schedule is refused where the company does not offer it, and to people who get no digest", async () => {
  const world = await openWorld();
  const choice = { weekday: 4, time: null, zone: "Asia/Tokyo" };
  const choose = (role: "hiringManager" | "financeAdmin") =>
    world.as(role).write((ctx) => changeDigestSchedule(ctx, choice));
  expect(await choose("hiringManager")).toEqual({ ok: true });
  expect(await world.unmoved(() => choose("financeAdmin"))).toBeInstanceOf(ForbiddenError);
  const now = await world.as("admin").read(getAlertSettings);
  await world
    .as("admin")
    .write((ctx) => changeAlertSettings(ctx, { ...now, time: now.minuteOfDay, personalSchedule: false }));
  expect(await world.unmoved(() => choose("hiringManager"))).toMatchObject({ ok: false, reason: "not-offered" });
});

test("a hiring manager who lost every role gets no spend alerts that were planned before", async () => {
  const world = await openWorld();
  const hana = world.as("hiringManager");
  await writeAs(world.system, async (ctx) => {
    await queueMail(ctx, {
      kind: "spend-alerts",
      to: hana.actor.email,
      key: "w",
      props: mails["spend-alerts"].preview,
    });
    await ctx.db
      .update(memberRoles)
      .set({ revokedAt: ctx.now, auditId: ctx.auditId })
      .where(eq(memberRoles.userId, hana.actor.userId));
    recordEvent(ctx, "member.role-revoked", "member", hana.actor.userId);
  });
  expect(await drained(world)).toEqual([]);
  expect(await fates(world)).toMatchObject([{ state: "dropped", why: "not eligible" }]);
});
