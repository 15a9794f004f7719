import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { closePool, pool } from "@/db/client";
import { accountSettings } from "@/db/schema";
import { addMember, findOrInviteUser, openAccount } from "../accounts/open-account";
import { platformAccountId, type SystemActor, type TalentActor } from "../actor";
import { recordEvent } from "../audit/record-event";
import { readAs, writeAs } from "../ctx";
import { newId } from "../ids";
import { drainOutbox } from "../mail/drain-outbox";
import { actorOf } from "./actor";
import { codeTries } from "./adapter";
import { askToSignIn } from "./ask-to-sign-in";
import { completeSignIn, findSignIn, type Proof } from "./complete-sign-in";
import { listSeats } from "./queries";
import { chooseSeat, endSession, findSession, lifetimes, openSession, renewSession } from "./sessions";
import { sweepPlumbing } from "./sweep";
import { newToken } from "./tokens";

const accountId = newId();
const builder: SystemActor = { kind: "system", accountId, userId: null, job: "build", via: "test" };
const member = "hana@northwind.example";
const talent = "teodor@marsh.example";
let memberId: string;
let teamId: string;

beforeAll(async () => {
  await writeAs(builder, async (ctx) => {
    ({ teamId } = await openAccount(ctx, { slug: "northwind", name: "Northwind", timeZone: "UTC", currency: "USD" }));
    memberId = await addMember(ctx, {
      name: "Hana Okafor",
      email: member,
      roles: [{ role: "hiring_manager", teamId }],
    });
    await findOrInviteUser(ctx, { name: "Teodor Marsh", email: talent });
  });
});

beforeEach(async () => {
  await pool()`delete from sessions`;
  await pool()`delete from verification_tokens`;
  await pool()`delete from mailbox_messages`;
});

afterAll(closePool);

/** Asks, and reads the link and the code from the mail that arrives. */
async function asked(address = member): Promise<{ token: string; secret: string; code: string }> {
  const { secret } = await askToSignIn(address);
  await drainOutbox(platformAccountId, { via: "test" });
  const [mail] = await pool()<
    { text: string }[]
  >`select text from mailbox_messages where to_address = ${address} order by at desc, id desc limit 1`;
  const token = /\/verify\?token=([\w-]+)/.exec(mail?.text ?? "")?.[1] ?? "";
  const code = /^\s*(\d{3} \d{3})\s*$/m.exec(mail?.text ?? "")?.[1]?.replace(" ", "") ?? "";
  return { token, secret, code };
}

const countSessions = async () => Number((await pool()`select count(*) as n from sessions`)[0]?.n);
const countTokens = async () => Number((await pool()`select count(*) as n from verification_tokens`)[0]?.n);
const wrongCode = (code: string, plus = 1) => String((Number(code) + plus) % 1_000_000).padStart(6, "0");

test("the link in the mail names our own origin and signs in once, in the browser that asked", async () => {
  const { token, secret } = await asked();
  const [mail] = await pool()`select text from mailbox_messages`;
  expect(mail?.text).toContain(`http://localhost:3000/verify?token=${token}`);
  expect(await findSignIn(token, secret)).toEqual({ place: "here", address: member });
  const signedIn = await completeSignIn({ by: "link", token, secret });
  expect(signedIn?.userId).toBe(memberId);
  expect(await completeSignIn({ by: "link", token, secret })).toBeNull();
  expect(await findSignIn(token, secret)).toBeNull();
  expect(await countSessions()).toBe(1);
});

test("looking at the link changes nothing, and in another browser it is not enough", async () => {
  const { token } = await asked();
  const before = await pool()`select * from verification_tokens`;
  expect(await findSignIn(token, null)).toEqual({ place: "elsewhere" });
  expect(await findSignIn(token, newToken())).toEqual({ place: "elsewhere" });
  expect(await pool()`select * from verification_tokens`).toEqual(before);
  expect(await completeSignIn({ by: "link", token, secret: newToken() })).toBeNull();
  expect(await countSessions()).toBe(0);
});

test("the typed code signs in where the mail was asked for, and behind the link in another browser", async () => {
  const here = await asked();
  expect(await completeSignIn({ by: "code-here", secret: here.secret, code: here.code })).not.toBeNull();
  const elsewhere = await asked();
  expect(await completeSignIn({ by: "code-elsewhere", token: elsewhere.token, code: elsewhere.code })).not.toBeNull();
  expect(await completeSignIn({ by: "link", token: elsewhere.token, secret: elsewhere.secret })).toBeNull();
});

test("of twenty parallel completions with the same link one gets a session", async () => {
  const { token, secret } = await asked();
  const all = await Promise.all(Array.from({ length: 20 }, () => completeSignIn({ by: "link", token, secret })));
  expect(all.filter(Boolean)).toHaveLength(1);
  expect(await countSessions()).toBe(1);
});

test("of twenty parallel completions by code and link mixed one gets a session", async () => {
  const { token, secret, code } = await asked();
  const ways: Proof[] = [
    { by: "link", token, secret },
    { by: "code-here", secret, code },
    { by: "code-elsewhere", token, code },
  ];
  const all = await Promise.all(Array.from({ length: 20 }, (_, n) => completeSignIn(ways[n % 3] as Proof)));
  expect(all.filter(Boolean)).toHaveLength(1);
  expect(await countSessions()).toBe(1);
});

test("five wrong codes kill the sign-in, link and right code included, also when they are guessed in parallel", async () => {
  const one = await asked();
  for (let n = 1; n <= codeTries; n++) {
    expect(await completeSignIn({ by: "code-here", secret: one.secret, code: wrongCode(one.code, n) })).toBeNull();
  }
  expect(await completeSignIn({ by: "code-here", secret: one.secret, code: one.code })).toBeNull();
  expect(await completeSignIn({ by: "link", token: one.token, secret: one.secret })).toBeNull();
  expect(await findSignIn(one.token, one.secret)).toBeNull();

  const two = await asked();
  const guesses = Array.from({ length: 40 }, (_, n) =>
    completeSignIn({ by: "code-elsewhere", token: two.token, code: wrongCode(two.code, n + 1) }),
  );
  expect((await Promise.all(guesses)).filter(Boolean)).toHaveLength(0);
  expect(
    await pool()`select tries_left from verification_tokens where identifier = ${member} and tries_left = 0`,
  ).toHaveLength(2);
  expect(await completeSignIn({ by: "code-elsewhere", token: two.token, code: two.code })).toBeNull();
  expect(await countSessions()).toBe(0);
});

test("no flipped, cut, lengthened, foreign or made-up token or secret is accepted", async () => {
  const { token, secret } = await asked();
  const other = await asked(talent);
  const bent: [string, string][] = [
    [token, other.secret],
    [other.token, secret],
    [token, ""],
    ["", secret],
    [`${token}A`, secret],
    [token, `${secret}=`],
    [token.toUpperCase(), secret],
    ["\0".repeat(43), secret],
    [secret, token],
  ];
  for (let at = 0; at < token.length; at++) {
    const flipped = token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
    bent.push([flipped, secret], [token.slice(0, at), secret]);
  }
  for (let n = 0; n < 200; n++) bent.push([randomBytes(32).toString("base64url"), secret]);
  for (const [link, browser] of bent)
    expect(await completeSignIn({ by: "link", token: link, secret: browser })).toBeNull();
  expect(await countSessions()).toBe(0);
  expect(await completeSignIn({ by: "link", token, secret })).not.toBeNull();
});

test("after ten minutes of wall time link and code are over", async () => {
  const { token, secret, code } = await asked();
  const [row] = await pool()<{ left: string }[]>`select expires_at - now() as left from verification_tokens`;
  expect(row?.left).toMatch(/^00:(09:5\d|10:00)/);
  await pool()`update verification_tokens set expires_at = now() - interval '1 second'`;
  expect(await findSignIn(token, secret)).toBeNull();
  expect(await completeSignIn({ by: "link", token, secret })).toBeNull();
  expect(await completeSignIn({ by: "code-here", secret, code })).toBeNull();
  expect(await completeSignIn({ by: "code-elsewhere", token, code })).toBeNull();
  expect(await sweepPlumbing(new Date())).toBe(1);
  expect(await countTokens()).toBe(0);
});

test("an unknown address gets the same row and no mail, and nothing it holds signs in", async () => {
  const { secret } = await askToSignIn("nobody@nowhere.example");
  await askToSignIn(member);
  const rows = await pool()<
    { identifier: string; tries_left: number }[]
  >`select identifier, tries_left from verification_tokens order by identifier`;
  expect(rows.map((row) => [row.identifier, row.tries_left])).toEqual([
    [member, 5],
    ["nobody@nowhere.example", 5],
  ]);
  await drainOutbox(platformAccountId, { via: "test" });
  expect((await pool()`select to_address from mailbox_messages`).map((mail) => mail.to_address)).toEqual([member]);
  expect(await completeSignIn({ by: "code-here", secret, code: "000000" })).toBeNull();
});

test("known and unknown addresses take the same time", async () => {
  const spent: Record<"known" | "unknown", number[]> = { known: [], unknown: [] };
  const once = async (kind: keyof typeof spent, address: string) => {
    const from = performance.now();
    await askToSignIn(address);
    spent[kind].push(performance.now() - from);
  };
  for (let n = 0; n < 80; n++) {
    // Each goes first half of the time, so that neither profits from the other.
    const pair = [() => once("known", member), () => once("unknown", `nobody${n}@nowhere.example`)];
    for (const ask of n % 2 ? pair : pair.reverse()) await ask();
  }
  const median = (all: number[]) => all.toSorted((a, b) => a - b)[all.length >> 1] ?? 0;
  const ratio = median(spent.known) / median(spent.unknown);
  expect(ratio).toBeGreaterThan(0.67);
  expect(ratio).toBeLessThan(1.5);
});

test("even the right link and code sign nobody in when the address belongs to nobody", async () => {
  await writeAs(builder, (ctx) => findOrInviteUser(ctx, { name: "Gone", email: "gone@northwind.example" }));
  const { token, secret, code } = await asked("gone@northwind.example");
  await pool()`update users set email = 'moved@northwind.example' where email = 'gone@northwind.example'`;
  for (const proof of [
    { by: "link", token, secret },
    { by: "code-here", secret, code },
    { by: "code-elsewhere", token, code },
  ] as const) {
    expect(await completeSignIn(proof)).toBeNull();
  }
  expect(await countSessions()).toBe(0);
});

test("no clear token, code, secret or session stands anywhere in the database", async () => {
  const { token, secret, code } = await asked();
  const pending = await dump("verification_tokens", "mail_outbox", "rate_limits");
  const signedIn = await completeSignIn({ by: "link", token, secret });
  const after = await dump("sessions", "verification_tokens", "users");
  const session = signedIn?.token ?? "";
  expect(session).toHaveLength(43);
  for (const clear of [token, secret, session, code, Buffer.from(session, "base64url").toString("hex")]) {
    expect(pending.includes(clear), "before sign-in").toBe(false);
    expect(after.includes(clear), "after sign-in").toBe(false);
  }
});

/** The rows as a thief of a dump would see them. Outbox rows are read in their own company. */
async function dump(...tables: string[]): Promise<string> {
  let text = "";
  await pool().begin(async (tx) => {
    await tx`select app.enter(${platformAccountId}::uuid, null, null, '')`;
    for (const table of tables) text += JSON.stringify(await tx`select to_jsonb(t) as row from ${tx(table)} t`);
  });
  return text;
}

test("a session from before sign-in ends with it, and a stolen hash opens nothing", async () => {
  const old = await openSession({ userId: memberId, accountId, strict: true });
  const { token, secret } = await asked();
  const signedIn = await completeSignIn({ by: "link", token, secret }, old.token);
  expect(await findSession(old.token)).toBeNull();
  expect(await findSession(signedIn?.token ?? "")).toMatchObject({ userId: memberId, accountId });
  const [row] = await pool()<{ token_hash: Uint8Array }[]>`select token_hash from sessions`;
  expect(await findSession(Buffer.from(row?.token_hash ?? []).toString("base64url"))).toBeNull();
  await endSession(signedIn?.token ?? "");
  expect(await findSession(signedIn?.token ?? "")).toBeNull();
});

test("a member's session idles out after an hour, is renewed, and never outlives twelve hours; a freelancer's lasts 14 days", async () => {
  const { token } = await openSession({ userId: memberId, accountId, strict: true });
  const left = async () =>
    Number((await pool()`select extract(epoch from expires_at - created_at) as s from sessions`)[0]?.s);
  expect(await left()).toBe(lifetimes.idle);
  await renewSession(token, new Date(Date.now() + 5 * 3_600_000));
  expect(await left()).toBeGreaterThan(4.9 * 3_600);
  await renewSession(token, new Date(Date.now() + 50 * 3_600_000));
  expect(await left()).toBe(lifetimes.absolute);
  await pool()`update sessions set expires_at = now() - interval '1 second'`;
  await renewSession(token, new Date(Date.now() + 3_600_000));
  expect(await findSession(token)).toBeNull();

  await pool()`delete from sessions`;
  const { secret, token: link } = await asked(talent);
  const freelancer = await completeSignIn({ by: "link", token: link, secret });
  expect(freelancer?.maxAge).toBe(lifetimes.talent);
  await renewSession(freelancer?.token ?? "", new Date());
  expect(await left()).toBe(lifetimes.talent);
});

test("roles and seats are read for each request: what was taken away counts at once", async () => {
  const { token } = await openSession({ userId: memberId, accountId, strict: true });
  const ask = async () => actorOf(await sessionOf(token));
  expect(await ask()).toMatchObject({ kind: "member", accountId, roles: ["hiring_manager"], hiringTeams: [teamId] });
  await asBuilder(
    `update member_roles set revoked_at = now(), audit_id = app.audit_id() where user_id = '${memberId}'`,
  );
  expect(await ask()).toMatchObject({ kind: "member", roles: [], hiringTeams: [] });
  await asBuilder(
    `update memberships set state = 'removed', removed_at = now(), audit_id = app.audit_id() where user_id = '${memberId}'`,
  );
  expect(await ask()).toMatchObject({ kind: "talent", accountId: null });
});

test("a seat of somebody else's company is never taken from the session", async () => {
  const otherId = newId();
  const other: SystemActor = { ...builder, accountId: otherId };
  const lena = await writeAs(other, async (ctx) => {
    const { teamId: parent } = await openAccount(ctx, {
      slug: "harbour",
      name: "Harbour Analytics",
      timeZone: "UTC",
      currency: "USD",
    });
    return addMember(ctx, {
      name: "Lena Brandt",
      email: "lena@harbour.example",
      roles: [{ role: "hiring_manager", teamId: parent }],
    });
  });
  const { token } = await openSession({ userId: lena, accountId: otherId, strict: true });
  await chooseSeat(token, accountId);
  expect(await actorOf(await sessionOf(token))).toMatchObject({ kind: "member", accountId: otherId });
  // Companies are chosen by name, and only those in which one sits.
  expect(await listSeats(lena)).toMatchObject([{ accountId: otherId, slug: "harbour", name: "Harbour Analytics" }]);
  const self: TalentActor = { kind: "talent", userId: lena, accountId: null, name: "", email: "", via: "web" };
  const names = await readAs(self, ({ db }) => db.select({ name: accountSettings.name }).from(accountSettings));
  expect(names).toEqual([{ name: "Harbour Analytics" }]);
});

test("a freelancer's long session ends for somebody who has become a member", async () => {
  const { token } = await openSession({ userId: await idOf("lena@harbour.example"), accountId: null, strict: false });
  await pool()`update sessions set created_at = now() - interval '13 hours'`;
  expect(await actorOf(await sessionOf(token))).toBeNull();
});

async function sessionOf(token: string) {
  const session = await findSession(token);
  if (!session) throw new Error("no session");
  return session;
}

async function idOf(email: string): Promise<string> {
  const [row] = await pool()<{ id: string }[]>`select id from users where email = ${email}`;
  return row?.id ?? "";
}

/** Changes a seat by SQL, under an audit event as the policies demand. */
async function asBuilder(statement: string): Promise<void> {
  await writeAs(builder, async (ctx) => {
    await ctx.db.execute(statement);
    recordEvent(ctx, "member.changed", "member", memberId, {});
  });
}
