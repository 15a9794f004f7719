import { SkeletonPage } from "@/components/ui/skeleton";

export default function LoadingContracts() {
  return <SkeletonPage title="Contracts" />;
}
