import { Moment } from "@/components/offers/moment";
import { WordsBlock } from "@/components/offers/words-block";
import { Change } from "@/components/ui/change";
import { Notice } from "@/components/ui/notice";
import type { Workroom } from "@/lib/contracts/workroom";
import { formatDay, formatInstant } from "@/lib/dates";
import { deedStates } from "@/lib/milestones/rules";
import { formatMoney } from "@/lib/money";
import type { Milestone, WorkReader } from "./milestone-timeline";
import { AnswerProposalForms } from "./proposal-forms";

type Work = NonNullable<Workroom["work"]>;

/** The open proposal: what would change, old against new, and the answer of the other side. */
export function ProposalView({ work, reader }: { work: Work; reader: WorkReader }) {
  const { proposal, contract, milestones } = work;
  if (!proposal) return null;
  const own = proposal.side === reader.side;
  const proposer = proposal.side === "talent" ? contract.talentName : contract.companyName;
  return (
    <Notice tone="info" title={own ? "You proposed a change of the milestones" : `${proposer} proposes a change`}>
      <div className="grid gap-3 pt-1">
        <p>
          <Moment at={proposal.proposedAt} reader={reader} exact /> · ends unanswered on{" "}
          {formatInstant(proposal.lapsesAt, reader.zone)}, or when work is submitted.
        </p>
        {proposal.note && <WordsBlock text={proposal.note} />}
        <ul className="grid gap-1">
          {changesOf(proposal.target, milestones, contract.currency).map((line) => (
            <li key={line.key}>
              {line.words} {line.change && <Change {...line.change} />}
            </li>
          ))}
        </ul>
        {reader.acts && !own && (
          <div className="flex flex-wrap gap-2">
            <AnswerProposalForms
              side={reader.side}
              contractId={contract.id}
              proposalId={proposal.id}
              consequences={
                reader.side === "client"
                  ? "Where it raises the funded milestone, the difference is funded at once; where it lowers it, the difference comes back."
                  : "It holds from the moment you accept. What lowers the funded milestone goes back to the client at once."
              }
            />
          </div>
        )}
      </div>
    </Notice>
  );
}

type Line = { key: string; words: string; change?: { before: string; after: string } };

/** What a target list changes of the present one, line by line. */
function changesOf(target: NonNullable<Work["proposal"]>["target"], list: readonly Milestone[], currency: string) {
  const money = (minor: bigint) => formatMoney({ minor, currency });
  const day = (text: string | null) => (text ? formatDay(text) : "no due day");
  const open = list.filter(({ state }) => deedStates.change.includes(state));
  const lines: Line[] = [];
  for (const [index, want] of target.entries()) {
    const now = open.find(({ id }) => id === want.id);
    if (!now) {
      const due = want.dueDate ? `, due ${formatDay(want.dueDate)}` : "";
      lines.push({ key: `new-${index}`, words: `New: “${want.title}”, ${money(BigInt(want.amountMinor))}${due}` });
      continue;
    }
    const say = (what: string, before: string, after: string) => {
      if (before !== after)
        lines.push({ key: `${now.id}-${what}`, words: `Milestone ${now.number}, ${what}:`, change: { before, after } });
    };
    say("title", now.title, want.title);
    say("amount", money(now.amountMinor), money(BigInt(want.amountMinor)));
    say("due day", day(now.dueDate), day(want.dueDate));
    if (now.description !== want.description)
      lines.push({ key: `${now.id}-text`, words: `Milestone ${now.number}: another description` });
  }
  for (const gone of open.filter(({ id }) => !target.some((want) => want.id === id)))
    lines.push({ key: gone.id, words: `Removed: milestone ${gone.number}, “${gone.title}”` });
  const kept = target.flatMap(({ id }) => open.find((each) => each.id === id)?.id ?? []);
  const before = open.map(({ id }) => id).filter((id) => kept.includes(id));
  if (before.join() !== kept.join()) lines.push({ key: "order", words: "The milestones come in another order." });
  return lines;
}
