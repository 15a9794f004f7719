import { redirect } from "next/navigation";
import { requirePerson } from "@/lib/auth/actor";
import { loadWorkspace } from "./workspace";

/** Leads a member to their first list, and support staff to theirs. */
export default async function WorkspacePage() {
  if ((await requirePerson()).kind === "staff") redirect("/staff");
  const { approvalsOn } = await loadWorkspace();
  redirect(approvalsOn ? "/ab/jobs/approvals" : "/ab/jobs/offers");
}
