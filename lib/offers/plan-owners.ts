import "server-only";
import { hiresIn, listActiveIds, listHirers } from "../accounts/queries";
import type { ReadCtx } from "../ctx";
import type { TaskInput } from "./schema";

type About = { teamId: string; contactId: string };

/**
 * Members who may own a task of an onboarding plan, by name: those who hire in the team, and the contact person. They are
 * the people who see the contract it holds up.
 */
export async function listPlanOwners(ctx: ReadCtx, { teamId, contactId }: About) {
  const hirers = (await listHirers(ctx)).filter((each) => hiresIn(each, teamId) || each.userId === contactId);
  return hirers.map(({ userId, name }) => ({ userId, name }));
}

/** Which of these members can no longer do a task of a contract: they have left, or see it no more. */
export async function listGoneOwners(ctx: ReadCtx, about: About, ownerIds: readonly string[]): Promise<Set<string>> {
  if (ownerIds.length === 0) return new Set();
  const able = new Set((await listPlanOwners(ctx, about)).map(({ userId }) => userId));
  // A contact person keeps the contract in sight as long as they hold a seat.
  for (const userId of await listActiveIds(ctx, [about.contactId])) able.add(userId);
  return new Set(ownerIds.filter((userId) => !able.has(userId)));
}

/** May everybody whom a plan names do their task? */
export async function ownersFit(ctx: ReadCtx, about: About, tasks: readonly TaskInput[]): Promise<boolean> {
  const named = tasks.flatMap(({ ownerId }) => ownerId ?? []);
  if (named.length === 0) return true;
  const able = new Set((await listPlanOwners(ctx, about)).map(({ userId }) => userId));
  return named.every((userId) => able.has(userId));
}

/** What the form says where somebody may not. */
export const ownersMessage =
  "Each task belongs to the freelancer, to the contact person or to a member who hires in this team.";
