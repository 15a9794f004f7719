import { z } from "zod";
import type { Role } from "@/db/enums";

const box = z
  .literal("on")
  .optional()
  .transform((ticked) => ticked === "on");

/** "Edit member roles" → "Confirm". `token`: the member's roles as the form began from them. */
export const changeRolesInput = z
  .object({
    userId: z.uuid(),
    token: z.uuid(),
    admin: box,
    programOwner: box,
    financeAdmin: box,
    "teamId[]": z.array(z.uuid("Choose teams of this company.")).max(2_000).default([]),
  })
  .transform(({ userId, token, admin, programOwner, financeAdmin, "teamId[]": teamIds }) => {
    const roles: WideRole[] = [];
    if (admin) roles.push("admin");
    if (programOwner) roles.push("program_owner");
    if (financeAdmin) roles.push("finance_admin");
    return { userId, token, roles, teamIds: [...new Set(teamIds)] };
  });
export type ChangeRolesInput = z.output<typeof changeRolesInput>;

/** Roles that count for the whole company; a hiring manager is one in teams (product.md §2.4). */
export type WideRole = Exclude<Role, "hiring_manager">;

/** "Add" and "Remove from team" on the page of a team. */
export const teamMemberInput = z.object({ teamId: z.uuid(), userId: z.uuid() });
export type TeamMemberInput = z.output<typeof teamMemberInput>;

/** "Remove member". `ownerId`: who owns this person's open job posts from now on; empty while there are none. */
export const removeMemberInput = z.object({
  userId: z.uuid(),
  token: z.uuid(),
  ownerId: z
    .union([z.uuid("Choose a member."), z.literal("")])
    .optional()
    .transform((value) => value || null),
});
export type RemoveMemberInput = z.output<typeof removeMemberInput>;
