import { createHmac } from "node:crypto";

/** What Resend shows once as the signing secret of a webhook. Only for tests. */
export const webhookSecret = `whsec_${Buffer.from("only-for-tests-only-for-tests-32").toString("base64")}`;

type Signing = { id?: string; at?: Date; secret?: string };

let made = 0;

/** A request as Resend posts it: the body's exact bytes, an id, an instant and their signature. */
export function signedWebhook(
  body: string,
  { id = `msg_${process.pid}_${made++}`, at = new Date(), secret = webhookSecret }: Signing = {},
): { body: string; headers: Record<string, string> } {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return {
    body,
    headers: {
      "content-type": "application/json",
      "svix-id": id,
      "svix-timestamp": timestamp,
      "svix-signature": `v1,${signature}`,
    },
  };
}

type Happened = {
  type: "email.sent" | "email.delivered" | "email.bounced" | "email.complained" | "email.opened";
  at: string;
  mail: { id: string; accountId: string; to: string };
  /** of a bounce: "Permanent" or "Transient" */
  bounce?: string;
};

/** The text of an event in the shape of Resend's documentation. */
export function webhookEvent({ type, at, mail, bounce }: Happened): string {
  return JSON.stringify({
    type,
    created_at: at,
    data: {
      created_at: at,
      email_id: "4ef9a417-02e9-4d39-ad75-9611e0fcc33c",
      from: "Countersign <countersign@northwind.example>",
      to: [mail.to],
      subject: "Approval requested",
      tags: { account_id: mail.accountId, outbox_id: mail.id },
      ...(bounce ? { bounce: { type: bounce, subType: "General", message: "The mailbox does not exist." } } : {}),
    },
  });
}
