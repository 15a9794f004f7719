import type { WorkReader } from "@/components/milestones/milestone-timeline";
import { Moment } from "@/components/offers/moment";
import { WordsBlock } from "@/components/offers/words-block";
import { Notice } from "@/components/ui/notice";
import type { Workroom } from "@/lib/contracts/workroom";
import { formatInstant } from "@/lib/dates";
import { endOfDisputeWait } from "@/lib/disputes/rules";
import { formatMoney } from "@/lib/money";
import {
  AcceptDisputeForm,
  AnswerSettlementForms,
  DeclineDisputeForm,
  FileForm,
  WithdrawDisputeForm,
} from "./dispute-forms";

type Dispute = Workroom["disputes"][number];

type DisputePanelProps = {
  dispute: Dispute;
  held: bigint;
  currency: string;
  contract: { id: string; state: string; talentName: string; companyName: string };
  reader: WorkReader;
};

/** A dispute beside the milestone it freezes: who said what, whose answer is due when, and the deeds of this reader. */
export function DisputePanel({ dispute, held, currency, contract, reader }: DisputePanelProps) {
  const { side, zone, acts } = reader;
  const money = (minor: bigint) => formatMoney({ minor, currency });
  const { settlement } = dispute;
  const of = { side, contractId: contract.id, disputeId: dispute.id };
  const accepted = settlement && (side === "talent" ? settlement.talentAcceptedAt : settlement.clientAcceptedAt);
  const filed = side === "talent" ? dispute.talentFiledAt : dispute.clientFiledAt;
  const end = endOfDisputeWait(dispute);
  return (
    <Notice tone="warn" title={titleOf(dispute, contract, side)}>
      <div className="grid gap-3 pt-1">
        <p>
          {standsWords(dispute, {
            ...contract,
            side,
            by: end ? formatInstant(end, zone) : "",
            over: !end || end <= reader.now,
          })}
        </p>
        <div className="grid gap-1">
          <p className="text-xs">
            Opened <Moment at={dispute.openedAt} reader={reader} exact />
          </p>
          <WordsBlock text={dispute.description} />
        </div>
        {dispute.clientEvidence && (
          <div className="grid gap-1">
            <p className="text-xs">{contract.companyName} declined</p>
            <WordsBlock text={dispute.clientEvidence} />
          </div>
        )}
        {settlement && (
          <div className="grid gap-1">
            <p className="font-medium">
              The mediator proposes {money(settlement.releaseMinor)} to {contract.talentName} and{" "}
              {money(settlement.refundMinor)} back to {contract.companyName}.
            </p>
            <WordsBlock text={settlement.note} />
            <p className="text-xs">
              {settlement.state === "agreed"
                ? "Both sides accepted. A second person of Countersign confirms it before the money moves."
                : accepted
                  ? `You accepted. The other side has until ${formatInstant(settlement.answerBy, zone)}; silence is no.`
                  : `Answer until ${formatInstant(settlement.answerBy, zone)}; silence is no.`}
            </p>
          </div>
        )}
        {acts && (
          <div className="flex flex-wrap gap-2 empty:hidden">
            {side === "client" && dispute.state === "awaiting_client" && (
              <>
                <AcceptDisputeForm disputeId={dispute.id} held={money(held)} />
                <DeclineDisputeForm disputeId={dispute.id} />
              </>
            )}
            {settlement?.state === "open" && !accepted && (
              <AnswerSettlementForms {...of} settlementId={settlement.id} />
            )}
            {dispute.state === "arbitration" && !filed && end && end > reader.now && <FileForm {...of} />}
            {side === "talent" && dispute.origin !== "dormancy" && settlement?.state !== "agreed" && (
              <WithdrawDisputeForm
                contractId={contract.id}
                disputeId={dispute.id}
                refunds={dispute.origin === "refund_request" || contract.state === "ended"}
              />
            )}
          </div>
        )}
      </div>
    </Notice>
  );
}

type Parties = { talentName: string; companyName: string };

function titleOf({ origin }: Dispute, { talentName, companyName }: Parties, side: "client" | "talent"): string {
  const byTalent = origin !== "dormancy";
  if (byTalent === (side === "talent")) return "You dispute this";
  return `${byTalent ? talentName : companyName} disputes this`;
}

/** `by`: when its present state ends; `over`: has that passed? */
type About = Parties & { side: "client" | "talent"; by: string; over: boolean };

/** Where a dispute stands and what comes next, in one sentence. */
function standsWords(dispute: Dispute, about: About): string {
  const { side, companyName, talentName, by, over } = about;
  switch (dispute.state) {
    case "awaiting_client":
      return side === "client"
        ? `Answer until ${by}; without an answer the money is released to ${talentName}.`
        : `${companyName} answers until ${by}; without an answer the money is released to you.`;
    case "mediation":
      return `A mediator of Countersign works on it. Without agreement it goes to arbitration on ${by}.`;
    case "arbitration":
      return `It is in arbitration, outside Countersign. ${filingWords(dispute, by, over)}`;
    default:
      return "It is closed.";
  }
}

/** Who acts in arbitration: the two sides until the time to file is over, then Countersign (§11.6). */
function filingWords({ clientFiledAt, talentFiledAt }: Dispute, by: string, over: boolean): string {
  if (clientFiledAt && talentFiledAt)
    return "Both sides have filed; a mediator of Countersign carries out the award once there is one.";
  if (!over) return `Each side shows until ${by} that it has filed.`;
  return `The time to file ended on ${by}. A mediator of Countersign settles it next, and a second person confirms that.`;
}
