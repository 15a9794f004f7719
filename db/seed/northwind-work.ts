import type { MemberActor, TalentActor } from "@/lib/actor";
import { finishTask } from "@/lib/contracts/finish-task";
import { type Ctx, readAs, writeAs } from "@/lib/ctx";
import { newId } from "@/lib/ids";
import { fundMilestone } from "@/lib/milestones/fund-milestone";
import { asProposed, proposeChange } from "@/lib/milestones/propose-change";
import { listMilestones, type Milestone } from "@/lib/milestones/queries";
import { releaseMilestone } from "@/lib/milestones/release-milestone";
import { requestChanges } from "@/lib/milestones/request-changes";
import { submitWork } from "@/lib/milestones/submit-work";
import { findContractOfOffer } from "@/lib/offers/queries";
import { talentOwns } from "@/lib/offers/rules";
import type { Company } from "./company";
import type { StoryTime } from "./story-time";
import type { Talent, teller } from "./teller";

const hana = "hana@northwind.example";
const bo = "bo@northwind.example";

/**
 * A fixed-price contract in the middle of its work: one portion released, one to be revised, the next one agreed, and a
 * proposal on the table.
 */
export async function tellNorthwindWork(
  company: Company,
  tell: ReturnType<typeof teller>,
  { before, day }: StoryTime,
  { ines }: { ines: Talent },
): Promise<void> {
  const client = company.member(hana);
  const freelancer: TalentActor = { kind: "talent", ...ines, accountId: company.accountId, via: "seed" };

  const accounts = await tellAccounts(tell, { before, day }, ines);
  const chart = await workOf(client, accounts);
  await deed(before(13, 15), freelancer, (ctx) =>
    submitWork(ctx, { milestoneId: chart.at(0).id, key: newId(), message: "The list of unused accounts.", links: [] }),
  );
  await deed(before(11, 9), client, (ctx) =>
    releaseMilestone(ctx, {
      milestoneId: chart.at(0).id,
      key: newId(),
      amountMinor: null,
      note: "Thank you, very clear.",
    }),
  );
  await deed(before(11, 9.5), client, (ctx) => fundMilestone(ctx, { milestoneId: chart.at(1).id, key: newId() }));
  await deed(before(5, 17), freelancer, (ctx) =>
    submitWork(ctx, {
      milestoneId: chart.at(1).id,
      key: newId(),
      message: "The new chart, with every old number beside its new one.",
      links: ["https://files.example/northwind/chart-of-accounts"],
    }),
  );
  await deed(before(3, 12), client, (ctx) =>
    requestChanges(ctx, {
      milestoneId: chart.at(1).id,
      note: "Travel needs accounts of its own for hotels and fares; the auditors ask for them every year.",
    }),
  );
  const list = await readAs(client, (ctx) => listMilestones(ctx, chart.contractId));
  const last = list.at(-1) as Milestone;
  await deed(before(1, 15), freelancer, (ctx) =>
    proposeChange(ctx, {
      contractId: chart.contractId,
      key: newId(),
      target: [
        { ...asProposed(last), dueDate: day(24) },
        {
          id: null,
          title: "A page of guidance for every team",
          description: "",
          amountMinor: "60000",
          dueDate: day(30),
        },
      ],
      note: "With the travel accounts the training takes a week longer, and the teams ask for something to keep.",
    }),
  );
}

/** A contract that waits for its onboarding plan: the client's task is done, the freelancer's are not. */
export async function tellNorthwindPlan(
  company: Company,
  tell: ReturnType<typeof teller>,
  { before, day }: StoryTime,
  { ines }: { ines: Talent },
): Promise<void> {
  const what = {
    title: "Supplier master data, clean-up",
    team: "Finance operations",
    talent: ines,
    contractType: "hourly" as const,
    rate: "68.00",
    weeklyHours: "16",
    startDate: day(1),
    endDate: day(50),
  };
  const asked = await tell.request(before(6, 9), hana, {
    ...what,
    offerKind: "direct",
    reason: "Every tenth supplier stands in the books twice, and bank details differ between the two.",
  });
  await tell.approve(before(5, 10), bo, asked);
  const client = company.member(hana);
  const offer = await tell.offer(before(5, 11), hana, asked, {
    ...what,
    kind: "direct",
    description:
      "Find suppliers that stand twice, check their bank details with them, and merge what belongs together.",
    "taskTitle[]": [
      "Sign the confidentiality agreement",
      "Open an account for the supplier register",
      "Take the training on bank details",
    ],
    "taskOwner[]": [talentOwns, client.userId, talentOwns],
  });
  await tell.accept(before(2, 10), ines, offer);
  const contract = await readAs(client, (ctx) => findContractOfOffer(ctx, offer));
  await deed(before(1, 9), client, (ctx) => finishTask(ctx, { contractId: contract?.id ?? "", position: 2 }));
}

/** A contract of three portions, approved, offered and accepted. @returns the offer it came from. */
async function tellAccounts(
  tell: ReturnType<typeof teller>,
  { before, day }: Pick<StoryTime, "before" | "day">,
  ines: Talent,
): Promise<string> {
  const what = {
    title: "Chart of accounts, tidy-up",
    team: "Finance operations",
    talent: ines,
    contractType: "fixed_price" as const,
    startDate: day(-22),
    endDate: day(28),
  };
  const asked = await tell.request(before(26, 10), hana, {
    ...what,
    offerKind: "direct",
    budget: "4,800.00",
    reason: "A third of our accounts is unused, and nobody dares to close them before the audit.",
  });
  await tell.approve(before(25, 9), bo, asked);
  const offer = await tell.offer(before(25, 11), hana, asked, {
    ...what,
    kind: "direct",
    description: "Find what is unused, propose a new chart, and train the teams that post to it.",
    "milestoneTitle[]": ["Unused accounts", "New chart", "Training"],
    "milestoneAmount[]": ["1,200.00", "2,400.00", "1,200.00"],
    "milestoneDue[]": [day(-10), day(6), day(17)],
  });
  await tell.accept(before(22, 10), ines, offer);
  return offer;
}

async function workOf(client: MemberActor, offerId: string) {
  return readAs(client, async (ctx) => {
    const contract = await findContractOfOffer(ctx, offerId);
    if (!contract) throw new Error(`No contract came of offer ${offerId}.`);
    const list = await listMilestones(ctx, contract.id);
    return {
      contractId: contract.id,
      at(place: number): Milestone {
        const milestone = list[place];
        if (!milestone) throw new Error(`Contract ${contract.number} has no milestone at ${place}.`);
        return milestone;
      },
    };
  });
}

async function deed(
  now: Date,
  actor: MemberActor | TalentActor,
  verb: (ctx: Ctx) => Promise<{ ok: boolean }>,
): Promise<void> {
  const result = await writeAs(actor, verb, { now });
  if (!result.ok) throw new Error(`The story was refused: ${JSON.stringify(result)}`);
}
