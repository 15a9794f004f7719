import { DataTable } from "@/components/layout/data-table";
import { DocumentSection } from "@/components/layout/document-page";
import type { WorkReader } from "@/components/milestones/milestone-timeline";
import { Moment } from "@/components/offers/moment";
import { WordsBlock } from "@/components/offers/words-block";
import { Notice } from "@/components/ui/notice";
import { Status, type Tone } from "@/components/ui/status";
import type { AskState } from "@/db/enums";
import { formatInstant } from "@/lib/dates";
import { decimalText, formatMoney } from "@/lib/money";
import type { RefundsOfContract } from "@/lib/refunds/queries";
import { endOfDays, mostRefundable, paidMinor } from "@/lib/refunds/rules";
import { AskRefundForm, DeclineRefundForm, PayRefundForm, WithdrawAskForm } from "./refund-forms";

type Contract = { id: string; currency: string; talentName: string; companyName: string };
type RefundSectionProps = { contract: Contract; of: RefundsOfContract; reader: WorkReader };

/** Refunds of what was paid: the request that waits with its answers, a new one, and what was before. Nothing to say, nothing there. */
export function RefundSection({ contract, of, reader }: RefundSectionProps) {
  const { ask, asks, refunds, refundable } = of;
  const money = (minor: bigint) => formatMoney({ minor, currency: contract.currency });
  const possible = reader.side === "talent" ? mostRefundable(refundable) : paidMinor(refundable);
  const begins = reader.acts && !ask && possible > 0n;
  const past = asks.filter(({ id }) => id !== ask?.id);
  const rows = past.length + refunds.length > 0;
  if (!ask && !rows && !begins) return null;
  return (
    <div id="refunds" className="scroll-mt-6">
      <DocumentSection title="Refunds">
        <div className="grid gap-4">
          {ask && <OpenAsk contract={contract} ask={ask} most={mostRefundable(refundable)} reader={reader} />}
          {begins &&
            (reader.side === "talent" ? (
              <PayRefundForm
                contractId={contract.id}
                formKey={reader.mint()}
                client={contract.companyName}
                most={money(possible)}
              />
            ) : (
              <AskRefundForm
                contractId={contract.id}
                formKey={reader.mint()}
                talent={contract.talentName}
                most={money(possible)}
              />
            ))}
          {rows && <RefundTable contract={contract} asks={past} refunds={refunds} reader={reader} />}
        </div>
      </DocumentSection>
    </div>
  );
}

type OpenAskProps = {
  contract: Contract;
  ask: NonNullable<RefundsOfContract["ask"]>;
  most: bigint;
  reader: WorkReader;
};

/** The request that waits: its reason, until when, and what this reader may do with it. */
function OpenAsk({ contract, ask, most, reader }: OpenAskProps) {
  const { id: contractId, currency, talentName, companyName } = contract;
  const money = (minor: bigint) => formatMoney({ minor, currency });
  const mine = reader.side === "talent";
  const suggested = ask.amountMinor < most ? ask.amountMinor : most;
  return (
    <Notice
      tone={mine ? "warn" : "info"}
      title={
        mine
          ? `${companyName} asks you to refund ${money(ask.amountMinor)}`
          : `${talentName} is asked to refund ${money(ask.amountMinor)}`
      }
    >
      <div className="grid gap-3 pt-1">
        <p>
          <Moment at={ask.askedAt} reader={reader} exact /> · lapses unanswered on{" "}
          {formatInstant(ask.lapsesAt, reader.zone)}
        </p>
        <WordsBlock text={ask.reason} />
        {mine && most < ask.amountMinor && (
          <p>
            {most > 0n
              ? `At most ${money(most)} can be refunded now: the rest was paid out or refunded.`
              : "What was paid was paid out to you or refunded, so nothing can be refunded here."}
          </p>
        )}
        {reader.acts && (
          <div className="flex flex-wrap gap-2">
            {mine && most > 0n && (
              <PayRefundForm
                contractId={contractId}
                formKey={reader.mint()}
                client={companyName}
                most={money(suggested)}
                ask={{ id: ask.id, amount: decimalText({ minor: suggested, currency }) }}
              />
            )}
            {mine ? (
              <DeclineRefundForm contractId={contractId} askId={ask.id} client={companyName} />
            ) : (
              <WithdrawAskForm contractId={contractId} askId={ask.id} talent={talentName} />
            )}
          </div>
        )}
      </div>
    </Notice>
  );
}

const askLooks: Record<Exclude<AskState, "open">, { tone: Tone; word: string }> = {
  paid: { tone: "good", word: "Answered" },
  declined: { tone: "neutral", word: "Declined" },
  withdrawn: { tone: "neutral", word: "Withdrawn" },
  lapsed: { tone: "neutral", word: "Lapsed" },
};

type RefundTableProps = Pick<RefundsOfContract, "asks" | "refunds"> & { contract: Contract; reader: WorkReader };

/** Requests that have ended and refunds, the latest first, each with its dates and words. */
function RefundTable({ contract, asks, refunds, reader }: RefundTableProps) {
  const rows = [
    ...asks.map((ask) => ({
      ...ask,
      what: "Asked for",
      at: ask.askedAt,
      ended: endOfDays(ask),
      // One whose days are over has lapsed, whether the clock came by or not.
      ...askLooks[ask.state === "open" ? "lapsed" : ask.state],
    })),
    ...refunds.map((refund) => ({
      ...refund,
      what: "Refunded",
      at: refund.refundedAt,
      ended: null,
      note: null,
      tone: "good" as const,
      word: "Refunded",
    })),
  ].toSorted((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1));
  return (
    <DataTable label="Refunds" columns={[{ label: "Refund" }, { label: "Amount", align: "end" }, { label: "Status" }]}>
      {rows.map((row) => (
        <tr key={row.id}>
          <td data-at="title">
            <span className="row-title">
              {row.what}
              <span className="row-second">
                <Moment at={row.at} reader={reader} exact />
              </span>
              {row.ended && (
                <span className="row-second">
                  {row.word}: <Moment at={row.ended} reader={reader} exact />
                </span>
              )}
              <span dir="auto" className="row-second">
                {row.reason}
              </span>
              {row.note && (
                <span dir="auto" className="row-second">
                  {row.note}
                </span>
              )}
            </span>
          </td>
          <td data-at="amount">{formatMoney({ minor: row.amountMinor, currency: contract.currency })}</td>
          <td data-at="status">
            <Status tone={row.tone}>{row.word}</Status>
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
