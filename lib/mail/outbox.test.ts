import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type ResendStandIn, startResend } from "@/e2e/stand-ins/resend";
import { type SmtpStandIn, startSmtp } from "@/e2e/stand-ins/smtp";
import { openWorld, type World } from "@/e2e/world/world";
import { mails } from "@/emails";
import { accountOfToken } from "../approvals/decision-link";
import { writeAs } from "../ctx";
import { sendOffer } from "../offers/send-offer";
import { type DrainOptions, drainOutbox } from "./drain-outbox";
import { queueMail } from "./queue-mail";
import { seal, unseal } from "./seal";
import type { DeliveryResult, OutgoingMail, Transport } from "./transports";
import { resendTransport } from "./transports/resend";
import { messageIdOf, smtpTransport } from "./transports/smtp";

// The outbox against a real SMTP server and a stand-in of Resend's API (I28 to I32, reliability.md §4.9). Wall time is
// handed in, so hours of back-off pass without waiting. Crashed workers: outbox-workers.test.ts.

const sql = postgres(process.env.ADMIN_DATABASE_URL ?? "", { max: 1, onnotice: () => {} });
const second = 1_000;
const hour = 3_600_000;
let world: World;
let wall: Date;
let queued = 0;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => sql.end({ timeout: 5 }));
beforeEach(async () => {
  await sql`delete from mail_outbox`;
  // Mails are queued at the machine's own time; every test starts a little after it.
  wall = new Date(Date.now() + hour);
});

const later = (ms: number) => {
  wall = new Date(wall.getTime() + ms);
};
const drain = (transport: Transport, options: DrainOptions = {}) =>
  drainOutbox(world.accountId, { transport, wall: () => wall, ...options });

/** Queues one mail as a verb does. Each is another, unless `key` says otherwise. */
async function queue({
  to = "bo@northwind.example",
  key = `k${queued++}`,
  title = "Payroll audit, March",
} = {}): Promise<void> {
  await writeAs(world.system, (ctx) =>
    queueMail(ctx, { kind: "offer-withdrawn", to, key, props: { ...mails["offer-withdrawn"].preview, title } }),
  );
}

type Row = {
  state: string;
  attempts: number;
  provider_id: string | null;
  last_error: string | null;
  wait: number;
  leased: boolean;
  kept: boolean;
};

async function rows(): Promise<Row[]> {
  return sql<Row[]>`
    select state, attempts, provider_id, last_error, extract(epoch from run_after - ${wall.toISOString()}::timestamptz)::float as wait, lease_token is not null as leased, sealed_mail is not null as kept
    from mail_outbox order by id`;
}

async function onlyRow(): Promise<Row> {
  const [row, ...more] = await rows();
  if (!row || more.length > 0) throw new Error("There is not exactly one mail.");
  return row;
}

/** Drains again and again, each time when the next mail is due, until nothing is left to try. */
async function drainToTheEnd(transport: Transport): Promise<void> {
  for (let turn = 0; turn < 40; turn++) {
    await drain(transport);
    const open = (await rows()).filter((row) => row.state === "ready" || row.state === "leased");
    if (open.length === 0) return;
    later(Math.max(...open.map((row) => row.wait), 1) * second + 1);
  }
  throw new Error(`Mails are still open: ${JSON.stringify(await rows())}`);
}

/** A way out that does what the test says and notes every attempt. */
function scripted(
  deliver: (mail: OutgoingMail, attempt: number) => DeliveryResult | Promise<DeliveryResult>,
): Transport & { attempts: OutgoingMail[] } {
  const attempts: OutgoingMail[] = [];
  return { name: "resend", attempts, deliver: async (mail) => deliver(mail, attempts.push(mail)), close() {} };
}

const sent = (mail: OutgoingMail): DeliveryResult => ({ status: "sent", providerId: `p-${mail.id}` });
const retry: DeliveryResult = { status: "retry", error: "busy" };

describe("over SMTP", () => {
  let server: SmtpStandIn;
  let transport: Transport;
  beforeEach(async () => {
    server = await startSmtp();
    transport = smtpTransport(server.url, { timeoutMs: 3 * second });
  });
  afterEach(async () => {
    transport.close();
    await server.stop();
  });

  test("a mail is handed over once, however often the outbox is drained", async () => {
    await queue();
    expect(await drain(transport)).toEqual({ sent: 1, retried: 0, unknown: 0, dead: 0, dropped: 0 });
    expect(await drain(transport)).toEqual({ sent: 0, retried: 0, unknown: 0, dead: 0, dropped: 0 });
    later(24 * hour);
    await drain(transport);
    expect(server.accepted).toHaveLength(1);
    expect(await onlyRow()).toMatchObject({ state: "sent", attempts: 1, leased: false, kept: false });
  });

  test("421, a greylisting 451 and a line that breaks in the middle are tried again, and arrive once", async () => {
    for (let n = 0; n < 6; n++) await queue({ to: `person${n}@northwind.example` });
    server.fail(
      { at: "sender", kind: 421 },
      { at: "recipient", kind: 451 },
      { at: "middle", kind: "drop" },
      { at: "data", kind: 421 },
      { at: "sender", kind: "drop" },
    );
    await drainToTheEnd(transport);
    expect(server.accepted.map(({ recipients }) => recipients[0]).toSorted()).toEqual(
      Array.from({ length: 6 }, (_, n) => `person${n}@northwind.example`),
    );
    expect((await rows()).map((row) => row.state)).toEqual(Array.from({ length: 6 }, () => "sent"));
    expect((await rows()).filter((row) => row.attempts > 1).length).toBeGreaterThanOrEqual(5);
  });

  test("550 is final: never tried again, and the others are not held up", async () => {
    await queue({ to: "gone@northwind.example" });
    await queue({ to: "here@northwind.example" });
    server.fail({ at: "recipient", kind: 550 });
    await drain(transport, { batch: 1 });
    later(30 * 24 * hour);
    await drain(transport);
    expect((await rows()).map((row) => [row.state, row.attempts])).toEqual([
      ["dead", 1],
      ["sent", 1],
    ]);
    expect(server.accepted.map(({ recipients }) => recipients)).toEqual([["here@northwind.example"]]);
  });

  test("when the line breaks after the whole message, it is repeated with the same bytes and Message-ID", async () => {
    // SMTP knows no keys: this one repeat cannot be avoided, so it must be recognisable (I28's promise for SMTP).
    await queue();
    server.fail({ at: "taken", kind: "drop" });
    await drainToTheEnd(transport);
    expect(server.accepted).toHaveLength(2);
    const [one, two] = server.accepted;
    expect(two?.raw).toBe(one?.raw);
    expect(one?.letter.messageId).toMatch(/^<[0-9a-f]{40}@/);
    expect(await onlyRow()).toMatchObject({ state: "sent", attempts: 2, provider_id: one?.letter.messageId });
  });
});

describe("over Resend's API", () => {
  let server: ResendStandIn;
  let transport: Transport;
  beforeEach(async () => {
    server = await startResend();
    transport = resendTransport(server.apiKey, { baseUrl: server.url, timeoutMs: 700, now: () => wall.getTime() });
  });
  afterEach(() => server.stop());

  test("lost answers, stalls, errors before and after it was taken, a proxy's page: each mail is taken once", async () => {
    const kinds = ["drop", "stall", "500", "page"] as const;
    for (let n = 0; n < 16; n++) await queue({ to: `person${n}@northwind.example` });
    server.fail(
      ...kinds.flatMap((kind) => [
        { at: "before" as const, kind },
        { at: "after" as const, kind },
      ]),
      { at: "before", kind: "429", retryAfter: 3 },
      ...kinds.map((kind) => ({ at: "after" as const, kind })),
    );
    await drainToTheEnd(transport);
    expect(server.accepted.map(({ to }) => to[0]).toSorted()).toEqual(
      Array.from({ length: 16 }, (_, n) => `person${n}@northwind.example`).toSorted(),
    );
    expect(new Set(server.accepted.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(16);
    const kept = await sql<
      { provider_id: string; to_address: string; state: string }[]
    >`select provider_id, to_address, state from mail_outbox`;
    expect(new Set(kept.map((row) => `${row.state} ${row.to_address} ${row.provider_id}`))).toEqual(
      new Set(server.accepted.map(({ id, to }) => `sent ${to[0]} ${id}`)),
    );
    expect(server.requests()).toBeGreaterThan(16 + 8);
  });

  test("a 429 is obeyed to the second: nothing is asked before, and everything after", async () => {
    for (let n = 0; n < 3; n++) await queue({ to: `person${n}@northwind.example` });
    server.fail({ at: "before", kind: "429", retryAfter: 7 });
    await drain(transport);
    expect(server.requests()).toBe(1);
    expect((await rows()).map((row) => row.wait)).toEqual([7, 7, 7]);
    later(6.9 * second);
    await drain(transport);
    expect(server.requests()).toBe(1);
    later(0.2 * second);
    expect(await drain(transport)).toEqual({ sent: 3, retried: 0, unknown: 0, dead: 0, dropped: 0 });
    expect(server.requests()).toBe(4);
  });

  test("after 20 hours without a clear answer it is left as unknown, and the provider is not asked again", async () => {
    await queue();
    server.fail(...Array.from({ length: 9 }, () => ({ at: "after" as const, kind: "drop" as const })));
    await drain(transport);
    later(20 * hour - 1);
    await drain(transport);
    expect(await onlyRow()).toMatchObject({ state: "ready", attempts: 2 });
    const asked = server.requests();
    server.forget();
    later(second * 700);
    expect(await drain(transport)).toEqual({ sent: 0, retried: 0, unknown: 1, dead: 0, dropped: 0 });
    expect(server.requests()).toBe(asked);
    expect(server.accepted).toHaveLength(1);
    later(100 * hour);
    await drain(transport);
    expect(await onlyRow()).toMatchObject({ state: "unknown", attempts: 2 });
  });
});

describe("leases", () => {
  test("eight workers in one process: every mail once, and nobody claims more than asked for", async () => {
    for (let n = 0; n < 80; n++) await queue({ to: `person${n}@northwind.example` });
    const out = scripted(sent);
    let most = 0;
    const count = async () => {
      const [found] = await sql<
        { n: number }[]
      >`select coalesce(max(n), 0)::int as n from (select count(*) as n from mail_outbox where state = 'leased' group by lease_token) g`;
      most = Math.max(most, found?.n ?? 0);
    };
    const watched: Transport = {
      ...out,
      deliver: async (mail, options) => {
        await count();
        return out.deliver(mail, options);
      },
    };
    const reports = await Promise.all(Array.from({ length: 8 }, () => drain(watched, { batch: 5 })));
    const sum = (fate: "sent" | "retried") => reports.reduce((total, report) => total + report[fate], 0);
    expect([sum("sent"), sum("retried")]).toEqual([80, 0]);
    expect(new Set(out.attempts.map((mail) => mail.id)).size).toBe(80);
    expect(out.attempts).toHaveLength(80);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(5);
  });

  test("a worker that was away for too long does not overwrite what the next one did", async () => {
    await queue();
    const next = scripted(sent);
    const slow = scripted(async () => {
      later(61 * second);
      await drain(next);
      return { status: "rejected", error: "too late to matter" };
    });
    expect(await drain(slow)).toEqual({ sent: 0, retried: 1, unknown: 0, dead: 0, dropped: 0 });
    expect(next.attempts.map((mail) => mail.idempotencyKey)).toEqual(slow.attempts.map((mail) => mail.idempotencyKey));
    expect(await onlyRow()).toMatchObject({ state: "sent", last_error: null, attempts: 2 });
  });

  test("a slow batch keeps the mail in hand leased: the next worker takes none of those still to come", async () => {
    for (let n = 0; n < 10; n++) await queue({ to: `person${n}@northwind.example` });
    const other = scripted(sent);
    const slow = scripted(async (mail) => {
      later(14 * second);
      await drain(other);
      return sent(mail);
    });
    await drain(slow);
    const ids = [...slow.attempts, ...other.attempts].map((mail) => mail.id);
    expect(new Set(ids).size).toBe(10);
    expect(ids).toHaveLength(10);
  });

  test("a crashed worker's mail is free again after its lease, under the same key", async () => {
    await queue();
    const crashed = scripted(() => new Promise<never>(() => {}));
    void drain(crashed);
    while (crashed.attempts.length === 0) await rows();
    const next = scripted(sent);
    later(59 * second);
    await drain(next);
    expect(next.attempts).toEqual([]);
    later(2 * second);
    await drain(next);
    expect(next.attempts.map((mail) => mail.idempotencyKey)).toEqual(
      crashed.attempts.map((mail) => mail.idempotencyKey),
    );
  });
});

describe("what is handed over", () => {
  test("is frozen before the first attempt: later changes of the row's props change nothing", async () => {
    await queue({ title: "First title" });
    const out = scripted((mail, attempt) => (attempt === 1 ? { status: "unknown", error: "lost" } : sent(mail)));
    await drain(out);
    const other = seal({ ...mails["offer-withdrawn"].preview, title: "Another title" });
    await sql`update mail_outbox set sealed_props = ${other}`;
    later(hour);
    await drain(out);
    const [one, two] = out.attempts;
    expect(one?.subject).toContain("First title");
    expect(two).toEqual(one);
  });

  test("waits longer after every failure, up to ten minutes, never less than half", async () => {
    await queue();
    const out = scripted(() => retry);
    const waits: number[] = [];
    for (let n = 0; n < 12; n++) {
      await drain(out);
      const { wait } = await onlyRow();
      waits.push(wait);
      later(wait * second + 1);
    }
    for (const [n, wait] of waits.entries()) {
      const most = Math.min(2 ** n, 600);
      expect(wait).toBeGreaterThanOrEqual(most * 0.5 - 0.002);
      expect(wait).toBeLessThanOrEqual(most * 1.5 + 0.002);
    }
  });

  test("a mail that cannot be rendered is dead at once, handed to nobody, and holds up no other", async () => {
    await queue({ to: "first@northwind.example" });
    await sql`update mail_outbox set sealed_props = '\\x00', run_after = run_after - interval '1 minute'`;
    await queue({ to: "second@northwind.example" });
    const out = scripted(sent);
    expect(await drain(out)).toEqual({ sent: 1, retried: 0, unknown: 0, dead: 1, dropped: 0 });
    expect(out.attempts.map((mail) => mail.to)).toEqual(["second@northwind.example"]);
    expect((await rows()).map((row) => row.state)).toEqual(["dead", "sent"]);
  });

  test("a connection that dies in between ends no mail: the next worker hands it over", async () => {
    await queue({ to: "first@northwind.example" });
    await queue({ to: "second@northwind.example" });
    const holder = postgres(process.env.ADMIN_DATABASE_URL ?? "", { max: 1 });
    const [held] = await holder<{ pid: number }[]>`select pg_backend_pid() as pid`;
    const out = scripted(async (mail) => {
      // The second mail's row is held, so that its worker waits for it; there its connection is ended.
      await holder.unsafe("begin");
      await holder`select from mail_outbox where to_address = 'second@northwind.example' for update`;
      return sent(mail);
    });
    const drained = drain(out).catch((error: Error) => error);
    while (
      (
        await sql`select pg_terminate_backend(pid) from pg_stat_activity where ${held?.pid ?? 0}::int = any(pg_blocking_pids(pid))`
      ).length === 0
    );
    await holder.unsafe("rollback");
    expect(await drained).toBeInstanceOf(Error);
    await holder.end();
    expect((await rows()).map((row) => row.state)).toEqual(["sent", "leased"]);
    const next = scripted(sent);
    later(61 * second);
    await drain(next);
    expect(next.attempts.map((mail) => mail.to)).toEqual(["second@northwind.example"]);
  });

  test("carries one key per recipient, stable and short", async () => {
    await queue({ to: "bo@northwind.example", key: "same" });
    await queue({ to: "bo@northwind.example", key: "same" });
    await queue({ to: "priya@northwind.example", key: "same" });
    const out = scripted(sent);
    await drain(out);
    expect(out.attempts.map((mail) => mail.to)).toEqual(["bo@northwind.example", "priya@northwind.example"]);
    const [one, two] = out.attempts;
    expect(one?.idempotencyKey).not.toBe(two?.idempotencyKey);
    expect(one?.idempotencyKey.length).toBeLessThanOrEqual(256);
    expect(one && messageIdOf(one)).not.toBe(two && messageIdOf(two));
  });
});

describe("what is queued", () => {
  test("effect and mail commit together: a refused or failed deed queues nothing", async () => {
    const request = await world.approvedRequest();
    await sql`delete from mail_outbox`;
    const input = world.offerInput({ requestId: request.id });
    const before = await world.everything();
    const hiringManager = world.as("hiringManager");
    await expect(
      hiringManager.write(async (ctx) => {
        await sendOffer(ctx, input);
        throw new Error("The power went out.");
      }),
    ).rejects.toThrow("The power went out.");
    expect(
      await hiringManager.write(async (ctx) => {
        await sendOffer(ctx, input);
        return { ok: false };
      }),
    ).toEqual({ ok: false });
    expect(await world.everything()).toBe(before);
    expect(await rows()).toEqual([]);
    expect(await hiringManager.write((ctx) => sendOffer(ctx, input))).toMatchObject({ ok: true });
    expect(await rows()).toHaveLength(1);
  });

  test("neither a decision link nor anything else of a mail can be read from a dump", async () => {
    await world.pendingRequest({ reason: "Zanzibar needs a second look." });
    const [mail] = await world.mailTo("approver");
    const token = String(mail?.props.decideUrl).split("/d/")[1] ?? "";
    expect(accountOfToken(token)).toBe(world.accountId);
    // The row as it waits, and as it stands after an attempt that froze it.
    const dumps = [await dump()];
    await drain(scripted(() => retry));
    expect((await rows()).some((row) => row.kept)).toBe(true);
    dumps.push(await dump());
    const [row] = await sql<
      { sealed_mail: Uint8Array }[]
    >`select sealed_mail from mail_outbox where sealed_mail is not null`;
    expect(JSON.stringify(unseal(row?.sealed_mail ?? new Uint8Array()))).toContain(token);
    for (const text of dumps) {
      expect(text).toContain("approval_requests");
      for (const secret of [token, token.slice(54)]) {
        const bytes = Buffer.from(secret);
        for (const shape of [
          secret,
          bytes.toString("hex"),
          bytes.toString("base64").replace(/=+$/, ""),
          Buffer.from(secret, "base64url").toString("hex"),
        ])
          expect(text.includes(shape)).toBe(false);
      }
    }
    // What is not sealed is found by the same search, so the search works.
    expect(dumps[0]).toContain("Zanzibar");
  });
});

/** Every row of every table as text, bytes in hexadecimal: what a stolen dump shows. */
async function dump(): Promise<string> {
  const tables = await sql<
    { name: string }[]
  >`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`;
  const parts: string[] = [];
  for (const { name } of tables) {
    const [found] = await sql.unsafe<{ text: string | null }[]>(
      `select string_agg(t::text, chr(10)) as text from "${name}" t`,
    );
    parts.push(`${name}\n${found?.text ?? ""}`);
  }
  return parts.join("\n");
}
