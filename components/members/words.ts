import type { MemberFilter } from "@/lib/members/queries";
import { roleWords } from "@/lib/words";

/** What the list of members can be narrowed to. */
export const filterWords: Record<MemberFilter, string> = {
  admin: roleWords.admin,
  program_owner: roleWords.program_owner,
  finance_admin: roleWords.finance_admin,
  hiring_manager: roleWords.hiring_manager,
  approver: "Approver",
  no_roles: "No roles",
};
