import "server-only";
import { listHolders } from "../accounts/queries";
import type { Ctx } from "../ctx";
import { formatDay, type LocalDate } from "../dates";
import { env } from "../env";
import { queueMail, queueMails } from "../mail/queue-mail";
import type { EscrowContract } from "../milestones/queries";
import { settingsUrlFor } from "../notifications/settings-url";
import type { Difference } from "../offers/rules";
import type { Contract } from "./queries";
import type { ContractTask } from "./tasks";

/** To the freelancer: the client changed something of the contract (given as it stands now), old → new. */
export async function mailTermsChanged(ctx: Ctx, contract: Contract, changes: Difference[]): Promise<void> {
  await queueMail(ctx, {
    kind: "contract-terms-changed",
    to: contract.talentEmail,
    key: `${contract.id}/${contract.version}`,
    props: {
      ...factsOf(contract, "talent"),
      changedBy: ctx.actor.kind === "member" ? ctx.actor.name : contract.companyName,
      changes,
    },
  });
}

/** To both sides: the contract is over, by whom and why. */
export async function mailEnded(ctx: Ctx, contract: Contract, reason: string): Promise<void> {
  const { actor } = ctx;
  const endedBy = actor.kind === "talent" ? contract.talentName : contract.companyName;
  for (const { to, address } of sidesOf(contract)) {
    await queueMail(ctx, {
      kind: "contract-ended",
      to: address,
      key: contract.id,
      props: { ...factsOf(contract, to), to, endedBy, reason },
    });
  }
}

/** To the contact person and the freelancer: the end date is near, and what it does and does not do. */
export async function mailEndNear(ctx: Ctx, contract: Contract, endDate: LocalDate): Promise<void> {
  for (const { to, address } of sidesOf(contract)) {
    await queueMail(ctx, {
      kind: "contract-end-near",
      to: address,
      key: `${contract.id}/${endDate}`,
      props: { ...factsOf(contract, to), to, endDate: formatDay(endDate) },
    });
  }
}

/**
 * Of a contract that was agreed and waits for its onboarding plan: to everybody with an open task, each with what waits for
 * them, and to the freelancer unless another mail told of it. What waits for a member who can no longer do it goes to admins
 * and program owners.
 */
export async function mailTasks(
  ctx: Ctx,
  contract: EscrowContract,
  tasks: readonly ContractTask[],
  talentTold: boolean,
): Promise<void> {
  await mailOwners(ctx, contract, tasks, { key: contract.id, day: null, alsoTalent: !talentTold });
}

/** The same to those alone with an open task, after so many days. */
export async function mailTaskReminder(
  ctx: Ctx,
  contract: EscrowContract,
  tasks: readonly ContractTask[],
  day: number,
): Promise<void> {
  await mailOwners(ctx, contract, tasks, { key: `${contract.id}/${day}`, day, alsoTalent: false });
}

async function mailOwners(
  ctx: Ctx,
  contract: EscrowContract,
  tasks: readonly ContractTask[],
  { key, day, alsoTalent }: { key: string; day: number | null; alsoTalent: boolean },
): Promise<void> {
  const open = tasks.filter(({ doneAt }) => doneAt === null);
  const standIns = open.some(({ ownerGone }) => ownerGone) ? await listHolders(ctx) : [];
  const waiting = new Map<string, Set<ContractTask>>();
  const add = (address: string, task: ContractTask) =>
    waiting.set(address, (waiting.get(address) ?? new Set()).add(task));
  for (const task of open) {
    if (task.ownerGone) for (const { address } of standIns) add(address, task);
    else if (task.ownerEmail) add(task.ownerEmail, task);
  }
  const facts = (own: readonly ContractTask[]) => ({
    day,
    own: own.map(({ title }) => title),
    others: open
      .filter((task) => !own.includes(task))
      .map((task) => `${task.title} (${task.ownerName ?? contract.talentName})`),
  });
  const ofTalent = open.filter(({ ownerId }) => ownerId === null);
  await queueMails(ctx, [
    ...[...waiting].map(([address, own]) => ({
      kind: "contract-pending" as const,
      to: address,
      key: `${key}/client`,
      props: { ...factsOf(contract, "client"), to: "client" as const, ...facts([...own]) },
    })),
    ...(ofTalent.length > 0 || alsoTalent
      ? [
          {
            kind: "contract-pending" as const,
            to: contract.talentEmail,
            key: `${key}/talent`,
            props: { ...factsOf(contract, "talent"), to: "talent" as const, ...facts(ofTalent) },
          },
        ]
      : []),
  ]);
}

type Side = "client" | "talent";

/** Whom a mail about both sides goes to. */
const sidesOf = (contract: Contract): { to: Side; address: string }[] => [
  { to: "client", address: contract.contactEmail },
  { to: "talent", address: contract.talentEmail },
];

type Named = Pick<Contract, "id" | "number" | "title" | "companyName" | "talentName" | "contactName" | "contactEmail">;

/** Names and links as the reader's side sees them. */
function factsOf(contract: Named, side: Side) {
  return {
    companyName: contract.companyName,
    askWhom: `${contract.contactName} (${contract.contactEmail})`,
    settingsUrl: settingsUrlFor(side),
    title: contract.title,
    contractNumber: String(contract.number),
    talentName: contract.talentName,
    contractUrl:
      side === "client"
        ? `${env.APP_ORIGIN}/ab/jobs/contracts/${contract.number}`
        : `${env.APP_ORIGIN}/talent/contracts/${contract.id}`,
  };
}
