import "server-only";
import { createHash } from "node:crypto";

/** One line of a deed: what it meant for one thing. `data` holds facts as text, never tokens or codes. */
export type AuditEntry = {
  action: string;
  subjectKind: "request" | "offer" | "contract" | "order" | "post" | "account" | "member";
  subjectId: string;
  data: Record<string, string>;
};

/** Everything the hash of one event covers. */
export type AuditDeed = {
  accountId: string;
  id: string;
  occurredAt: Date;
  actorKind: string;
  actorId: string | null;
  via: string;
  entries: readonly AuditEntry[];
};

export const firstHash = new Uint8Array(32);

/**
 * The exact bytes of an event: version 1, then every field with its length in front, so that no two different deeds
 * share an encoding. Data keys are sorted.
 */
export function encodeDeed(deed: AuditDeed): Uint8Array {
  const fields = [
    deed.accountId,
    deed.id,
    deed.occurredAt.toISOString(),
    deed.actorKind,
    deed.actorId ?? "",
    deed.via,
    String(deed.entries.length),
  ];
  for (const entry of deed.entries) {
    const data = Object.entries(entry.data).toSorted(([a], [b]) => (a < b ? -1 : 1));
    fields.push(entry.action, entry.subjectKind, entry.subjectId, String(data.length), ...data.flat());
  }
  const parts: Buffer[] = [Buffer.from([1])];
  for (const field of fields) {
    const text = Buffer.from(field, "utf8");
    const length = Buffer.alloc(4);
    length.writeUInt32BE(text.length);
    parts.push(length, text);
  }
  return Buffer.concat(parts);
}

/** hash = sha256(previous hash ‖ payload); the database checks the same. */
export function chainHash(previous: Uint8Array, payload: Uint8Array): Uint8Array {
  return createHash("sha256").update(previous).update(payload).digest();
}
