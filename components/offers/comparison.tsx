"use client";

import { Button } from "@/components/ui/button";
import { Sheet } from "@/components/ui/sheet";
import { Status } from "@/components/ui/status";
import { useScripts } from "@/components/ui/use-scripts";
import { estimatedTotal, standInText } from "@/lib/approvals/rules";
import { clientFee, feeText } from "@/lib/billing/rules";
import { formatMoney } from "@/lib/money";
import { type ComparedTerms, differences } from "@/lib/offers/rules";
import { type ApprovedRequest, comparedRequest, refusalOf } from "./approved-request";
import { Differences } from "./differences";
import { fillIn } from "./fill-in";
import { comparedValues, type OfferValues, requestApprovalChoice } from "./offer-values";
import { useTyped } from "./use-typed";

type ComparisonProps = {
  drawn: OfferValues;
  currency: string;
  /** the client fee in basis points; 0 where there is none */
  feeRate: number;
  requests: readonly ApprovedRequest[];
  /** Purchase orders by number, for what is chosen; null while they are off. */
  orders: readonly { id: string; number: string }[] | null;
  /** Kinds of offer that need an approval. */
  kinds: readonly string[];
  /** A sent offer keeps its kind, talent and team; its request cannot be chosen anew. */
  fixed?: boolean;
};

/** What the offer comes to, and every term in which it differs from what was approved, as it is typed. */
export function Comparison({ drawn, currency, feeRate, requests, orders, kinds, fixed }: ComparisonProps) {
  const [box, typed] = useTyped<HTMLElement>(drawn);
  const values = fixed
    ? { ...typed, kind: drawn.kind, talentEmail: drawn.talentEmail, teamId: drawn.teamId, requestId: drawn.requestId }
    : typed;
  const terms = comparedValues(values, currency);
  const total = terms && estimatedTotal(terms);
  const fee = total ? clientFee(total.minor, feeRate) : 0n;
  return (
    <section ref={box} aria-label="What the offer comes to">
      <Sheet>
        <p className="text-xs text-ink-soft">Estimated total</p>
        <p className="text-2xl font-semibold tracking-tight tabular-nums">
          {total ? formatMoney({ minor: total.minor, currency }) : "–"}
        </p>
        {fee > 0n && (
          <p className="text-xs tabular-nums">
            You pay {formatMoney({ minor: fee, currency })} on top, the client fee of {feeText(feeRate)}
          </p>
        )}
        <p className="mt-0.5 text-xs text-ink-soft">{terms ? howText(terms) : "Enter the price to see it."}</p>
        {kinds.includes(values.kind) && (
          <div className="mt-5 grid gap-3 border-t border-line pt-5">
            <h2 className="font-semibold">Compared with what was approved</h2>
            <Compared values={values} currency={currency} requests={requests} orders={orders} fixed={fixed} />
          </div>
        )}
      </Sheet>
    </section>
  );
}

/** How the total came about: "24 hours a week for 10 weeks". */
function howText(terms: ComparedTerms): string {
  const { minor, openEnded } = estimatedTotal(terms);
  if (terms.contractType === "fixed_price") return "Sum of the milestones";
  if (openEnded || terms.rateMinor === null || terms.weeklyHours === null) return standInText(terms);
  const weeks = minor / (terms.rateMinor * BigInt(terms.weeklyHours));
  return `${terms.weeklyHours} hours a week for ${weeks} ${weeks === 1n ? "week" : "weeks"}`;
}

function Compared({
  values,
  currency,
  requests,
  orders,
  fixed,
}: Omit<ComparisonProps, "drawn" | "kinds" | "feeRate"> & { values: OfferValues }) {
  const scripts = useScripts();
  if (values.requestId === requestApprovalChoice) {
    return (
      <p className="text-ink-soft">
        You are led to the request. Everything typed here is kept as a draft, and you return to it.
      </p>
    );
  }
  const request = requests.find((each) => each.id === values.requestId);
  if (!request) return <p className="text-ink-soft">No approved request is selected yet.</p>;
  const terms = comparedValues(values, currency, orders);
  const rows = terms ? differences(comparedRequest(request), terms) : [];
  const refusal = terms && refusalOf(request, terms);
  const otherTeam = !fixed && values.teamId !== "" && values.teamId !== request.teamId;
  return (
    <>
      {otherTeam && (
        <p className="font-medium text-bad">This approval belongs to team {request.teamName}. Choose that team.</p>
      )}
      {!terms && <p className="text-ink-soft">Enter the price to compare it.</p>}
      {terms && rows.length === 0 && !otherTeam && (
        <p>
          <Status tone="good">Nothing differs</Status>
        </p>
      )}
      {refusal && <p className="font-medium text-bad">{refusal}</p>}
      {rows.length > 0 && <Differences rows={rows} narrow />}
      {scripts && !fixed && (!terms || rows.length > 0 || otherTeam) && (
        <p>
          <Button size="small" onClick={(event) => fillIn(event.currentTarget.form, request)}>
            Fill in what was approved
          </Button>
        </p>
      )}
    </>
  );
}
