import { ApprovalsNew } from "@/components/approvals/approvals-new";
import { JobTabs } from "@/components/layout/job-tabs";
import { loadWorkspace } from "../workspace";

/** My Jobs: its tabs stand above the lists, not above the things in them. */
export default async function JobsLayout({ children }: LayoutProps<"/ab/jobs">) {
  const { approvalsOn, approvalsNew, waiting } = await loadWorkspace();
  return (
    <>
      <JobTabs approvals={approvalsOn} waiting={waiting > 0} />
      {approvalsNew && <ApprovalsNew />}
      {children}
    </>
  );
}
