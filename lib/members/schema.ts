import { z } from "zod";
import type { Role } from "@/db/enums";
import { line } from "../approvals/schema";
import { emailOrNull } from "../email-address";

const box = z
  .literal("on")
  .optional()
  .transform((ticked) => ticked === "on");

const teamIds = z.array(z.uuid("Choose teams of this company.")).max(2_000).default([]);

function wideRoles(ticked: { admin: boolean; programOwner: boolean; financeAdmin: boolean }): WideRole[] {
  const roles: WideRole[] = [];
  if (ticked.admin) roles.push("admin");
  if (ticked.programOwner) roles.push("program_owner");
  if (ticked.financeAdmin) roles.push("finance_admin");
  return roles;
}

/** "Edit member roles" → "Confirm". `token`: the member's roles as the form began from them. */
export const changeRolesInput = z
  .object({
    userId: z.uuid(),
    token: z.uuid(),
    admin: box,
    programOwner: box,
    financeAdmin: box,
    "teamId[]": teamIds,
  })
  .transform(({ userId, token, admin, programOwner, financeAdmin, "teamId[]": teamIds }) => {
    const roles = wideRoles({ admin, programOwner, financeAdmin });
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

/** "Invite". At least one role, or a team to hire in. `email` comes out normalised. */
export const inviteMemberInput = z
  .object({
    name: line(120, "Enter a name."),
    email: z.string("Enter an address.").transform((typed, issue) => {
      const address = emailOrNull(typed);
      if (address) return address;
      issue.addIssue(typed.trim() ? "Enter one plain address, such as name@company.com." : "Enter an address.");
      return z.NEVER;
    }),
    admin: box,
    programOwner: box,
    financeAdmin: box,
    "teamId[]": teamIds,
  })
  .transform(({ name, email, "teamId[]": teamIds, ...ticked }, issue) => {
    const roles = wideRoles(ticked);
    if (roles.length + teamIds.length === 0)
      issue.addIssue({
        code: "custom",
        path: ["teamId[]"],
        message: "Choose at least one role, or a team to hire in.",
      });
    return { name, email, roles, teamIds: [...new Set(teamIds)] };
  });
export type InviteMemberInput = z.output<typeof inviteMemberInput>;

/** "Send again", "Revoke" and "Join". */
export const invitationInput = z.object({ invitationId: z.uuid() });
export type InvitationInput = z.output<typeof invitationInput>;
