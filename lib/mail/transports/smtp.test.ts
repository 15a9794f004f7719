import { createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type SmtpFault, type SmtpStandIn, startSmtp } from "@/e2e/stand-ins/smtp";
import { messageIdOf, smtpTransport } from "./smtp";
import type { OutgoingMail, Transport } from "./transport";

let server: SmtpStandIn;
let transport: Transport;
/** For silence only: everything else may take as long as a busy machine needs. */
let impatient: Transport;
const { signal } = new AbortController();

beforeEach(async () => {
  server = await startSmtp();
  transport = smtpTransport(server.url);
  impatient = smtpTransport(server.url, { timeoutMs: 1000 });
});

afterEach(async () => {
  transport.close();
  impatient.close();
  await server.stop();
});

test("a mail arrives as it was frozen: both twins, headers, one recipient", async () => {
  const result = await transport.deliver(mail(), { signal });
  expect(result).toEqual({ status: "sent", providerId: messageIdOf(mail()) });
  const [{ letter, recipients } = { letter: null, recipients: [] }] = server.accepted;
  expect(recipients).toEqual(["bo.lindqvist@northwind.example"]);
  expect(letter?.subject).toBe("Approval requested, $12,400.00: Überstundenprüfung 👩🏽‍💻");
  expect(letter?.html?.trim()).toBe("<p>Hello &amp; good day</p>");
  expect(letter?.text?.trim()).toBe("Hello & good day\nlänger …");
  expect(letter?.from).toEqual({ address: "countersign@northwind.example", name: "Countersign" });
  expect(letter?.messageId).toBe(messageIdOf(mail()));
  expect(letter?.headers.find(({ key }) => key === "auto-submitted")?.value).toBe("auto-generated");
  expect(letter?.date).toBe("2026-02-20T09:30:00.000Z");
});

test("every attempt sends the same bytes under the same Message-ID", async () => {
  await transport.deliver(mail(), { signal });
  await transport.deliver(mail(), { signal });
  const [first, second] = server.accepted;
  expect(second?.raw).toBe(first?.raw);
  expect(messageIdOf(mail({ idempotencyKey: "another" }))).not.toBe(messageIdOf(mail()));
});

test("many at once go out once each over a few connections", async () => {
  const mails = Array.from({ length: 50 }, (_, n) => mail({ idempotencyKey: `k${n}`, subject: `Mail ${n}` }));
  const results = await Promise.all(mails.map((each) => transport.deliver(each, { signal })));
  expect(results.filter(({ status }) => status !== "sent")).toEqual([]);
  expect(server.accepted.map(({ letter }) => letter.subject).sort()).toEqual(mails.map((m) => m.subject).sort());
  expect(server.sessions()).toBeLessThanOrEqual(3);
});

describe("what is known after a fault", () => {
  const cases: [SmtpFault, status: string, taken: number][] = [
    [{ at: "sender", kind: 421 }, "retry", 0],
    [{ at: "sender", kind: 451 }, "retry", 0],
    [{ at: "sender", kind: 530 }, "retry", 0],
    [{ at: "sender", kind: 550 }, "rejected", 0],
    [{ at: "sender", kind: "drop" }, "retry", 0],
    [{ at: "sender", kind: "stall" }, "retry", 0],
    [{ at: "recipient", kind: 450 }, "retry", 0],
    [{ at: "recipient", kind: 550 }, "rejected", 0],
    [{ at: "recipient", kind: "drop" }, "retry", 0],
    [{ at: "recipient", kind: "stall" }, "retry", 0],
    [{ at: "middle", kind: "drop" }, "retry", 0],
    [{ at: "data", kind: 421 }, "retry", 0],
    [{ at: "data", kind: 452 }, "retry", 0],
    [{ at: "data", kind: 503 }, "retry", 0],
    [{ at: "data", kind: 554 }, "rejected", 0],
    // Not kept, but nobody outside can know: the same silence as the two below.
    [{ at: "data", kind: "drop" }, "unknown", 0],
    [{ at: "taken", kind: "drop" }, "unknown", 1],
    [{ at: "taken", kind: "stall" }, "unknown", 1],
  ];

  test.each(cases)("%j is %s", async (fault, status, taken) => {
    server.fail(fault);
    // Longer than the buffers on the way, so that the middle is before the end.
    const text = fault.at === "middle" ? "A line of the report.\n".repeat(200_000) : "Short";
    const result = await (fault.kind === "stall" ? impatient : transport).deliver(mail({ text }), { signal });
    expect(result).toMatchObject({ status });
    expect(server.accepted).toHaveLength(taken);
    if (status === "retry") {
      expect(await transport.deliver(mail(), { signal })).toMatchObject({ status: "sent" });
      expect(server.accepted).toHaveLength(1);
    }
  });

  test("never does the transport repeat by itself", async () => {
    const opening = await transport.deliver(mail({ idempotencyKey: "opens-the-connection" }), { signal });
    expect(opening).toMatchObject({ status: "sent" });
    // The open connection breaks before a byte of the message: the pool of the library would try another.
    server.fail({ at: "sender", kind: "drop" });
    expect(await transport.deliver(mail(), { signal })).toMatchObject({ status: "retry" });
    server.fail({ at: "taken", kind: "drop" });
    expect(await transport.deliver(mail(), { signal })).toMatchObject({ status: "unknown" });
    expect(server.accepted).toHaveLength(2);
  });

  test("an error names neither the recipient nor the content", async () => {
    for (const kind of [550, 450, "drop"] as const) {
      server.fail({ at: "recipient", kind });
      expect(JSON.stringify(await transport.deliver(mail(), { signal }))).not.toMatch(/lindqvist|12,400/);
    }
  });
});

test("a wrong password is a fault of the settings: the mail waits", async () => {
  const guarded = await startSmtp({ password: "right" });
  const wrong = smtpTransport(guarded.url.replace("right", "wrong"));
  const right = smtpTransport(guarded.url);
  expect(await wrong.deliver(mail(), { signal })).toMatchObject({ status: "retry" });
  expect(await right.deliver(mail(), { signal })).toMatchObject({ status: "sent" });
  wrong.close();
  right.close();
  await guarded.stop();
});

test("nobody there, or nobody who speaks: retry", async () => {
  const { port } = server;
  await server.stop();
  expect(await transport.deliver(mail(), { signal })).toMatchObject({ status: "retry" });
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(port, "127.0.0.1", resolve));
  expect(await impatient.deliver(mail(), { signal })).toMatchObject({ status: "retry" });
  await new Promise<void>((resolve) => silent.close(() => resolve()));
  server = await startSmtp();
});

test("an attempt that is called off before it began leaves nothing", async () => {
  expect(await transport.deliver(mail(), { signal: AbortSignal.abort() })).toMatchObject({ status: "retry" });
  expect(server.accepted).toEqual([]);
});

describe("a mail that could reach a stranger never leaves", () => {
  const unfit: [string, Partial<OutgoingMail>][] = [
    ["two recipients", { to: "a@northwind.example,b@evil.example" }],
    ["a display name", { to: "Bo <bo@evil.example>" }],
    ["a line break in the recipient", { to: "bo@northwind.example\r\nRCPT TO:<x@evil.example>" }],
    ["a line break in the subject", { subject: "Hello\r\nBcc: x@evil.example" }],
    ["a line break in a header", { headers: { "X-Mail": "a\nBcc: x@evil.example" } }],
    ["a line break in a header's name", { headers: { "X-Mail\r\nBcc": "x@evil.example" } }],
    ["a line break in the sender", { from: "Countersign <a@northwind.example>\r\nBcc: x@evil.example" }],
    ["no key", { idempotencyKey: "" }],
    ["a key that no HTTP header can hold", { idempotencyKey: "v1/request/Łódź" }],
  ];
  test.each(unfit)("%s", async (_, fields) => {
    expect(await transport.deliver(mail(fields), { signal })).toMatchObject({ status: "rejected" });
    expect(server.sessions()).toBe(0);
  });
});

function mail(fields: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    id: "0198f2c1-7d1e-7a40-9c1b-5a0f2f6f7a11",
    accountId: "0198f2c1-7d1e-7a40-9c1b-5a0f2f6f7a00",
    idempotencyKey: "v1/request-requested/0198f2c1/bo",
    kind: "request-requested",
    from: "Countersign <countersign@northwind.example>",
    to: "bo.lindqvist@northwind.example",
    subject: "Approval requested, $12,400.00: Überstundenprüfung 👩🏽‍💻",
    html: "<p>Hello &amp; good day</p>",
    text: "Hello & good day\nlänger …",
    headers: { "Auto-Submitted": "auto-generated" },
    at: "2026-02-20T09:30:00.000Z",
    ...fields,
  };
}
