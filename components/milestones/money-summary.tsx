import { Sheet } from "@/components/ui/sheet";
import { sumOfMilestones } from "@/lib/milestones/rules";
import { formatMoney } from "@/lib/money";
import type { Milestone } from "./milestone-timeline";

/**
 * The money of fixed-price work: what was put in, what was paid, what waits, and what is still to be funded. Nothing for
 * work that never had milestones here: its money is kept elsewhere, and zeros would say that there is none.
 */
export function MoneySummary({ milestones, currency }: { milestones: readonly Milestone[]; currency: string }) {
  if (milestones.length === 0) return null;
  const sums = sumOfMilestones(milestones);
  const money = (minor: bigint) => formatMoney({ minor, currency });
  const figures = [
    { label: "Funded", minor: sums.funded, hint: `of ${money(sums.agreed)} agreed` },
    { label: "Released", minor: sums.released, hint: sums.refunded > 0n ? `${money(sums.refunded)} refunded` : null },
    { label: "In review", minor: sums.inReview, hint: `${money(sums.held)} held in escrow` },
    { label: "Left to fund", minor: sums.left, hint: null },
  ];
  return (
    <Sheet>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-4">
        {figures.map(({ label, minor, hint }) => (
          <div key={label}>
            <dt className="text-xs text-ink-soft">{label}</dt>
            <dd className="tabular-nums">
              <span className="text-base font-semibold">{money(minor)}</span>
              {hint && <span className="block text-xs text-ink-soft">{hint}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
