import "server-only";
import { and, asc, eq } from "drizzle-orm";
import { accounts } from "@/db/schema";
import type { PlanActor } from "../actor";
import { readAs } from "../ctx";

const operator: PlanActor = { kind: "plan", accountId: null, userId: null, via: "import" };

/** The company to import into: by its slug, else the oldest that is open; null when there is none. */
export async function findImportAccount(slug?: string): Promise<{ id: string; slug: string } | null> {
  const [account] = await readAs(operator, ({ db }) =>
    db
      .select({ id: accounts.id, slug: accounts.slug })
      .from(accounts)
      .where(and(eq(accounts.state, "active"), slug ? eq(accounts.slug, slug) : undefined))
      .orderBy(asc(accounts.id))
      .limit(1),
  );
  return account ?? null;
}
