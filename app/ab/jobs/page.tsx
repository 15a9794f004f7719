import { redirect } from "next/navigation";
import { loadWorkspace } from "../workspace";

/** My Jobs opens on its first tab. */
export default async function JobsPage() {
  const { approvalsOn } = await loadWorkspace();
  redirect(approvalsOn ? "/ab/jobs/approvals" : "/ab/jobs/offers");
}
