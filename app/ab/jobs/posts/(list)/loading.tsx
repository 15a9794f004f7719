import { SkeletonPage } from "@/components/ui/skeleton";

export default function LoadingPosts() {
  return <SkeletonPage title="Job posts" />;
}
