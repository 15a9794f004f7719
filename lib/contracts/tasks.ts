import "server-only";
import { and, asc, eq } from "drizzle-orm";
import { contractTasks, users } from "@/db/schema";
import type { Ctx, ReadCtx } from "../ctx";
import { listGoneOwners } from "../offers/plan-owners";

/** The onboarding plan of an offer becomes the contract's own. */
export async function copyTasks(
  ctx: Ctx,
  contractId: string,
  tasks: readonly { position: number; title: string; ownerId: string | null }[],
): Promise<void> {
  await ctx.db.insert(contractTasks).values(
    tasks.map(({ position, title, ownerId }) => ({
      accountId: ctx.accountId,
      contractId,
      position,
      title,
      ownerId,
      auditId: ctx.auditId,
    })),
  );
}

export type ContractTask = Awaited<ReturnType<typeof listTasks>>[number];

type About = { id: string; teamId: string; contactId: string };

/**
 * The onboarding plan of a contract in its order; empty where its offer had none. `ownerGone`: a member who can no longer do
 * an open task. Ask only after the contract was found.
 */
export async function listTasks(ctx: ReadCtx, contract: About) {
  const rows = await ctx.db
    .select({
      position: contractTasks.position,
      title: contractTasks.title,
      ownerId: contractTasks.ownerId,
      ownerName: users.name,
      ownerEmail: users.email,
      doneAt: contractTasks.doneAt,
      doneBy: contractTasks.doneBy,
    })
    .from(contractTasks)
    .leftJoin(users, eq(users.id, contractTasks.ownerId))
    .where(and(eq(contractTasks.accountId, ctx.accountId), eq(contractTasks.contractId, contract.id)))
    .orderBy(asc(contractTasks.position));
  const waitedFor = rows.flatMap(({ ownerId, doneAt }) => (ownerId && !doneAt ? [ownerId] : []));
  const gone = await listGoneOwners(ctx, contract, waitedFor);
  return rows.map((row) => ({ ...row, ownerGone: row.ownerId !== null && gone.has(row.ownerId) }));
}
