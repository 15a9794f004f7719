import { expect, test } from "vitest";
import { type OutgoingMail, transportFromEnv } from "./index";
import { mailboxTransport } from "./mailbox";

test("the environment names the way out, one per process and setting", () => {
  const smtp = { MAIL_TRANSPORT: "smtp", SMTP_URL: "smtp://127.0.0.1:1" } as const;
  expect(transportFromEnv({ MAIL_TRANSPORT: "mailbox" }).name).toBe("mailbox");
  expect(transportFromEnv({ MAIL_TRANSPORT: "resend", RESEND_API_KEY: "re_key" }).name).toBe("resend");
  expect(transportFromEnv(smtp).name).toBe("smtp");
  expect(transportFromEnv(smtp)).toBe(transportFromEnv({ ...smtp }));
  expect(transportFromEnv(smtp)).not.toBe(transportFromEnv({ ...smtp, SMTP_URL: "smtp://127.0.0.1:2" }));
});

test("a transport without its setting is refused at once, by name", () => {
  expect(() => transportFromEnv({ MAIL_TRANSPORT: "smtp" })).toThrow("SMTP_URL");
  expect(() => transportFromEnv({ MAIL_TRANSPORT: "resend" })).toThrow("RESEND_API_KEY");
});

test("the mailbox keeps the mail, and a failure there is repeated", async () => {
  const kept: OutgoingMail[] = [];
  const { signal } = new AbortController();
  const works = mailboxTransport(async (each) => void kept.push(each));
  const fails = mailboxTransport(async () => {
    throw new Error("connection closed");
  });
  expect(await works.deliver(mail, { signal })).toEqual({ status: "sent", providerId: mail.id });
  expect(kept).toEqual([mail]);
  expect(await fails.deliver(mail, { signal })).toMatchObject({ status: "retry" });
  expect(await works.deliver({ ...mail, to: "a@b.example, c@d.example" }, { signal })).toMatchObject({
    status: "rejected",
  });
});

const mail: OutgoingMail = {
  id: "0198f2c1-7d1e-7a40-9c1b-5a0f2f6f7a11",
  accountId: "0198f2c1-7d1e-7a40-9c1b-5a0f2f6f7a00",
  idempotencyKey: "v1/request-requested/0198f2c1/bo",
  kind: "request-requested",
  from: "Countersign <countersign@northwind.example>",
  to: "bo.lindqvist@northwind.example",
  subject: "Approval requested",
  html: "<p>Hello</p>",
  text: "Hello",
  headers: {},
  at: "2026-02-20T09:30:00.000Z",
};
