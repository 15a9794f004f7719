import type { Metadata } from "next";
import { InviteForm } from "@/components/members/invitation-forms";
import { SettingsHeading } from "@/components/settings/settings-heading";
import { Sheet } from "@/components/ui/sheet";
import { listTeams } from "@/lib/accounts/queries";
import { isAdmin } from "@/lib/approvals/rules";
import { readAs } from "@/lib/ctx";
import { membersPath } from "@/lib/members/list-address";
import { loadWorkspace } from "../../../workspace";

export const metadata: Metadata = { title: "Settings: invite a member" };

/** Settings › Members & permissions › Invite. */
export default async function InvitePage() {
  const { actor } = await loadWorkspace();
  if (!isAdmin(actor)) return null; // the layout says so
  const teams = await readAs(actor, listTeams);
  return (
    <>
      <SettingsHeading
        title="Invite a member"
        back={{ href: membersPath, label: "Members & permissions" }}
        sentence="They get a mail, sign in with that address, and join. The invitation is valid for 14 days."
      />
      <Sheet>
        <InviteForm
          teams={teams.filter((team) => !team.hidden).map(({ id, name }) => ({ id, name }))}
          list={membersPath}
        />
      </Sheet>
    </>
  );
}
