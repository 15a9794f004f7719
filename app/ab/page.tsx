import { redirect } from "next/navigation";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { requirePerson } from "@/lib/auth/actor";
import { loadWorkspace } from "./workspace";

/** Leads a member to their first list. Support staff read companies through tickets alone, and there are none yet. */
export default async function WorkspacePage() {
  if ((await requirePerson()).kind === "staff") {
    return (
      <Page width="form">
        <PageHeader
          title="Support"
          sentence="You read a company from one of its tickets, and no ticket is assigned to you."
        />
      </Page>
    );
  }
  const { approvalsOn } = await loadWorkspace();
  redirect(approvalsOn ? "/ab/jobs/approvals" : "/ab/jobs/offers");
}
