import "server-only";
import type { ContractSide } from "@/db/enums";
import type { milestoneProposals } from "@/db/schema";
import type { MailKind, MailProps } from "@/emails";
import { listHolders } from "../accounts/queries";
import type { Ctx } from "../ctx";
import { afterDays, formatDay, formatInstant, type LocalDate, localDateOf } from "../dates";
import { env } from "../env";
import { queueMails } from "../mail/queue-mail";
import { formatMoney } from "../money";
import { settingsUrlFor } from "../notifications/settings-url";
import { type EscrowContract, findOpenRefundRequest, listNeverRun, type Milestone } from "./queries";
import { autoReleaseDays, refundSilenceDays, securityDays, type TimerDeed, timers } from "./rules";

type Step = MailProps<"milestone-funded">;
type StepKind = {
  [K in MailKind]: MailProps<K> extends Step ? (Step extends MailProps<K> ? K : never) : never;
}[MailKind];

/** Somebody who is told, with the side they read from. */
export type Reader = { side: "client" | "talent" | "staff"; address: string; zone: string };

export const clientReader = (contract: EscrowContract): Reader => ({
  side: "client",
  address: contract.contactEmail,
  zone: contract.contactZone,
});
export const talentReader = (contract: EscrowContract): Reader => ({
  side: "talent",
  address: contract.talentEmail,
  zone: contract.talentZone,
});
export const bothReaders = (contract: EscrowContract): Reader[] => [clientReader(contract), talentReader(contract)];

/** What differs from mail to mail; instants are written in the reader's own zone. */
export type About = {
  key: string;
  is?: string;
  milestone?: Milestone | null;
  amount?: bigint | string | null;
  asked?: bigint | null;
  by?: string;
  reason?: string | null;
  next?: readonly [label: string, at: Date | LocalDate] | null;
  /** the part of the contract's page where the thing is done, e.g. "#refunds" */
  place?: string;
  /** where staff work on it, from the origin on; they have no page of either side */
  staffPage?: string;
};

/** Queues one kind of mail about a contract for several readers. */
export async function mailStep(
  ctx: Ctx,
  kind: StepKind,
  contract: EscrowContract,
  readers: readonly Reader[],
  about: About,
): Promise<void> {
  await mailSteps(ctx, kind, [{ contract, readers, about }]);
}

type StepTo = { contract: EscrowContract; readers: readonly Reader[]; about: About };

/** The same about many contracts at once. */
async function mailSteps(ctx: Ctx, kind: StepKind, steps: readonly StepTo[]): Promise<void> {
  await queueMails(
    ctx,
    steps.flatMap((each) => stepMails(ctx, kind, each)),
  );
}

function stepMails(ctx: Ctx, kind: StepKind, { contract, readers, about }: StepTo) {
  const { milestone = null, amount = null, asked = null, next = null } = about;
  const { currency } = contract;
  return readers.map(({ side, address, zone }) => ({
    kind,
    to: address,
    key: about.key,
    props: {
      companyName: contract.companyName,
      askWhom:
        side === "client"
          ? `${contract.talentName} (${contract.talentEmail})`
          : `${contract.contactName} (${contract.contactEmail})`,
      settingsUrl: settingsUrlFor(side),
      to: side,
      is: about.is ?? "",
      title: contract.title,
      contractNumber: String(contract.number),
      talentName: contract.talentName,
      by: about.by ?? nameOf(ctx, contract),
      milestone: milestone && `${milestone.number} · ${milestone.title}`,
      amount: typeof amount === "bigint" ? formatMoney({ minor: amount, currency }) : amount,
      asked: asked === null ? null : formatMoney({ minor: asked, currency }),
      next: next ? ([next[0], whenOf(next[1], zone)] as [string, string]) : null,
      reason: about.reason ?? null,
      pageUrl: `${env.APP_ORIGIN}${pageOf(side, contract, about)}`,
    },
  }));
}

/** An instant in the reader's zone; a day is the same everywhere. */
const whenOf = (at: Date | LocalDate, zone: string) =>
  typeof at === "string" ? formatDay(at) : formatInstant(at, zone);

function pageOf(side: Reader["side"], contract: EscrowContract, { place = "", staffPage = "/staff" }: About): string {
  if (side === "staff") return staffPage;
  return side === "talent"
    ? `/talent/contracts/${contract.id}${place}`
    : `/ab/jobs/contracts/${contract.number}${place}`;
}

/** Who acts, as both sides read it. */
function nameOf({ actor }: Ctx, contract: EscrowContract): string {
  if (actor.kind === "talent") return contract.talentName;
  return actor.kind === "member" ? actor.name : actor.kind === "staff" ? actor.name : contract.companyName;
}

/** @param is what the acceptance that funds it made of the contract: started, pending, or waits while the platform pauses it */
export const mailFunded = (
  ctx: Ctx,
  contract: EscrowContract,
  milestone: Milestone,
  is: "" | "started" | "pending" | "waits" = "",
) =>
  mailStep(ctx, "milestone-funded", contract, [talentReader(contract)], {
    key: milestone.id,
    is,
    milestone,
    amount: milestone.heldMinor,
  });

export const mailSubmitted = (ctx: Ctx, contract: EscrowContract, milestone: Milestone, message: string) =>
  mailStep(ctx, "milestone-submitted", contract, [clientReader(contract)], {
    key: `${milestone.id}/${milestone.rounds}`,
    milestone,
    amount: milestone.heldMinor,
    reason: message,
    next: ["Released automatically", afterDays(milestone.since, autoReleaseDays)],
  });

export const mailChangesRequested = (ctx: Ctx, contract: EscrowContract, milestone: Milestone, note: string) =>
  mailStep(ctx, "changes-requested", contract, [talentReader(contract)], {
    key: `${milestone.id}/${milestone.rounds}`,
    milestone,
    amount: milestone.heldMinor,
    reason: note,
  });

export const mailReleased = (
  ctx: Ctx,
  contract: EscrowContract,
  milestone: Milestone,
  {
    amount,
    at,
    is,
    note,
  }: { amount: bigint; at: Date; is: "full" | "rolled" | "asked" | "automatic"; note: string | null },
) =>
  mailStep(ctx, "milestone-released", contract, bothReaders(contract), {
    key: `${milestone.id}/${milestone.releasedMinor}`,
    milestone,
    amount,
    is,
    reason: note,
    next: ["Available", afterDays(at, securityDays)],
  });

/** Day 7 to the contact person, day 13 to admins and program owners as well. */
export async function mailAutoRelease(
  ctx: Ctx,
  contract: EscrowContract,
  milestone: Milestone,
  last: boolean,
): Promise<void> {
  const contact = clientReader(contract);
  const admins = last ? (await listAdmins(ctx)).filter(({ address }) => address !== contact.address) : [];
  await mailStep(ctx, "auto-release-reminder", contract, [contact, ...admins], {
    // The days begin anew with a submission, and after a dispute that was withdrawn.
    key: `${milestone.id}/${milestone.since.toISOString()}/${last ? 13 : 7}`,
    milestone,
    amount: milestone.heldMinor,
    is: last ? "last" : "first",
    next: ["Released automatically", afterDays(milestone.since, autoReleaseDays)],
  });
}

/** Members with one of these roles, each once, as readers. */
export async function listAdmins(ctx: Ctx, roles?: ("admin" | "program_owner" | "finance_admin")[]): Promise<Reader[]> {
  return (await listHolders(ctx, roles)).map((holder) => ({ side: "client", ...holder }));
}

export const mailRefundRequested = (ctx: Ctx, contract: EscrowContract, milestone: Milestone, reason: string) =>
  mailStep(ctx, "escrow-refund-requested", contract, [talentReader(contract)], {
    key: `${milestone.id}/${milestone.since.toISOString()}`,
    milestone,
    amount: milestone.heldMinor,
    reason,
    next: ["Refunded automatically", afterDays(milestone.since, refundSilenceDays)],
  });

export async function mailRefundReminder(ctx: Ctx, contract: EscrowContract, milestone: Milestone): Promise<void> {
  const asked = await findOpenRefundRequest(ctx, milestone.id);
  await mailStep(ctx, "escrow-refund-reminder", contract, [talentReader(contract)], {
    key: `${milestone.id}/${milestone.since.toISOString()}`,
    milestone,
    amount: milestone.heldMinor,
    by: contract.companyName,
    reason: asked?.reason ?? null,
    next: ["Refunded automatically", afterDays(milestone.since, refundSilenceDays)],
  });
}

/** @param how approved, silent, dormant or given back */
export const mailRefunded = (
  ctx: Ctx,
  contract: EscrowContract,
  milestone: Milestone,
  amount: bigint,
  how: "approved" | "silent" | "dormant" | "given back",
) =>
  mailStep(ctx, "escrow-refunded", contract, bothReaders(contract), {
    key: `${milestone.id}/${milestone.refundedMinor}`,
    milestone,
    amount,
    by: contract.talentName,
    is: how,
  });

/** Days 76, 83 and 90, and each window after that, to both sides (§11.7). */
export async function mailDormant(
  ctx: Ctx,
  contract: EscrowContract,
  milestone: Milestone,
  is: TimerDeed | "release-requested",
): Promise<void> {
  const steps = timers[milestone.state] ?? [];
  const at = is === "release-requested" ? -1 : steps.findIndex(({ does }) => does === is);
  const next = steps[at + 1];
  await mailStep(ctx, "contract-dormant", contract, bothReaders(contract), {
    key: `${milestone.id}/${milestone.since.toISOString()}/${is}`,
    milestone,
    amount: milestone.heldMinor,
    is: is === "dormant" && milestone.state === "agreed" ? "dormant-unfunded" : is,
    next: next ? ["Next step", afterDays(milestone.since, next.day)] : null,
  });
}

export const mailBonus = (
  ctx: Ctx,
  contract: EscrowContract,
  { id, amount, note }: { id: string; amount: bigint; note: string | null },
) =>
  mailStep(ctx, "bonus-paid", contract, [talentReader(contract)], {
    key: id,
    amount,
    reason: note,
    next: ["Available", afterDays(ctx.now, securityDays)],
  });

/** Once a day of the freelancer and contract. @param amount what becomes available on that day, minor units */
export const mailEarningAvailable = (ctx: Ctx, contract: EscrowContract, amount: bigint) =>
  mailStep(ctx, "earnings-available", contract, [talentReader(contract)], {
    key: `${contract.id}/${localDateOf(ctx.now, contract.talentZone)}`,
    amount,
  });

export const mailChangeProposed = (
  ctx: Ctx,
  contract: EscrowContract,
  { id, by, note }: { id: string; by: ContractSide; note: string | null },
) =>
  mailStep(
    ctx,
    "milestone-change-proposed",
    contract,
    [by === "talent" ? clientReader(contract) : talentReader(contract)],
    { key: id, reason: note, next: ["Open until", afterDays(ctx.now, 14)] },
  );

export const mailChangeAnswered = (
  ctx: Ctx,
  contract: EscrowContract,
  proposal: typeof milestoneProposals.$inferSelect,
  accepted: boolean,
) =>
  mailStep(
    ctx,
    "milestone-change-answered",
    contract,
    [proposal.side === "talent" ? talentReader(contract) : clientReader(contract)],
    { key: proposal.id, is: accepted ? "accepted" : "declined" },
  );

/** To these readers: the contract is active from now on, for the first time (product.md §9). */
export const mailStarted = (ctx: Ctx, contract: EscrowContract, readers: readonly Reader[]) =>
  mailStep(ctx, "contract-started", contract, readers, started(ctx, contract));

function started(ctx: Ctx, contract: EscrowContract): About {
  const later = contract.startDate > localDateOf(ctx.now, contract.companyZone);
  return {
    key: contract.id,
    is: contract.contractType === "fixed_price" ? "fixed" : later ? "later" : "hourly",
    next: later ? ["First day", contract.startDate] : ["Started", ctx.now],
  };
}

/** To the contact person: nothing was recorded since this instant, for so many days (product.md §9). */
export const mailInactive = (ctx: Ctx, contract: EscrowContract, { since, days }: { since: Date; days: number }) =>
  mailStep(ctx, "contract-inactive", contract, [clientReader(contract)], {
    key: `${contract.id}/${since.toISOString()}/${days}`,
    is: String(days),
    next: ["Quiet since", since],
  });

/** To the freelancer, who accepted while the company was suspended: no time is taken yet; the cause is left out. */
export const mailStartsPaused = (ctx: Ctx, contract: EscrowContract) =>
  mailStep(ctx, "contract-paused", contract, [talentReader(contract)], {
    key: contract.id,
    is: platformPause(contract),
  });

export const mailPaused = (ctx: Ctx, contract: EscrowContract, { id, byClient }: { id: string; byClient: boolean }) =>
  mailStep(ctx, "contract-paused", contract, bothReaders(contract), {
    key: id,
    is: byClient ? "client" : platformPause(contract),
  });

const platformPause = ({ contractType }: EscrowContract) =>
  contractType === "fixed_price" ? "platform-fixed" : "platform";

/** `id` is that of the pause. */
type PausedContract = { contract: EscrowContract; id: string };

/** To both sides of each contract that the platform paused at once; the cause is left out. */
export const mailPausedByPlatform = (ctx: Ctx, paused: readonly PausedContract[]) =>
  mailSteps(
    ctx,
    "contract-paused",
    paused.map(({ contract, id }) => ({
      contract,
      readers: bothReaders(contract),
      about: { key: id, is: platformPause(contract) },
    })),
  );

/**
 * To both sides of each contract that goes on since its last pause was lifted; of one that never ran before, that it has
 * started.
 */
export async function mailRestarted(ctx: Ctx, restarted: readonly PausedContract[]): Promise<void> {
  const fresh = await listNeverRun(
    ctx,
    restarted.map(({ contract }) => contract.id),
  );
  const [first, again] = [true, false].map((is) => restarted.filter(({ contract }) => fresh.has(contract.id) === is));
  await mailSteps(
    ctx,
    "contract-started",
    (first ?? []).map(({ contract }) => ({ contract, readers: bothReaders(contract), about: started(ctx, contract) })),
  );
  await mailSteps(
    ctx,
    "contract-restarted",
    (again ?? []).map(({ contract, id }) => ({
      contract,
      readers: bothReaders(contract),
      about: { key: id, is: restart(contract) },
    })),
  );
}

const restart = ({ contractType }: EscrowContract) => (contractType === "fixed_price" ? "fixed" : "");
