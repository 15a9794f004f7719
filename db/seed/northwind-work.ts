import type { MemberActor, TalentActor } from "@/lib/actor";
import { type Ctx, readAs, writeAs } from "@/lib/ctx";
import { openDispute } from "@/lib/disputes/open-dispute";
import { newId } from "@/lib/ids";
import { fundMilestone } from "@/lib/milestones/fund-milestone";
import { asProposed, proposeChange } from "@/lib/milestones/propose-change";
import { listMilestones, type Milestone } from "@/lib/milestones/queries";
import { releaseMilestone } from "@/lib/milestones/release-milestone";
import { requestChanges } from "@/lib/milestones/request-changes";
import { requestRefund } from "@/lib/milestones/request-refund";
import { submitWork } from "@/lib/milestones/submit-work";
import { findContractOfOffer } from "@/lib/offers/queries";
import type { Company } from "./company";
import type { StoryTime } from "./story-time";
import type { Talent, teller } from "./teller";

const hana = "hana@northwind.example";
const bo = "bo@northwind.example";

/**
 * What became of the fixed-price work: one milestone waits for a review after a second round, one is disputed, and one
 * contract stands in the middle, with work to revise, the next portion agreed and a proposal on the table.
 *
 * @param offers from which the contracts came
 */
export async function tellNorthwindWork(
  company: Company,
  tell: ReturnType<typeof teller>,
  { before, day }: StoryTime,
  { ines, audit, handbook }: { ines: Talent; audit: string; handbook: string },
): Promise<void> {
  const client = company.member(hana);
  const freelancer: TalentActor = { kind: "talent", ...ines, accountId: company.accountId, via: "seed" };

  const first = await workOf(client, audit);
  await deed(before(9, 16), freelancer, (ctx) =>
    submitWork(ctx, {
      milestoneId: first.at(0).id,
      key: newId(),
      message: "The first entity, all 212 people. Fourteen differences, each with its source, on the second sheet.",
      links: ["https://files.example/northwind/payroll-march-entity-1"],
    }),
  );
  await deed(before(7, 11), client, (ctx) =>
    requestChanges(ctx, {
      milestoneId: first.at(0).id,
      note: "Differences 3 and 9 look like the same person under two numbers. Please join them and add the totals by cost centre.",
    }),
  );
  await deed(before(2, 10), freelancer, (ctx) =>
    submitWork(ctx, {
      milestoneId: first.at(0).id,
      key: newId(),
      message: "Joined, and the totals stand on the third sheet. Thirteen differences remain.",
      links: ["https://files.example/northwind/payroll-march-entity-1-v2"],
    }),
  );

  const book = await workOf(client, handbook);
  await deed(before(6, 10), client, (ctx) =>
    requestRefund(ctx, {
      milestoneId: book.at(0).id,
      key: newId(),
      reason: "The outline was due two weeks ago, and we have not seen a page of it.",
    }),
  );
  await deed(before(4, 14), freelancer, (ctx) =>
    openDispute(ctx, {
      milestoneId: book.at(0).id,
      key: newId(),
      description:
        "We agreed that six vendors are interviewed first. Three of them were never introduced to me; the notes of the other three were sent on the 12th.",
    }),
  );

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
