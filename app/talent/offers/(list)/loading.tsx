import { SkeletonPage } from "@/components/ui/skeleton";

export default function LoadingOffers() {
  return <SkeletonPage title="Offers" />;
}
