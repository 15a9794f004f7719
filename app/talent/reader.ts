import "server-only";
import { cache } from "react";
import { getReaderZone } from "@/lib/accounts/queries";
import type { TalentActor } from "@/lib/actor";
import { requireTalent } from "@/lib/auth/actor";
import { type ReadCtx, readAs } from "@/lib/ctx";

/** The freelancer's own zone and the instant of this read, for every time on a page. */
export async function readerOf(ctx: ReadCtx) {
  return { zone: await getReaderZone(ctx), now: ctx.now };
}

/** Reads as the signed-in freelancer, in no company: only what names them is in reach. */
export async function readAsTalent<T>(fn: (ctx: ReadCtx<TalentActor>) => Promise<T>): Promise<T> {
  return readAs(await signedInTalent(), fn);
}

/**
 * Reads as the signed-in freelancer within the one company that `find` leads to (an offer's, a contract's); null when it
 * leads nowhere: unknown, somebody else's and malformed look alike.
 */
export async function readInCompany<T>(
  find: (ctx: ReadCtx<TalentActor>) => Promise<string | null>,
  fn: (ctx: ReadCtx<TalentActor>) => Promise<T>,
): Promise<T | null> {
  const talent = await signedInTalent();
  const accountId = await readAs(talent, find);
  return accountId ? readAs({ ...talent, accountId }, fn) : null;
}

const signedInTalent = cache(requireTalent);
