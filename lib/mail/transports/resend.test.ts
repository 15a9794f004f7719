import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Fault, type ResendStandIn, startResend } from "@/e2e/stand-ins/resend";
import { resendTransport } from "./resend";
import type { OutgoingMail, Transport } from "./transport";

let server: ResendStandIn;
let transport: Transport;
let wall: number;
const { signal } = new AbortController();

beforeEach(async () => {
  server = await startResend();
  wall = Date.UTC(2026, 1, 20, 9, 30);
  transport = resendTransport(server.apiKey, { baseUrl: server.url, now: () => wall });
});

afterEach(() => server.stop());

test("a mail arrives as it was frozen, tagged with its outbox row", async () => {
  const result = await transport.deliver(mail(), { signal });
  expect(result).toEqual({ status: "sent", providerId: server.accepted[0]?.id });
  expect(server.accepted).toEqual([
    {
      id: expect.any(String),
      idempotencyKey: "v1/request-requested/0198f2c1/bo",
      from: "Countersign <countersign@northwind.example>",
      to: ["bo.lindqvist@northwind.example"],
      subject: "Approval requested, $12,400.00: Überstundenprüfung 👩🏽‍💻",
      html: "<p>Hello &amp; good day</p>",
      text: "Hello & good day\nlänger …",
      headers: { "Auto-Submitted": "auto-generated" },
      tags: [
        { name: "account_id", value: "0198f2c1-7d1e-7a40-9c1b-5a0f2f6f7a00" },
        { name: "outbox_id", value: "0198f2c1-7d1e-7a40-9c1b-5a0f2f6f7a11" },
      ],
    },
  ]);
});

describe("after a fault the same mail is repeated under the same key and taken once", () => {
  const faults: Fault[] = [
    { at: "before", kind: "drop" },
    { at: "after", kind: "drop" },
    { at: "before", kind: "500" },
    { at: "after", kind: "500" },
    { at: "before", kind: "page" },
    { at: "after", kind: "page" },
    { at: "before", kind: "empty" },
  ];
  test.each(faults)("%j", async (fault) => {
    server.fail(fault);
    expect(await transport.deliver(mail(), { signal })).toMatchObject({ status: "retry" });
    expect(await transport.deliver(mail(), { signal })).toEqual({ status: "sent", providerId: server.accepted[0]?.id });
    expect(server.accepted).toHaveLength(1);
    expect(server.requests()).toBe(2);
  });

  test.each(["before", "after"] as const)("an answer that never comes (%s)", async (at) => {
    const impatient = resendTransport(server.apiKey, { baseUrl: server.url, timeoutMs: 1000 });
    server.fail({ at, kind: "stall" });
    expect(await impatient.deliver(mail(), { signal })).toMatchObject({ status: "retry" });
    await expect.poll(() => server.stalledNow()).toBe(0);
    expect(await transport.deliver(mail(), { signal })).toMatchObject({ status: "sent" });
    expect(server.accepted).toHaveLength(1);
  });

  test("two attempts at the same time", async () => {
    const calledOff = new AbortController();
    server.fail({ at: "after", kind: "stall" });
    const first = transport.deliver(mail(), { signal: calledOff.signal });
    await expect.poll(() => server.stalledNow()).toBe(1);
    expect(await transport.deliver(mail(), { signal })).toMatchObject({ status: "retry" });
    calledOff.abort();
    expect(await first).toMatchObject({ status: "retry" });
    await expect.poll(() => server.stalledNow()).toBe(0);
    expect(await transport.deliver(mail(), { signal })).toMatchObject({ status: "sent" });
    expect(server.accepted).toHaveLength(1);
  });
});

test("too many requests: the asked pause is kept, without asking again in between", async () => {
  server.fail({ at: "before", kind: "429", retryAfter: 7 });
  expect(await transport.deliver(mail(), { signal })).toMatchObject({ status: "retry", after: 7 });
  wall += 2000;
  expect(await transport.deliver(mail({ idempotencyKey: "other" }), { signal })).toMatchObject({
    status: "retry",
    after: 5,
  });
  expect(server.requests()).toBe(1);
  wall += 5000;
  expect(await transport.deliver(mail(), { signal })).toMatchObject({ status: "sent" });
  expect(server.accepted).toHaveLength(1);
});

test("the same key with another body is refused for good, and says so", async () => {
  await transport.deliver(mail(), { signal });
  const result = await transport.deliver(mail({ text: "Changed after the first attempt" }), { signal });
  expect(result).toEqual({ status: "rejected", error: "409 invalid_idempotent_request" });
  expect(server.accepted).toHaveLength(1);
});

test("a mail that the provider finds malformed is refused for good", async () => {
  expect(await transport.deliver(mail({ from: "nobody" }), { signal })).toEqual({
    status: "rejected",
    error: "422 invalid_from_address",
  });
});

test("a wrong API key is a fault of the settings: the mail waits", async () => {
  const wrong = resendTransport("re_wrong", { baseUrl: server.url });
  expect(await wrong.deliver(mail(), { signal })).toMatchObject({ status: "retry" });
  expect(server.accepted).toEqual([]);
});

test("nobody there: retry", async () => {
  await server.stop();
  expect(await transport.deliver(mail(), { signal })).toMatchObject({ status: "retry" });
  server = await startResend();
});

test("a mail that could reach a stranger never leaves", async () => {
  for (const to of ["a@northwind.example, b@evil.example", "Bo <bo@evil.example>", "bo"]) {
    expect(await transport.deliver(mail({ to }), { signal })).toMatchObject({ status: "rejected" });
  }
  expect(server.requests()).toBe(0);
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
