import { DocumentSection } from "@/components/layout/document-page";
import { Moment, type Reader } from "@/components/offers/moment";
import { GlyphIcon } from "@/components/ui/glyph";
import { Sheet } from "@/components/ui/sheet";
import { WaitingDot } from "@/components/ui/status";
import type { ContractSide, ContractState } from "@/db/enums";
import { cn } from "@/lib/cn";
import { FinishTaskForm } from "./finish-task-form";

type Task = {
  position: number;
  title: string;
  ownerName: string | null;
  ownerGone: boolean;
  doneAt: Date | null;
  /** may this reader mark it as done */
  mine: boolean;
};

type TaskSectionProps = {
  contract: { id: string; state: ContractState; talentName: string };
  tasks: readonly Task[];
  side: ContractSide;
  reader: Reader;
};

/** The onboarding plan of a contract: each task, whose it is, and the button of whoever does it. */
export function TaskSection({ contract, tasks, side, reader }: TaskSectionProps) {
  if (tasks.length === 0) return null;
  const done = tasks.filter(({ doneAt }) => doneAt !== null).length;
  return (
    <div id="plan" className="scroll-mt-6">
      <DocumentSection title="Onboarding plan">
        <Sheet className="grid gap-4">
          <p className="text-ink-soft">
            {done} of {tasks.length} done.{contract.state === "pending" && " The last one starts the contract."}
          </p>
          <ol aria-label="Tasks" className="grid gap-4">
            {tasks.map((task) => (
              <TaskItem key={task.position} task={task} contract={contract} side={side} reader={reader} />
            ))}
          </ol>
        </Sheet>
      </DocumentSection>
    </div>
  );
}

function TaskItem({ task, contract, side, reader }: Omit<TaskSectionProps, "tasks"> & { task: Task }) {
  const { position, title, ownerGone, doneAt } = task;
  const open = contract.state === "pending" && doneAt === null;
  const owner = task.ownerName ?? contract.talentName;
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-4 gap-y-2 sm:grid-cols-[auto_minmax(0,1fr)_auto]">
      <span
        aria-hidden="true"
        className={cn(
          "flex size-5 shrink-0 items-center justify-center rounded-full border",
          doneAt ? "border-transparent bg-good-tint text-good" : "border-edge",
        )}
      >
        {doneAt && <GlyphIcon glyph="check" className="size-3.5 fill-none stroke-current stroke-2" />}
      </span>
      <div className="min-w-0">
        <h3 className={cn("wrap-anywhere", open ? "font-semibold" : "font-medium")}>{title}</h3>
        <p className="text-xs text-ink-soft">
          {open && task.mine && (
            <>
              <WaitingDot label="Waits for you" />{" "}
            </>
          )}
          {owner}
          {doneAt ? (
            <>
              , done <Moment at={doneAt} reader={reader} exact />
            </>
          ) : open && ownerGone ? (
            `, who can no longer do it${task.mine ? "; you stand in" : "; an admin stands in"}`
          ) : (
            ", not done"
          )}
        </p>
      </div>
      {open && task.mine && (
        <div className="col-start-2 sm:col-start-auto">
          <FinishTaskForm contractId={contract.id} side={side} position={position} title={title} />
        </div>
      )}
    </li>
  );
}
