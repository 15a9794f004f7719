import "server-only";
import { and, eq } from "drizzle-orm";
import { contracts } from "@/db/schema";
import { hiresIn, listHirers } from "../accounts/queries";
import { type Overtaken, overtaken } from "../audit/overtaken";
import { recordEvent } from "../audit/record-event";
import type { Ctx } from "../ctx";
import { ForbiddenError } from "../errors";
import { wakeAll } from "../milestones/wake";
import { notify } from "../notifications/notify";
import { mailTermsChanged } from "./mails";
import { getContractForChange } from "./queries";
import { canChangeContact } from "./rules";
import type { ChangeContactInput } from "./schema";

export type ChangeContactResult =
  | { ok: true }
  | { ok: false; reason: "ended" }
  | Overtaken
  | { ok: false; reason: "nothing-changed" }
  | { ok: false; reason: "invalid"; fieldErrors: Record<string, string[]> };

/**
 * Another member answers for the contract from now on: alerts, mails and the digest line follow, and both members and
 * the freelancer are told (product.md §9).
 * @throws NotFoundError; ForbiddenError for anybody but the contact person, admins and program owners.
 */
export async function changeContact(ctx: Ctx, input: ChangeContactInput): Promise<ChangeContactResult> {
  const contract = await getContractForChange(ctx, input.contractId);
  if (!canChangeContact(ctx.actor, contract)) throw new ForbiddenError("change the contact person of this contract");
  if (contract.state === "ended") return { ok: false, reason: "ended" };
  if (contract.version !== input.version) return overtaken(ctx, "contract", contract.id);
  const { contactId } = input;
  if (contactId === contract.contactId) return { ok: false, reason: "nothing-changed" };
  const next = (await listHirers(ctx)).find((hirer) => hirer.userId === contactId);
  if (!next || !hiresIn(next, contract.teamId))
    return {
      ok: false,
      reason: "invalid",
      fieldErrors: { contactId: [`Choose a member who may hire in ${contract.teamName}.`] },
    };
  const version = contract.version + 1;
  await ctx.db
    .update(contracts)
    .set({ contactId, version, auditId: ctx.auditId })
    .where(and(eq(contracts.accountId, ctx.accountId), eq(contracts.id, contract.id)));
  await wakeAll(ctx, contract.id);
  recordEvent(ctx, "contract.contact-changed", "contract", contract.id, {
    from: contract.contactName,
    to: next.name,
  });
  const told = {
    kind: "contract-contact-changed",
    category: "contracts" as const,
    key: `${contract.id}/${version}`,
    href: `/ab/jobs/contracts/${contract.number}`,
  };
  await notify(
    ctx,
    [
      { ...told, userId: contactId, title: `You are now the contact person of “${contract.title}”` },
      { ...told, userId: contract.contactId, title: `${next.name} is now the contact person of “${contract.title}”` },
    ].filter(({ userId }) => userId !== ctx.actor.userId),
  );
  await mailTermsChanged(ctx, await getContractForChange(ctx, contract.id), [
    { label: "Contact person", before: contract.contactName, after: next.name, note: null },
  ]);
  return { ok: true };
}
