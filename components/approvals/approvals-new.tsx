import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";

/** Above every page of My Jobs after approvals were switched on, until the reader's next offer (product.md §3.1). */
export function ApprovalsNew() {
  return (
    <div className="mx-auto mb-5 max-w-[1280px]">
      <Notice tone="info" title="Offers now need an approval">
        Before your next offer, create a request and choose it in the offer once it is approved.{" "}
        <TextLink href="/ab/jobs/approvals/new">Create Request</TextLink>
      </Notice>
    </div>
  );
}
