import { Sheet } from "@/components/ui/sheet";
import { TextLink } from "@/components/ui/text-link";
import type { OfferState } from "@/db/enums";
import type { Difference } from "@/lib/offers/rules";
import { Differences } from "./differences";

type ApprovalFactsProps = {
  state: OfferState;
  /** The request and how the offer differs from it; null where the reader may not see the request. */
  request: { id: string; title: string; usable: string } | null;
  /** An approval was used, seen or not. */
  approved: boolean;
  differences: readonly Difference[];
};

/** Under which approval an offer went out, how it stands now, and every difference to what was approved (product.md §3.8). */
export function ApprovalFacts({ state, request, approved, differences }: ApprovalFactsProps) {
  if (!approved) {
    return (
      <Sheet>
        <h2 className="font-semibold">Approval</h2>
        <p className="mt-1 text-ink-soft">None was needed when this offer was sent.</p>
      </Sheet>
    );
  }
  return (
    <Sheet className="grid gap-4">
      <div>
        <h2 className="font-semibold">Approval</h2>
        {request && (
          <p className="mt-1 wrap-anywhere">
            <TextLink href={`/ab/jobs/approvals/${request.id}`}>{request.title}</TextLink>
          </p>
        )}
        <p className="mt-1 text-ink-soft">{request?.usable ?? standing(state)}</p>
      </div>
      {request && <Comparison differences={differences} />}
    </Sheet>
  );
}

type ApprovedTermsProps = { request: { id: string; title: string }; differences: readonly Difference[] };

/** The request that a contract goes back to, and every difference of what is agreed there now (product.md §9). */
export function ApprovedTerms({ request, differences }: ApprovedTermsProps) {
  return (
    <Sheet className="grid gap-4">
      <div>
        <h2 className="font-semibold">Approval</h2>
        <p className="mt-1 wrap-anywhere">
          <TextLink href={`/ab/jobs/approvals/${request.id}`}>{request.title}</TextLink>
        </p>
      </div>
      <Comparison differences={differences} />
    </Sheet>
  );
}

function Comparison({ differences }: { differences: readonly Difference[] }) {
  return (
    <div className="grid gap-3 border-t border-line pt-4">
      <h3 className="font-medium">
        {differences.length > 0 ? "Differs from what was approved" : "Nothing differs from what was approved"}
      </h3>
      {differences.length > 0 && <Differences rows={differences} narrow />}
    </div>
  );
}

/** The same in general, for readers who may not see the request itself. */
function standing(state: OfferState): string {
  return state === "pending" || state === "accepted" ? "Used by this offer." : "Given back when this offer ended.";
}
