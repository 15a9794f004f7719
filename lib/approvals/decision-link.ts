import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { decisionLinks } from "@/db/schema";
import type { Ctx, ReadCtx } from "../ctx";
import { isId } from "../ids";

const hashOf = (token: string) => createHash("sha256").update(`decision/v1|${token}`).digest();

/**
 * Mints a decision link for one approver, one request and one content. The clear token exists in the mail alone; the
 * row keeps its hash (I10). It names its account, so that the look-up runs in tenant context.
 */
export async function issueDecisionLink(
  ctx: Ctx,
  of: { requestId: string; approverId: string; step: number; fingerprint: string },
): Promise<string> {
  const token = Buffer.from(`v1.${ctx.accountId}.`).toString("base64url") + randomBytes(32).toString("base64url");
  await ctx.db
    .insert(decisionLinks)
    .values({ accountId: ctx.accountId, tokenHash: hashOf(token), ...of, issuedAt: ctx.now, auditId: ctx.auditId });
  return token;
}

/** The account that a token names, or null when it is none of ours. Says nothing about whether it is alive. */
export function accountOfToken(token: string): string | null {
  if (!/^[A-Za-z0-9_-]{97}$/.test(token)) return null;
  const [version, account, rest] = Buffer.from(token.slice(0, 54), "base64url").toString("utf8").split(".");
  return version === "v1" && account && isId(account) && rest === "" ? account : null;
}

/** What a living link stands for, or null: unknown, foreign, altered and dead ones look alike. */
export async function findDecisionLink(ctx: ReadCtx, token: string) {
  const [link] = await ctx.db
    .select({
      requestId: decisionLinks.requestId,
      approverId: decisionLinks.approverId,
      fingerprint: decisionLinks.fingerprint,
      deadSince: decisionLinks.deadSince,
    })
    .from(decisionLinks)
    .where(and(eq(decisionLinks.accountId, ctx.accountId), eq(decisionLinks.tokenHash, hashOf(token))));
  return link ?? null;
}
