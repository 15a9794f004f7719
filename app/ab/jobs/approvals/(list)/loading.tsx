import { SkeletonPage } from "@/components/ui/skeleton";

/** The shape of the list while it loads. In a group of its own, so that a request's page answers "not found" properly. */
export default function ApprovalsLoading() {
  return <SkeletonPage title="Approvals" />;
}
