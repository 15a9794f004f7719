import { GlyphIcon } from "@/components/ui/glyph";
import { Status, type Tone } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { SlotState } from "@/db/enums";
import type { RequestStatus, SlotStatus } from "@/lib/approvals/query-options";
import { RemindForm } from "./remind-form";
import { ReplaceApprover, type Replacement } from "./replace-approver";

type ApproverListProps = {
  steps: RequestStatus["steps"];
  me: string;
  /** The request, for its requester, who may remind. */
  remind?: string | undefined;
  /** For those who may name somebody else. */
  replace?: Replacement | undefined;
};

/** Who must approve, step by step, each with where they stand (product.md §3.5). */
export function ApproverList({ steps, me, remind, replace }: ApproverListProps) {
  return (
    <ol className="grid gap-4" aria-live="polite">
      {steps.map(({ step, people }) => (
        <li key={step}>
          {steps.length > 1 && <p className="mb-1.5 text-xs text-ink-soft">Step {step}</p>}
          <ul className="grid gap-3">
            {people.map((person) => (
              <Approver
                key={person.approverId}
                person={person}
                mine={person.approverId === me}
                remind={remind}
                replace={replace}
              />
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

type ApproverProps = {
  person: SlotStatus;
  mine: boolean;
  remind: string | undefined;
  replace: Replacement | undefined;
};

function Approver({ person, mine, remind, replace }: ApproverProps) {
  return (
    <li>
      <p className="flex items-start justify-between gap-3">
        <span className="min-w-0 font-medium wrap-anywhere">
          {person.name}
          {mine && <span className="font-normal text-ink-soft"> (you)</span>}
        </span>
        {person.unheld ? (
          <Status tone="warn">{person.words}</Status>
        ) : (
          <Status tone={tones[person.state]} glyph={person.state === "open" ? "clock" : undefined}>
            {person.words}
          </Status>
        )}
      </p>
      {person.at && (
        <p className="text-xs text-ink-soft">
          {person.state === "open" ? "since" : "on"} <Time {...timeOf(person.at)} />
          {person.late && (
            <>
              {" "}
              <span className="font-medium text-warn">
                <GlyphIcon glyph="alert" className="inline size-3.5 fill-none stroke-current stroke-[1.75]" /> Late
              </span>
            </>
          )}
        </p>
      )}
      {person.unheld && (
        <p className="mt-1 text-ink-soft">
          {person.name} has left. Nothing is approved by absence
          {replace ? ": name somebody else before the request expires." : "; an admin can name somebody else."}
        </p>
      )}
      {replace && person.replaceable && (
        <div className="mt-1.5">
          <ReplaceApprover {...replace} approverId={person.approverId} name={person.name} />
        </div>
      )}
      {remind && person.state === "open" && !person.unheld && (
        <RemindForm requestId={remind} approverId={person.approverId} name={person.name} lately={person.nudged} />
      )}
      {person.comment && (
        <p className="mt-1 border-s-2 border-line ps-3 whitespace-pre-line wrap-anywhere text-ink-soft">
          {person.comment}
        </p>
      )}
    </li>
  );
}

const timeOf = ({ iso, short, exact }: NonNullable<SlotStatus["at"]>) => ({ at: iso, short, exact });

const tones: Record<SlotState, Tone> = {
  waiting: "neutral",
  open: "info",
  approved: "good",
  declined: "bad",
  skipped: "neutral",
  closed: "neutral",
  replaced: "neutral",
};
