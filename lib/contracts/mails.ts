import "server-only";
import type { Ctx } from "../ctx";
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
    { to: contract.contactEmail, contractUrl: `${env.APP_ORIGIN}/ab/jobs/contracts/${contract.number}` },
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
