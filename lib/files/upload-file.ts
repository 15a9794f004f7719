import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { and, eq, gt, ne, sql } from "drizzle-orm";
import { files } from "@/db/schema";
import { holdsSeat } from "../accounts/queries";
import type { MemberActor, TalentActor } from "../actor";
import { hasRunningWork } from "../contracts/queries";
import { type Ctx, type DoorOptions, writeAs } from "../ctx";
import { afterDays } from "../dates";
import { ForbiddenError } from "../errors";
import { newId } from "../ids";
import { kindOf } from "./file-kind";
import { isImage, redrawImage } from "./redraw-image";
import {
  canUpload,
  cleanName,
  endingFits,
  endingOf,
  type FileRefusal,
  type FileType,
  mostBytes,
  mostBytesPerDay,
  mostLoose,
} from "./rules";
import { type FileStore, fileStore } from "./store";

/** A file as the form lists it. */
export type UploadedFile = { id: string; name: string; sizeBytes: number };

export type UploadResult = { ok: true; file: UploadedFile } | { ok: false; reason: FileRefusal };

export type Upload = {
  /** as the browser calls it, however hostile */
  name: string;
  /** as announced; the count of what arrives must agree */
  sizeBytes: number;
  body: ReadableStream<Uint8Array>;
};

/**
 * Takes one file in: noted as pending, received with its bytes counted, looked at, images drawn anew, hashed, and only
 * then ready to be attached (T20). What fails leaves neither row nor bytes; what a crash leaves, the sweep removes.
 * @throws ForbiddenError for people who may not upload.
 */
export async function uploadFile(
  actor: MemberActor | TalentActor,
  upload: Upload,
  options: DoorOptions & { store?: FileStore } = {},
): Promise<UploadResult> {
  const { store = fileStore(), ...door } = options;
  const { sizeBytes, body } = upload;
  if (sizeBytes > mostBytes) return { ok: false, reason: "too-large" };
  if (sizeBytes === 0) return { ok: false, reason: "empty" };
  const name = cleanName(upload.name);
  const id = newId();
  const storageKey = randomBytes(16).toString("hex");
  const reserved = await writeAs(actor, (ctx) => reserve(ctx, { id, name, sizeBytes, storageKey }), door);
  if (!reserved.ok) return reserved;
  const result = await takeIn(store, storageKey, name, sizeBytes, body).catch((error: unknown) => ({ error }));
  if (!("error" in result) && result.ok) {
    if (await writeAs(actor, (ctx) => settle(ctx, id, result.facts), door))
      return { ok: true, file: { id, name, sizeBytes: result.facts.sizeBytes } };
  }
  await writeAs(actor, (ctx) => forget(ctx, id), door);
  await store.remove(storageKey);
  if ("error" in result) throw result.error;
  return result.ok ? { ok: false, reason: "incomplete" } : result;
}

type Reservation = { id: string; name: string; sizeBytes: number; storageKey: string };

/** Operational, like a draft: no event until it is attached. */
async function reserve(ctx: Ctx, file: Reservation): Promise<{ ok: true } | { ok: false; reason: FileRefusal }> {
  const ownerId = ctx.actor.userId;
  if (!ownerId || !canUpload(ctx.actor) || !(await belongsHere(ctx, ownerId))) throw new ForbiddenError("upload files");
  const [loose] = await ctx.db
    .select({ n: sql<number>`count(*)::int` })
    .from(files)
    .where(and(eq(files.accountId, ctx.accountId), eq(files.ownerId, ownerId), ne(files.state, "attached")));
  if ((loose?.n ?? 0) >= mostLoose) return { ok: false, reason: "too-many-loose" };
  const [today] = await ctx.db
    .select({ bytes: sql<string>`coalesce(sum(${files.sizeBytes}), 0)` })
    .from(files)
    .where(and(eq(files.accountId, ctx.accountId), gt(files.uploadedAt, afterDays(ctx.now, -1))));
  if (Number(today?.bytes ?? 0) + file.sizeBytes > mostBytesPerDay) return { ok: false, reason: "full-today" };
  await ctx.db
    .insert(files)
    .values({ accountId: ctx.accountId, ...file, ownerId, state: "pending", uploadedAt: ctx.now });
  return { ok: true };
}

/** A member by the seat, a freelancer by work that runs. */
const belongsHere = (ctx: Ctx, userId: string) =>
  ctx.actor.kind === "talent" ? hasRunningWork(ctx, userId) : holdsSeat(ctx, userId);

type Facts = { mediaType: FileType; sizeBytes: number; sha256: Uint8Array };

async function takeIn(
  store: FileStore,
  key: string,
  name: string,
  announced: number,
  body: ReadableStream<Uint8Array>,
): Promise<{ ok: true; facts: Facts } | { ok: false; reason: FileRefusal }> {
  const place = await store.workPlace(key);
  const received = await receive(place, announced, body);
  if (!received.ok) return received;
  const kind = await kindOf(place);
  if (!kind.ok) return kind;
  const type = kind.type === "text/plain" && endingOf(name) === "csv" ? "text/csv" : kind.type;
  if (!endingFits(name, type)) return { ok: false, reason: "other-ending" };
  if (isImage(type)) {
    const drawn = await redrawImage(place, type);
    if (!drawn.ok) return drawn;
  }
  const { size } = await stat(place);
  if (size > mostBytes) return { ok: false, reason: "too-large" };
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(place)) hash.update(chunk);
  await store.keep(key, place);
  return { ok: true, facts: { mediaType: type, sizeBytes: size, sha256: hash.digest() } };
}

/** Writes what arrives and counts it: not a byte more than was announced is kept, and not one less is accepted. */
async function receive(
  place: string,
  announced: number,
  body: ReadableStream<Uint8Array>,
): Promise<{ ok: true } | { ok: false; reason: FileRefusal }> {
  const file: FileHandle = await open(place, "wx", 0o600);
  const reader = body.getReader();
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.byteLength;
      if (size > announced) return { ok: false, reason: "too-large" };
      await file.write(value);
    }
    return size === announced ? { ok: true } : { ok: false, reason: "incomplete" };
  } catch {
    // The sender went away. There is nobody to tell, and nothing is kept.
    return { ok: false, reason: "incomplete" };
  } finally {
    reader.releaseLock();
    await file.close();
  }
}

/** Pending → ready, if it was not swept in the meantime. */
async function settle(ctx: Ctx, id: string, facts: Facts): Promise<boolean> {
  const settled = await ctx.db
    .update(files)
    .set({ ...facts, state: "ready" })
    .where(and(eq(files.accountId, ctx.accountId), eq(files.id, id), eq(files.state, "pending")))
    .returning({ id: files.id });
  return settled.length === 1;
}

async function forget(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .delete(files)
    .where(and(eq(files.accountId, ctx.accountId), eq(files.id, id), eq(files.state, "pending")));
}
