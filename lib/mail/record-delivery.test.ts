import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { closePool } from "@/db/client";
import { signedWebhook, webhookEvent, webhookSecret } from "@/e2e/stand-ins/resend-webhook";
import { openWorld, type World } from "@/e2e/world/world";
import { mails } from "@/emails";
import { writeAs } from "../ctx";
import { env } from "../env";
import { drainOutbox } from "./drain-outbox";
import { queueMail } from "./queue-mail";
import type { OutgoingMail, Transport } from "./transports";

vi.hoisted(() => {
  process.env.RESEND_WEBHOOK_SECRET = `whsec_${Buffer.from("only-for-tests-only-for-tests-32").toString("base64")}`;
});
const { POST } = await import("@/app/api/webhooks/resend/route");

// B13 for webhooks, I32, T23: signed events of a stand-in, against the route itself.

const sql = postgres(process.env.ADMIN_DATABASE_URL ?? "", { max: 1, onnotice: () => {} });
const at = "2026-05-04T09:00:05.000Z";
let world: World;
let queued = 0;

beforeAll(async () => {
  world = await openWorld();
  expect(env.RESEND_WEBHOOK_SECRET).toBe(webhookSecret);
});
beforeEach(() => sql`delete from mail_suppressions`);
afterAll(async () => {
  await sql.end({ timeout: 5 });
  await closePool();
});

type Mail = { id: string; accountId: string; to: string };

async function queue(to = world.emailOf("approver")): Promise<Mail> {
  const key = `w${queued++}`;
  await writeAs(world.system, (ctx) =>
    queueMail(ctx, { kind: "offer-withdrawn", to, key, props: mails["offer-withdrawn"].preview }),
  );
  const [row] = await sql`select id from mail_outbox where dedupe_key like ${`%/${key}/%`}`;
  return { id: row?.id, accountId: world.accountId, to };
}

const post = async ({ body, headers }: { body: string | Uint8Array<ArrayBuffer>; headers: Record<string, string> }) =>
  (await POST(new Request("http://localhost:3000/api/webhooks/resend", { method: "POST", body, headers }))).status;

const tell = (
  mail: Mail,
  type: Parameters<typeof webhookEvent>[0]["type"],
  more: { at?: string; bounce?: string; id?: string } = {},
) => post(signedWebhook(webhookEvent({ type, at: more.at ?? at, mail, ...more }), more.id ? { id: more.id } : {}));

const look = async ({ id }: Mail) =>
  (
    await sql`select state, delivered_at, bounced_at, complained_at, sent_at from mail_outbox where id = ${id}`
  )[0] as Record<string, unknown>;

const suppressions = async () =>
  sql<{ address: string; reason: string }[]>`select address, reason from mail_suppressions`;

function taking(): Transport & { taken: OutgoingMail[] } {
  const taken: OutgoingMail[] = [];
  return {
    name: "resend",
    taken,
    deliver: async (mail) => ({ status: "sent", providerId: String(taken.push(mail)) }),
    close() {},
  };
}

/** Who runs the company of a world. */
const runners = (of: World) => (["admin", "programOwner"] as const).map((role) => of.as(role).actor.userId).toSorted();

test("delivered is recorded on the row; nobody is suppressed", async () => {
  const mail = await queue();
  expect(await tell(mail, "email.delivered")).toBe(200);
  expect(await look(mail)).toMatchObject({ delivered_at: new Date(at), bounced_at: null, complained_at: null });
  expect(await suppressions()).toEqual([]);
});

test.each([
  { type: "email.bounced", bounce: "Permanent", reason: "bounced", says: "came back" },
  { type: "email.complained", bounce: undefined, reason: "complained", says: "reported our mail as spam" },
] as const)(
  "$type stops further mail to the address and tells the company's admins and program owners in product",
  async ({ type, bounce, reason, says }) => {
    const to = `${reason}@gone.example`;
    const [mail, planned] = [await queue(to), await queue(to)];
    expect(await tell(mail, type, bounce ? { bounce } : {})).toBe(200);
    expect(await suppressions()).toEqual([{ address: to, reason }]);
    const out = taking();
    await drainOutbox(world.accountId, { transport: out });
    expect(out.taken.map((each) => each.to)).not.toContain(to);
    expect(await look(planned)).toMatchObject({ state: "dropped" });
    const notices = await sql`select user_id, title from notices where title like ${`%${to}%`}`;
    expect(notices.map((each) => each.user_id).toSorted()).toEqual(runners(world));
    expect(notices[0]?.title).toContain(says);
  },
);

test("a full mailbox is no reason to stop", async () => {
  const mail = await queue();
  expect(await tell(mail, "email.bounced", { bounce: "Transient" })).toBe(200);
  expect(await look(mail)).toMatchObject({ bounced_at: new Date(at) });
  expect(await suppressions()).toEqual([]);
});

test("the admins and program owners of every company in which the reader has a seat are told, whichever of them sent the mail", async () => {
  const other = await openWorld();
  const mail = await queue(other.emailOf("hiringManager"));
  await tell(mail, "email.bounced", { bounce: "Permanent" });
  const told = await sql<{ user_id: string }[]>`select user_id from notices where title like ${`%${mail.to}%`}`;
  expect(told.map((each) => each.user_id).toSorted()).toEqual([...runners(world), ...runners(other)].toSorted());
});

test("the same event is taken once, and the order of events does not matter", async () => {
  const events = [
    { type: "email.sent", at: "2026-05-04T09:00:01.000Z" },
    { type: "email.delivered", at: "2026-05-04T09:00:02.000Z" },
    { type: "email.bounced", at: "2026-05-04T09:00:03.000Z", bounce: "Permanent" },
    { type: "email.complained", at: "2026-05-04T09:00:04.000Z" },
    { type: "email.delivered", at: "2026-05-04T09:00:06.000Z" },
  ] as const;
  const outcomes = new Set<string>();
  for (const order of permutations(events).filter((_, n) => n % 20 === 0)) {
    await sql`delete from mail_suppressions`;
    await sql`delete from webhook_events`;
    const mail = await queue();
    for (const event of order) {
      const signed = signedWebhook(webhookEvent({ ...event, mail }));
      expect([await post(signed), await post(signed)]).toEqual([200, 200]);
    }
    const [seen] = await sql`select count(*)::int as n from webhook_events`;
    expect(seen?.n).toBe(events.length);
    outcomes.add(JSON.stringify([await look(mail), await suppressions()]));
  }
  expect([...outcomes]).toHaveLength(1);
  expect([...outcomes][0]).toContain('"delivered_at":"2026-05-04T09:00:02.000Z"');
  expect([...outcomes][0]).toContain('"reason":"complained"');
});

test("a repeat writes nothing more: a suppression that was lifted stays lifted", async () => {
  const mail = await queue("back@again.example");
  const event = signedWebhook(webhookEvent({ type: "email.bounced", at, mail, bounce: "Permanent" }));
  await post(event);
  await sql`delete from mail_suppressions`;
  expect(await post(event)).toBe(200);
  expect(await suppressions()).toEqual([]);
});

test("a mail of which no clear answer came counts as sent once the provider speaks of it", async () => {
  const mail = await queue();
  await sql`update mail_outbox set state = 'unknown' where id = ${mail.id}`;
  await tell(mail, "email.delivered");
  expect(await look(mail)).toMatchObject({ state: "sent", sent_at: new Date(at) });
});

test("events of other kinds, of other mails and of other companies' rows change nothing here", async () => {
  const mail = await queue();
  const other = await openWorld();
  const before = await look(mail);
  expect(await tell(mail, "email.opened")).toBe(200);
  expect(await tell({ ...mail, accountId: other.accountId }, "email.delivered")).toBe(200);
  expect(await tell({ ...mail, accountId: "none", id: "none" }, "email.complained")).toBe(200);
  expect(await look(mail)).toEqual(before);
  expect(await suppressions()).toEqual([]);
});

test("no flipped byte of the body and no changed header passes; nothing is written", async () => {
  const mail = await queue();
  const event = signedWebhook(webhookEvent({ type: "email.bounced", at, mail, bounce: "Permanent" }));
  const bytes = Buffer.from(event.body);
  const refused = new Set<number>();
  const step = Math.max(1, Math.floor(bytes.length / 120)); // every byte takes a while; MAIL_BYTES=all asks for it
  for (let n = 0; n < bytes.length; n += process.env.MAIL_BYTES === "all" ? 1 : step) {
    const flipped = Uint8Array.from(bytes);
    flipped[n] = (flipped[n] ?? 0) ^ (1 << (n % 8));
    refused.add(await post({ body: flipped, headers: event.headers }));
  }
  for (const [name, value] of Object.entries(event.headers).filter(([each]) => each.startsWith("svix"))) {
    for (let n = 0; n < value.length; n++) {
      const changed = value[n] === "7" ? "8" : "7";
      refused.add(
        await post({
          ...event,
          headers: { ...event.headers, [name]: value.slice(0, n) + changed + value.slice(n + 1) },
        }),
      );
    }
    const { [name]: _, ...without } = event.headers;
    refused.add(await post({ ...event, headers: without }));
  }
  expect([...refused]).toEqual([401]);
  expect(await look(mail)).toMatchObject({ bounced_at: null });
  expect(await suppressions()).toEqual([]);
  expect(await post(event)).toBe(200);
});

test("another secret, an instant more than five minutes off and a body cut short are refused", async () => {
  const mail = await queue();
  const body = webhookEvent({ type: "email.delivered", at, mail });
  const minutes = (n: number) => new Date(Date.now() + n * 60_000);
  const stranger = `whsec_${Buffer.from("another-secret-another-secret-32").toString("base64")}`;
  expect(await post(signedWebhook(body, { secret: stranger }))).toBe(401);
  expect(await post(signedWebhook(body, { at: minutes(-6) }))).toBe(401);
  expect(await post(signedWebhook(body, { at: minutes(6) }))).toBe(401);
  const cut = signedWebhook(body);
  expect(await post({ ...cut, body: body.slice(0, -1) })).toBe(401);
  expect(await post(signedWebhook(body, { at: minutes(-4) }))).toBe(200);
  expect(await look(mail)).toMatchObject({ delivered_at: new Date(at) });
});

test("what is signed and no event is answered with 400, what is too long with 401; never with a fault", async () => {
  expect(await post(signedWebhook("[]"))).toBe(400);
  expect(await post(signedWebhook('{"type":"email.bounced"}'))).toBe(400);
  expect(await post(signedWebhook("no json"))).toBe(401);
  expect(await post(signedWebhook(`"${"x".repeat(1_100_000)}"`))).toBe(401);
  expect(await post({ body: "", headers: {} })).toBe(401);
});

test("without a secret the route is not there", async () => {
  const event = signedWebhook(webhookEvent({ type: "email.delivered", at, mail: await queue() }));
  vi.resetModules();
  vi.stubEnv("RESEND_WEBHOOK_SECRET", "");
  const closed = await import("@/app/api/webhooks/resend/route");
  const answer = await closed.POST(
    new Request("http://localhost:3000/api/webhooks/resend", { method: "POST", ...event }),
  );
  vi.unstubAllEnvs();
  expect(answer.status).toBe(404);
});

function permutations<T>(list: readonly T[]): T[][] {
  if (list.length < 2) return [[...list]];
  return list.flatMap((each, n) => permutations(list.toSpliced(n, 1)).map((rest) => [each, ...rest]));
}
