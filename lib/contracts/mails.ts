import "server-only";
import type { Ctx } from "../ctx";
import { formatDay, type LocalDate } from "../dates";
import { env } from "../env";
import { queueMail } from "../mail/queue-mail";
import { settingsUrlFor } from "../notifications/settings-url";
import type { Difference } from "../offers/rules";
import type { Contract } from "./queries";

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

type Side = "client" | "talent";

/** Whom a mail about both sides goes to. */
const sidesOf = (contract: Contract): { to: Side; address: string }[] => [
  { to: "client", address: contract.contactEmail },
  { to: "talent", address: contract.talentEmail },
];

/** Names and links as the reader's side sees them. */
function factsOf(contract: Contract, side: Side) {
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
