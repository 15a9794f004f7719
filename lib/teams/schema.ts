import { z } from "zod";
import { line } from "../approvals/schema";

const name = line(80, "Enter a name.");

/** "Create team". */
export const createTeamInput = z.object({ name });
export type CreateTeamInput = z.output<typeof createTeamInput>;

/** "Rename team". `token`: the team as the form began from it. */
export const renameTeamInput = z.object({ teamId: z.uuid(), token: z.uuid(), name });
export type RenameTeamInput = z.output<typeof renameTeamInput>;

/** "Hide team" and "Show team". */
export const teamInput = z.object({ teamId: z.uuid() });
export type TeamInput = z.output<typeof teamInput>;
