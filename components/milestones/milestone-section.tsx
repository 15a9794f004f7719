import { DocumentSection } from "@/components/layout/document-page";
import { Sheet } from "@/components/ui/sheet";
import type { Workroom } from "@/lib/contracts/workroom";
import { deedStates } from "@/lib/milestones/rules";
import { decimalText } from "@/lib/money";
import { type Milestone, MilestoneTimeline, type WorkReader } from "./milestone-timeline";
import { ProposeChangeForm } from "./proposal-forms";
import { ProposalView } from "./proposal-view";

type MilestoneSectionProps = {
  work: NonNullable<Workroom["work"]>;
  disputes: Workroom["disputes"];
  reader: WorkReader;
};

/** The milestones of a contract with what may be done on them: the open proposal, the timeline, a new proposal. */
export function MilestoneSection({ work, disputes, reader }: MilestoneSectionProps) {
  const { contract, milestones, proposal } = work;
  const mayPropose = reader.acts && !proposal && contract.state !== "ended";
  return (
    <div id="milestones" className="scroll-mt-6">
      <DocumentSection title="Milestones">
        <div className="grid gap-4">
          <ProposalView work={work} reader={reader} />
          <Sheet>
            <MilestoneTimeline work={work} disputes={disputes} reader={reader} />
          </Sheet>
          {mayPropose && (
            <ProposeChangeForm
              // A change of the list closes the form: the next proposal starts from what stands then.
              key={milestones.map(({ id, state, amountMinor }) => `${id}${state}${amountMinor}`).join()}
              side={reader.side}
              contractId={contract.id}
              formKey={reader.mint()}
              currency={contract.currency}
              other={reader.side === "talent" ? contract.companyName : contract.talentName}
              rows={milestones.filter(({ state }) => deedStates.change.includes(state)).map(rowOf)}
            />
          )}
        </div>
      </DocumentSection>
    </div>
  );
}

const rowOf = ({ id, number, title, description, amountMinor, currency, dueDate, state }: Milestone) => ({
  id,
  number,
  title,
  description,
  amount: decimalText({ minor: amountMinor, currency }),
  due: dueDate ?? "",
  kept: state !== "agreed",
});
