import type { StaffActor, TalentActor } from "@/lib/actor";
import { askPayout } from "@/lib/billing/ask-payout";
import { confirmMove, recordAskedPayout, recordWire } from "@/lib/billing/money-moves";
import { type Ctx, type ReadCtx, readAs, writeAs } from "@/lib/ctx";
import { answerDispute } from "@/lib/disputes/answer-dispute";
import { openDispute } from "@/lib/disputes/open-dispute";
import { newId } from "@/lib/ids";
import { fundMilestone } from "@/lib/milestones/fund-milestone";
import { giveBonus } from "@/lib/milestones/give-bonus";
import { listMilestones } from "@/lib/milestones/queries";
import { releaseMilestone } from "@/lib/milestones/release-milestone";
import { requestRefund } from "@/lib/milestones/request-refund";
import { submitWork } from "@/lib/milestones/submit-work";
import { findContractOfOffer } from "@/lib/offers/queries";
import { askRefund } from "@/lib/refunds/ask-refund";
import { runTick } from "@/lib/tick";
import type { Company } from "./company";
import type { StoryTime } from "./story-time";
import type { Talent } from "./teller";

const hana = "hana@northwind.example";
const marek = "marek@northwind.example";
const fiona = "fiona@northwind.example";

/** Who at the desk of the installation deals with money. */
export type Desk = {
  pat: { userId: string; name: string; email: string };
  ruth: { userId: string; name: string; email: string };
};

/**
 * The last eight days of Northwind's money, after everything that the months before have closed: a milestone released and
 * the next one in review, a bonus, a dispute in mediation, wires confirmed and waiting, a payout and one that is asked for. Every move by staff has
 * its two people.
 *
 * @param offers from which the contracts came
 */
export async function tellNorthwindMoney(
  company: Company,
  { before, minutesAgo, day, dayOf }: StoryTime,
  { ines, desk }: { ines: Talent; desk: Desk },
  offers: { audit: string; checkout: string; handbook: string },
): Promise<void> {
  const { accountId } = company;
  const talent: TalentActor = { kind: "talent", ...ines, accountId, via: "seed" };
  const staff = (person: Desk["pat"]): StaffActor => ({
    kind: "staff",
    ...person,
    accountId,
    role: "payment_operations_agent",
    via: "seed",
  });
  const [pat, ruth] = [staff(desk.pat), staff(desk.ruth)];
  const of = async (offerId: string) =>
    readAs({ kind: "system", accountId, userId: null, job: "seed", via: "seed" }, async (ctx: ReadCtx) => {
      const contract = await findContractOfOffer(ctx, offerId);
      if (!contract) throw new Error("The contract of the story is not there.");
      const ids = (await listMilestones(ctx, contract.id)).map((milestone) => milestone.id);
      return { contractId: contract.id, first: ids[0] ?? "", second: ids[1] ?? "" };
    });
  const as =
    (actor: Parameters<typeof writeAs>[0], now: Date) =>
    async (verb: (ctx: Ctx) => Promise<{ ok: boolean }>): Promise<void> => {
      const result = await writeAs(actor, verb, { now });
      if (!result.ok) throw new Error(`The story was refused: ${JSON.stringify(result)}`);
    };
  const client = company.member(hana);
  const [audit, checkout, handbook] = [await of(offers.audit), await of(offers.checkout), await of(offers.handbook)];

  const wire = (reference: string, amountMinor: bigint, receivedOn: string, note: string) => ({
    key: newId(),
    amountMinor,
    currency: "USD",
    reference,
    receivedOn,
    fileName: null,
    note,
  });
  await as(
    talent,
    before(8, 8),
  )((ctx) =>
    submitWork(ctx, {
      milestoneId: audit.first,
      key: newId(),
      message: "All eleven pay slips of the first entity compared; two differences, both explained in the sheet.",
      links: [],
    }),
  );
  await as(
    client,
    before(8, 10),
  )((ctx) =>
    releaseMilestone(ctx, { milestoneId: audit.first, key: newId(), amountMinor: null, note: "Thorough. Thank you." }),
  );
  await as(client, before(8, 10.5))((ctx) => fundMilestone(ctx, { milestoneId: audit.second, key: newId() }));
  const first = wire("FT-88213", 5_000_00n, day(-9), "Bank statement of the day, second page.");
  await as(company.member(fiona), before(8, 11))((ctx) => recordWire(ctx, first));
  await as(pat, before(8, 14))((ctx) => confirmMove(ctx, { moveId: first.key }));
  await as(
    talent,
    before(8, 9),
  )((ctx) =>
    submitWork(ctx, {
      milestoneId: handbook.first,
      key: newId(),
      message: "The outline: eleven questions, six interviews, nine chapters.",
      links: [],
    }),
  );
  await as(
    client,
    before(7, 11),
  )((ctx) =>
    requestRefund(ctx, {
      milestoneId: handbook.first,
      key: newId(),
      reason: "The outline lists chapters, and three of the agreed vendors were never asked.",
    }),
  );
  const dispute = newId();
  await as(
    talent,
    before(6, 16),
  )((ctx) =>
    openDispute(ctx, {
      milestoneId: handbook.first,
      key: dispute,
      description:
        "Six vendors were agreed and six were interviewed; two of them by telephone. The notes are attached.",
    }),
  );
  await as(
    client,
    before(5, 10),
  )((ctx) =>
    answerDispute(ctx, {
      disputeId: dispute,
      accept: false,
      evidence: "The list of vendors from the kick-off names three others. Two calls of ten minutes are no interviews.",
    }),
  );
  const [asked, askedAgain] = [newId(), newId()];
  const payout = {
    key: newId(),
    requestId: asked,
    amountMinor: 2_000_00n,
    reference: "CS-2026-0118",
    note: "By wire; bank details as on file.",
  };
  // The release of before is available, and a month that ended meanwhile has its invoice.
  await runTick({ now: before(2, 8), accountId });
  await as(talent, before(2, 9))((ctx) => askPayout(ctx, { key: asked, amountMinor: payout.amountMinor }));
  await as(pat, before(2, 10))((ctx) => recordAskedPayout(ctx, payout));
  await as(ruth, before(2, 15))((ctx) => confirmMove(ctx, { moveId: payout.key }));
  await as(talent, minutesAgo(200))((ctx) => askPayout(ctx, { key: askedAgain, amountMinor: 600_00n }));
  await as(
    talent,
    before(1, 9),
  )((ctx) =>
    submitWork(ctx, {
      milestoneId: audit.second,
      key: newId(),
      message: "Second entity and the report, with a list of seven differences.",
      links: [],
    }),
  );
  await as(
    client,
    before(1, 11),
  )((ctx) =>
    askRefund(ctx, {
      contractId: audit.contractId,
      key: newId(),
      amountMinor: 180_00n,
      reason: "One of the two differences was a pay slip of another entity, which was not part of the audit.",
    }),
  );
  await as(
    company.member(marek),
    before(2, 12),
  )((ctx) =>
    giveBonus(ctx, {
      contractId: checkout.contractId,
      key: newId(),
      amountMinor: 250_00n,
      note: "For the weekend before the release.",
    }),
  );
  await as(
    company.member(fiona),
    minutesAgo(150),
  )((ctx) => recordWire(ctx, wire("FT-90417", 1_500_00n, dayOf(minutesAgo(150)), "Seen in online banking.")));
  await as(
    pat,
    minutesAgo(120),
  )((ctx) => recordWire(ctx, wire("FT-90433", 800_00n, dayOf(minutesAgo(120)), "Told by the bank by telephone.")));
}
