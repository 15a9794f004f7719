import "server-only";
import type { Ctx } from "../ctx";
import { formatDay, type LocalDate } from "../dates";
import { env } from "../env";
import { queueMail } from "../mail/queue-mail";
import type { Difference } from "../offers/rules";
import type { Contract } from "./queries";

/** To the freelancer: the client changed something of the contract (given as it stands now), old → new. */
export async function mailTermsChanged(ctx: Ctx, contract: Contract, changes: Difference[]): Promise<void> {
  await queueMail(ctx, {
    kind: "contract-terms-changed",
    to: contract.talentEmail,
    key: `${contract.id}/${contract.version}`,
    props: {
      ...factsOf(contract),
      changedBy: ctx.actor.kind === "member" ? ctx.actor.name : contract.companyName,
      changes,
      contractUrl: talentUrl(contract),
    },
  });
}

/** To both sides: the contract is over, by whom and why. */
export async function mailEnded(ctx: Ctx, contract: Contract, reason: string): Promise<void> {
  const { actor } = ctx;
  const endedBy = actor.kind === "talent" ? contract.talentName : contract.companyName;
  const sides = [
    { to: contract.contactEmail, contractUrl: clientUrl(contract) },
    { to: contract.talentEmail, contractUrl: talentUrl(contract) },
  ];
  for (const { to, contractUrl } of sides) {
    await queueMail(ctx, {
      kind: "contract-ended",
      to,
      key: contract.id,
      props: { ...factsOf(contract), endedBy, reason, contractUrl },
    });
  }
}

/** To the contact person and the freelancer: the end date is near, and what it does and does not do. */
export async function mailEndNear(ctx: Ctx, contract: Contract, endDate: LocalDate): Promise<void> {
  const sides = [
    { side: "client" as const, to: contract.contactEmail, contractUrl: clientUrl(contract) },
    { side: "talent" as const, to: contract.talentEmail, contractUrl: talentUrl(contract) },
  ];
  for (const { to, ...reader } of sides) {
    await queueMail(ctx, {
      kind: "contract-end-near",
      to,
      key: `${contract.id}/${endDate}`,
      props: { ...factsOf(contract), ...reader, endDate: formatDay(endDate) },
    });
  }
}

const clientUrl = (contract: Contract) => `${env.APP_ORIGIN}/ab/jobs/contracts/${contract.number}`;
const talentUrl = (contract: Contract) => `${env.APP_ORIGIN}/talent/contracts/${contract.id}`;

function factsOf(contract: Contract) {
  return {
    companyName: contract.companyName,
    askWhom: `${contract.contactName} (${contract.contactEmail})`,
    settingsUrl: `${env.APP_ORIGIN}/ab/notification-settings`,
    title: contract.title,
    contractNumber: String(contract.number),
    talentName: contract.talentName,
  };
}
