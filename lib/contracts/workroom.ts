import "server-only";
import type { ContractState, ContractType } from "@/db/enums";
import type { ReadCtx } from "../ctx";
import { type LocalDate, localDateOf } from "../dates";
import { listOpenDisputes } from "../disputes/queries";
import { findWork, getEscrowContract } from "../milestones/queries";
import { listOpenPauses } from "./pause-contract";
import { canFinishTask, isPastEnd } from "./rules";
import { listTasks } from "./tasks";

type WorkContract = {
  id: string;
  contractType: ContractType;
  state: ContractState;
  endDate: LocalDate | null;
  teamId: string;
  contactId: string;
  talentUserId: string;
};

export type Workroom = Awaited<ReturnType<typeof loadWorkroom>>;

/**
 * What a contract's page shows of its work, the same for both sides: milestones with their latest deliveries, the open
 * proposal, open disputes, why it is paused, and its onboarding plan, in which `mine` are the reader's to mark as done. Ask only after the contract was found.
 */
export async function loadWorkroom(ctx: ReadCtx, contract: WorkContract) {
  const { id, contractType, state } = contract;
  const fixed = contractType === "fixed_price";
  const work = fixed ? await findWork(ctx, id) : null;
  const zone = work?.contract.companyZone ?? (await getEscrowContract(ctx, id)).companyZone;
  const tasks = await listTasks(ctx, contract);
  const today = localDateOf(ctx.now, zone);
  return {
    work,
    disputes: fixed ? await listOpenDisputes(ctx, id) : [],
    pauses: state === "paused" ? await listOpenPauses(ctx, id) : [],
    tasks: tasks.map((task) => ({ ...task, mine: canFinishTask(ctx.actor, contract, task) })),
    today,
    /** the end date that has passed in the company's own zone, or null */
    pastEnd: isPastEnd(contract, today) ? contract.endDate : null,
  };
}
