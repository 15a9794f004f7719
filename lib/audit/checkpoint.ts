import "server-only";
import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign, verify } from "node:crypto";
import { asc, sql } from "drizzle-orm";
import { plumbing } from "@/db/plumbing";
import { accounts } from "@/db/schema";
import type { SystemActor } from "../actor";
import { type ReadCtx, readAs } from "../ctx";
import { env } from "../env";

/** Where one company's chain ended when the checkpoint was taken; `hash` in hex. */
export type CheckpointHead = { accountId: string; seq: number; hash: string };

/** The heads of all chains at one instant, signed by the installation. Kept outside, it shows what was rewritten inside. */
export type Checkpoint = { at: string; heads: CheckpointHead[]; publicKey: string; signature: string };

/** Takes the heads of every company's chain and signs them (reliability.md §4.5). `at`: wall time, for the reader alone. */
export async function takeCheckpoint(at: Date): Promise<Checkpoint> {
  const heads: CheckpointHead[] = [];
  for (const { id } of await plumbing().select({ id: accounts.id }).from(accounts).orderBy(asc(accounts.id))) {
    const head = await readAs(readerOf(id), findHead);
    if (head) heads.push({ accountId: id, ...head });
  }
  const signed = { at: at.toISOString(), heads };
  const publicKey = createPublicKey(signingKey()).export({ type: "spki", format: "der" }).toString("base64");
  return { ...signed, publicKey, signature: sign(null, bytesOf(signed), signingKey()).toString("base64") };
}

/**
 * Compares a checkpoint with the chains as they are now.
 * @returns one sentence for each thing that is wrong; empty when every noted event still stands with its hash.
 */
export async function compareWithCheckpoint(checkpoint: Checkpoint): Promise<string[]> {
  if (!isGenuine(checkpoint)) return [`The checkpoint of ${checkpoint.at} was not signed by this installation.`];
  const findings: string[] = [];
  for (const { accountId, seq, hash } of checkpoint.heads) {
    const found = await readAs(readerOf(accountId), (ctx) => findHash(ctx, seq));
    if (found === hash) continue;
    const what = found === null ? "is not there any more" : "has another hash now";
    findings.push(`Company ${accountId}: event ${seq}, noted on ${checkpoint.at}, ${what}.`);
  }
  return findings;
}

const readerOf = (accountId: string): SystemActor => ({
  kind: "system",
  accountId,
  userId: null,
  job: "audit-checkpoint",
  via: "cron",
});

async function findHead({ db, accountId }: ReadCtx): Promise<{ seq: number; hash: string } | null> {
  const [row] = await db.execute<{ seq: string; hash: string }>(
    sql`select seq, encode(hash, 'hex') as hash from audit_heads where account_id = ${accountId} and seq > 0`,
  );
  return row ? { seq: Number(row.seq), hash: row.hash } : null;
}

async function findHash({ db, accountId }: ReadCtx, seq: number): Promise<string | null> {
  const [row] = await db.execute<{ hash: string }>(
    sql`select encode(hash, 'hex') as hash from audit_events where account_id = ${accountId} and seq = ${seq}`,
  );
  return row?.hash ?? null;
}

/** The key must be ours, not only fit the signature: anybody can sign with a key of their own. */
function isGenuine({ at, heads, publicKey, signature }: Checkpoint): boolean {
  const own = createPublicKey(signingKey());
  if (own.export({ type: "spki", format: "der" }).toString("base64") !== publicKey) return false;
  return verify(null, bytesOf({ at, heads }), own, Buffer.from(signature, "base64"));
}

const bytesOf = ({ at, heads }: Pick<Checkpoint, "at" | "heads">) =>
  Buffer.from(`countersign/checkpoint/v1\n${at}\n${heads.map((h) => `${h.accountId} ${h.seq} ${h.hash}`).join("\n")}`);

/** PKCS #8 of an Ed25519 key is a fixed prefix and 32 bytes of seed; the seed comes from the installation's secret. */
const pkcs8Prefix = Buffer.from("302e020100300506032b657004220420", "hex");

function signingKey(): KeyObject {
  const seed = Buffer.from(hkdfSync("sha256", env.COUNTERSIGN_SECRET, "countersign", "audit-checkpoint/v1", 32));
  return createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: "der", type: "pkcs8" });
}
