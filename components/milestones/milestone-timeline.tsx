import { AttachmentList } from "@/components/approvals/attachment-list";
import { OpenDisputeForm } from "@/components/disputes/dispute-forms";
import { DisputePanel } from "@/components/disputes/dispute-panel";
import { EmptyState } from "@/components/layout/empty-state";
import { Moment, type Reader } from "@/components/offers/moment";
import { WordsBlock } from "@/components/offers/words-block";
import { WaitingDot } from "@/components/ui/status";
import type { ContractSide } from "@/db/enums";
import { clientFee } from "@/lib/billing/rules";
import { cn } from "@/lib/cn";
import type { Workroom } from "@/lib/contracts/workroom";
import { formatDay } from "@/lib/dates";
import {
  atWork,
  isPossible,
  isTalentsWindow,
  type MilestoneDeed,
  nextAgreed,
  seenOf,
  waitsForStart,
} from "@/lib/milestones/rules";
import { formatMoney } from "@/lib/money";
import {
  FundForm,
  GiveBackForm,
  ReleaseForm,
  ReleasePartForm,
  RequestChangesForm,
  RequestRefundForm,
  RequestReleaseForm,
  SubmitWorkForm,
} from "./milestone-forms";
import { MilestoneStatus } from "./milestone-status";
import { nextWords } from "./next-words";

type Work = NonNullable<Workroom["work"]>;
export type Milestone = Work["milestones"][number];

/**
 * For whom the milestones are drawn: their side, whether they may act, where new keys come from, and on the client's side
 * the fee on what they fund, in basis points.
 */
export type WorkReader = Reader & { side: ContractSide; acts: boolean; mint: () => string; feeRate?: number };

type MilestoneTimelineProps = { work: Work; disputes: Workroom["disputes"]; reader: WorkReader };

/** Milestones in their order, each with its amount, its state, who acts next and by when, and the deeds of this reader. */
export function MilestoneTimeline({ work, disputes, reader }: MilestoneTimelineProps) {
  if (work.milestones.length === 0) return <NeverAny open={reader.acts && work.contract.state !== "ended"} />;
  const shown = work.milestones.filter(({ state }) => state !== "removed");
  if (shown.length === 0)
    return <EmptyState title="No milestones">They were all removed. Either side may propose new ones.</EmptyState>;
  return (
    <ol aria-label="Milestones">
      {shown.map((milestone) => (
        <MilestoneItem key={milestone.id} milestone={milestone} work={work} disputes={disputes} reader={reader} />
      ))}
    </ol>
  );
}

/** Only an import makes fixed-price work that never had milestones; offers have at least one. */
const NeverAny = ({ open }: { open: boolean }) => (
  <EmptyState title="No milestones in Countersign">
    This contract was imported. Its milestones are kept outside Countersign
    {open && "; either side may propose some here"}.
  </EmptyState>
);

type ItemProps = MilestoneTimelineProps & { milestone: Milestone };

function MilestoneItem({ milestone, work, disputes, reader }: ItemProps) {
  const { contract, milestones } = work;
  const money = (minor: bigint) => formatMoney({ minor, currency: milestone.currency });
  const busy = milestones.some(({ state }) => atWork.includes(state));
  const isNext = !busy && contract.state === "active" && nextAgreed(milestones)?.id === milestone.id;
  const next = nextWords(milestone, {
    side: reader.side,
    talent: contract.talentName,
    company: contract.companyName,
    zone: reader.zone,
    isNext,
    pending: contract.state === "pending",
    ended: contract.state === "ended",
    automaticAt: work.automatic.find(({ milestoneId }) => milestoneId === milestone.id)?.at ?? null,
  });
  const waits = reader.acts && next.turn === reader.side;
  const current = atWork.includes(milestone.state) || milestone.state === "disputed" || isNext;
  const dispute = disputes.find((each) => each.milestoneId === milestone.id);
  return (
    <li className="group relative flex gap-3 pb-6 last:pb-0" id={`milestone-${milestone.number}`}>
      <span
        aria-hidden="true"
        className="absolute top-3.5 bottom-0 left-[5.5px] w-px translate-y-1 bg-line group-last:hidden"
      />
      <span
        aria-hidden="true"
        className={cn(
          "relative mt-1 size-3 shrink-0 rounded-full border",
          milestone.state === "released" ? "border-transparent bg-good" : "border-edge bg-paper",
          current && "border-transparent bg-action",
        )}
      />
      <div className="grid min-w-0 flex-1 gap-2">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
          <h3 className="min-w-0 font-semibold wrap-anywhere">
            {milestone.number} · {milestone.title}
          </h3>
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="font-semibold tabular-nums">{money(milestone.amountMinor)}</span>
            <MilestoneStatus state={milestone.state} />
          </span>
        </div>
        <p className={waits ? "font-medium" : "text-ink-soft"}>
          {waits && (
            <>
              <WaitingDot label="Waits for you" />{" "}
            </>
          )}
          {next.text}
        </p>
        <p className="text-xs text-ink-soft tabular-nums">{datesAndFigures(milestone, money)}</p>
        {milestone.description && current && <WordsBlock text={milestone.description} />}
        <LatestWork milestone={milestone} work={work} reader={reader} />
        {dispute && (
          <DisputePanel
            dispute={dispute}
            held={milestone.heldMinor}
            currency={milestone.currency}
            contract={contract}
            reader={reader}
          />
        )}
        {reader.acts && <Deeds milestone={milestone} work={work} isNext={isNext} reader={reader} />}
      </div>
    </li>
  );
}

/** "Due 4 May 2026 · funded $1,000.00 · held $400.00 · released $600.00": only what is there. */
function datesAndFigures(milestone: Milestone, money: (minor: bigint) => string): string {
  const { dueDate, fundedMinor, heldMinor, releasedMinor, refundedMinor, amountMinor, rolledMinor, state } = milestone;
  const whole = state === "released" && releasedMinor === amountMinor;
  return [
    dueDate ? `Due ${formatDay(dueDate)}` : "No due day",
    state === "agreed" && heldMinor > 0n && `${money(heldMinor)} rolled on to it`,
    state !== "agreed" && fundedMinor !== amountMinor && fundedMinor > 0n && `${money(fundedMinor)} funded`,
    state !== "agreed" && heldMinor > 0n && `${money(heldMinor)} held`,
    releasedMinor > 0n && !whole && `${money(releasedMinor)} released`,
    refundedMinor > 0n && `${money(refundedMinor)} returned`,
    rolledMinor > 0n && `${money(rolledMinor)} rolled on`,
  ]
    .filter(Boolean)
    .join(" · ");
}

/** What was delivered last, what should change, and why a refund is asked for: in their own words. */
function LatestWork({ milestone, work, reader }: { milestone: Milestone; work: Work; reader: WorkReader }) {
  const { contract } = work;
  const files = work.files.filter(({ milestoneId }) => milestoneId === milestone.id);
  const page =
    reader.side === "talent" ? `/api/talent/contracts/${contract.id}/files` : `/api/contracts/${contract.number}/files`;
  const delivered = work.submissions.find(({ milestoneId }) => milestoneId === milestone.id);
  const asked = work.refundRequests.find(({ milestoneId }) => milestoneId === milestone.id);
  if (!delivered && !asked) return null;
  return (
    <div className="grid gap-3 border-s-2 border-line ps-3">
      {delivered && (
        <div className="grid gap-1">
          <p className="text-xs text-ink-soft">
            {work.contract.talentName} submitted{delivered.round > 1 && `, round ${delivered.round}`},{" "}
            <Moment at={delivered.submittedAt} reader={reader} exact />
          </p>
          <WordsBlock text={delivered.message} />
          {delivered.links.length > 0 && (
            <ul className="grid gap-0.5">
              {delivered.links.map((link) => (
                <li key={link}>
                  <a
                    href={link}
                    rel="noreferrer nofollow ugc"
                    target="_blank"
                    className="wrap-anywhere text-action underline decoration-from-font underline-offset-3 hover:text-action-strong hover:decoration-2"
                  >
                    {link}
                  </a>
                </li>
              ))}
            </ul>
          )}
          {files.length > 0 && <AttachmentList files={files} hrefOf={(fileId) => `${page}/${fileId}`} />}
        </div>
      )}
      {delivered?.changesNote && delivered.changesAt && (
        <div className="grid gap-1">
          <p className="text-xs text-ink-soft">
            Changes asked for, <Moment at={delivered.changesAt} reader={reader} exact />
          </p>
          <WordsBlock text={delivered.changesNote} />
        </div>
      )}
      {asked && (
        <div className="grid gap-1">
          <p className="text-xs text-ink-soft">
            {formatMoney({ minor: asked.amountMinor, currency: milestone.currency })} asked back,{" "}
            <Moment at={asked.requestedAt} reader={reader} exact />
          </p>
          <WordsBlock text={asked.reason} />
        </div>
      )}
    </div>
  );
}

function Deeds({
  milestone,
  work,
  isNext,
  reader,
}: {
  milestone: Milestone;
  work: Work;
  isNext: boolean;
  reader: WorkReader;
}) {
  const { contract, milestones } = work;
  const { state, heldMinor, amountMinor, id } = milestone;
  const money = (minor: bigint) => formatMoney({ minor, currency: milestone.currency });
  const held = money(heldMinor);
  const of = () => ({ contractId: contract.id, milestoneId: id, formKey: reader.mint() });
  const can = (deed: MilestoneDeed) => isPossible(deed, state) && !waitsForStart(deed, contract);
  const { talentName: talent, companyName: client } = contract;
  if (reader.side === "talent")
    return (
      <div className="flex flex-wrap gap-2 empty:hidden">
        {can("submit") && contract.state !== "ended" && (
          <SubmitWorkForm {...of()} again={milestone.rounds > 0} client={client} />
        )}
        {can("request-release") && isTalentsWindow(milestone) && (
          <RequestReleaseForm {...of()} held={held} client={client} />
        )}
        {can("give-back") && heldMinor > 0n && (
          <GiveBackForm {...of()} held={held} asked={state === "refund_requested"} client={client} />
        )}
        {can("answer-refund") && <OpenDisputeForm {...of()} side="talent" held={held} />}
      </div>
    );
  const submitted = state === "submitted";
  const next = nextAgreed(milestones, id);
  const missing = amountMinor > heldMinor ? amountMinor - heldMinor : 0n;
  const fee = clientFee(missing, reader.feeRate ?? 0);
  return (
    <div className="flex flex-wrap gap-2 empty:hidden">
      {isNext && (
        <FundForm
          {...of()}
          amount={missing > 0n ? money(missing) : null}
          fee={fee > 0n ? money(fee) : null}
          total={money(missing + fee)}
          rolled={heldMinor > 0n ? held : null}
        />
      )}
      {can("release") && (
        <>
          <ReleaseForm {...of()} held={held} talent={talent} submitted={submitted} seen={seenOf(milestone)} />
          {submitted && <RequestChangesForm {...of()} />}
          <ReleasePartForm
            {...of()}
            held={held}
            talent={talent}
            submitted={submitted}
            seen={seenOf(milestone)}
            rest={
              next
                ? `What you do not pay rolls on to milestone ${next.number}.`
                : "What you do not pay is asked back; the freelancer has 7 days to approve or dispute that."
            }
          />
        </>
      )}
      {can("request-refund") && heldMinor > 0n && (state !== "agreed" || isNext) && (
        <RequestRefundForm {...of()} held={held} />
      )}
      {state === "release_requested" && <OpenDisputeForm {...of()} side="client" held={held} />}
    </div>
  );
}
