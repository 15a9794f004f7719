import type { ReactNode } from "react";
import { Term, Terms } from "@/components/ui/terms";
import type { ContractType, OfferKind } from "@/db/enums";
import { standInText } from "@/lib/approvals/rules";
import { formatDay } from "@/lib/dates";
import { formatMoney } from "@/lib/money";
import { kindWords, termsText, typeWords } from "@/lib/words";

/** The terms of one version of an offer, as everybody sees them who may see the offer or its contract. */
export type ShownTerms = {
  offerKind: OfferKind;
  contractType: ContractType;
  currency: string;
  rateMinor: bigint | null;
  weeklyHours: number | null;
  budgetMinor: bigint | null;
  estimatedTotalMinor: bigint;
  openEnded: boolean;
  startDate: string;
  endDate: string | null;
  manualTime: boolean;
  workDiary: boolean;
  employer: string | null;
  countryOfWork: string | null;
};

/** The terms as a definition list with the total first; `children` are the parties, which differ by side. */
export function OfferTerms({ terms, children }: { terms: ShownTerms; children?: ReactNode }) {
  const hourly = terms.contractType === "hourly";
  return (
    <Terms>
      <Term label="Estimated total" total>
        <span className="tabular-nums">
          {formatMoney({ minor: terms.estimatedTotalMinor, currency: terms.currency })}
        </span>
        {terms.openEnded && (
          <span className="block text-xs font-normal tracking-normal text-ink-soft">{standInText(terms)}</span>
        )}
      </Term>
      {children}
      <Term label="Kind">{`${kindWords[terms.offerKind]}, ${typeWords[terms.contractType].toLowerCase()}`}</Term>
      {hourly && <Term label="Price">{termsText(terms)}</Term>}
      <Term label="Start and end">
        {formatDay(terms.startDate)} – {terms.endDate ? formatDay(terms.endDate) : "no end date"}
      </Term>
      {hourly && <Term label="Manual time">{terms.manualTime ? "Allowed" : "Not allowed"}</Term>}
      {hourly && <Term label="Work Diary">{terms.workDiary ? "On" : "Off"}</Term>}
      {terms.offerKind === "payroll" && <Term label="Employer of record">{terms.employer ?? "Not named"}</Term>}
      {terms.offerKind === "payroll" && <Term label="Country of work">{terms.countryOfWork ?? "Not named"}</Term>}
    </Terms>
  );
}
