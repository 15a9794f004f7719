import "server-only";
import { eq } from "drizzle-orm";
import { accounts } from "@/db/schema";
import type { ReadCtx } from "../ctx";

/** Where staff work on this company, from the origin on: "/staff/companies/northwind". */
export async function staffPages(ctx: ReadCtx): Promise<string> {
  const [company] = await ctx.db.select({ slug: accounts.slug }).from(accounts).where(eq(accounts.id, ctx.accountId));
  return `/staff/companies/${company?.slug}`;
}
