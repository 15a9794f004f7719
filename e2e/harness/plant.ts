import { addDays } from "date-fns";
import { and, desc, eq } from "drizzle-orm";
import type { Role } from "@/db/enums";
import { plumbing } from "@/db/plumbing";
import { accounts, earnings, invoiceLines, invoices, payoutRequests, receipts, users } from "@/db/schema";
import { type Company, companyOf } from "@/db/seed/company";
import { knowPerson } from "@/db/seed/people";
import { type Talent, teller } from "@/db/seed/teller";
import { changeOrderSettings, getOrderSettings } from "@/lib/accounts/change-order-settings";
import { getAccountSettings, listMembers, listTeams } from "@/lib/accounts/queries";
import type { Actor, MemberActor, StaffActor, SystemActor, TalentActor } from "@/lib/actor";
import { findRequest } from "@/lib/approvals/queries";
import { recordEvent } from "@/lib/audit/record-event";
import { recordWire } from "@/lib/billing/money-moves";
import { monthBefore, monthBounds } from "@/lib/billing/rules";
import { recordCharge } from "@/lib/contracts/record-charge";
import { type Ctx, type ReadCtx, readAs, writeAs } from "@/lib/ctx";
import { localDateOf } from "@/lib/dates";
import { findDemoNow } from "@/lib/demo/clock";
import { openDispute } from "@/lib/disputes/open-dispute";
import { uploadFile } from "@/lib/files/upload-file";
import { newId } from "@/lib/ids";
import { findMember } from "@/lib/members/queries";
import { fundMilestone } from "@/lib/milestones/fund-milestone";
import { giveBonus } from "@/lib/milestones/give-bonus";
import { listMilestones } from "@/lib/milestones/queries";
import { submitWork } from "@/lib/milestones/submit-work";
import { getAlertSettings, listNotices } from "@/lib/notifications/queries";
import { nextNumber } from "@/lib/offers/next-number";
import { findContractOfOffer, findOffer } from "@/lib/offers/queries";
import { talentOwns } from "@/lib/offers/rules";
import { saveDraft } from "@/lib/offers/save-draft";
import { createOrder } from "@/lib/orders/create-order";
import { openPost } from "@/lib/posts/open-post";
import { postInput } from "@/lib/posts/schema";
import { findTeam } from "@/lib/teams/queries";

/** One company's things, each with a word of its own in every text field, so that a leak names its source. */
export type Planted = {
  accountId: string;
  /** A team in which the hiring manager may hire. */
  teamId: string;
  hirerId: string;
  approverId: string;
  /** A member who is neither of them, and could approve instead. */
  colleagueId: string;
  /** Waits for the approver. */
  pending: { id: string; word: string; fingerprint: string };
  /** What the approver was told of `pending`. */
  notice: { id: string };
  /** Attached to `pending`, and uploaded by the hiring manager without being attached. */
  file: { id: string; word: string };
  loose: { id: string };
  /** Approved, and used by `offer`. */
  used: { id: string; word: string };
  /** Approved and free. */
  free: { id: string; word: string };
  /** Waits for the freelancer. */
  offer: { id: string; word: string; version: number };
  contract: { id: string; number: number; word: string; offerId: string; requestId: string };
  /** Hourly work of the same freelancer that waits for its onboarding plan: task 1 is theirs, task 2 the hiring manager's. */
  waiting: { id: string; number: number; word: string };
  /** Fixed-price work of the same freelancer: its first milestone is funded, its second is not. */
  work: { id: string; number: number; word: string; funded: string; agreed: string };
  /** Fixed-price work of the same freelancer: its first milestone is disputed, its second submitted; `fileId` was delivered with the first. */
  case: { id: string; number: number; word: string; disputeId: string; submitted: string; fileId: string };
  draft: { id: string; word: string };
  /** An open job post of the hiring manager. */
  post: { id: string; word: string };
  /** Recorded on `contract`. */
  charge: { id: string; word: string };
  /** A wire with a file that waits for its second person, an invoice, and a bonus on `contract` with its receipt and its earning. */
  money: {
    wire: { id: string; word: string };
    invoiceId: string;
    receiptId: string;
    earningId: string;
    /** What the freelancer of the demo's story asks to be paid out; the other company owes nobody anything yet. */
    payoutId: string | null;
    /** What they were paid out before. */
    paidOutId: string | null;
  };
  /** For the team of the hiring manager. */
  order: { id: string; word: string };
  /** What forms began from: the team, the colleague's seat and roles, the settings of purchase orders and spend alerts. */
  teamToken: string;
  colleagueToken: string;
  settingsToken: string;
  alertVersion: number;
};

export type Plants = { northwind: Planted; harbour: Planted };

type Cast = {
  slug: string;
  name: string;
  tag: string;
  currency: string;
  hirer: string;
  approver: string;
  colleague: string;
  team: string;
  offered: Talent;
  hired: Talent;
};

/** Plants them by the product's own verbs and prints where they stand. A program of its own, because verbs do not load in the browser's test runner. */
async function plant(): Promise<void> {
  const now = await findDemoNow();
  const talent = async (name: string, email: string) => ({
    name,
    email,
    userId: await knowPerson({ name, email }, now),
  });
  const harbourTalent = await talent("Zqhbtalent Weir", "zqhbtalent@harbour-talent.example");
  const northwind = await plantAt(
    {
      slug: "northwind",
      name: "Northwind Grid",
      tag: "zqnw",
      currency: "USD",
      hirer: "hana@northwind.example",
      approver: "bo@northwind.example",
      colleague: "priya@northwind.example",
      team: "Finance operations",
      offered: await talent("Teodor Marsh", "teodor@marsh.example"),
      hired: await talent("Ines Duarte", "ines@duarte.example"),
    },
    now,
  );
  const harbour = await plantAt(
    {
      slug: "harbour",
      name: "Harbour Analytics",
      tag: "zqhb",
      currency: "EUR",
      hirer: "lena@harbour.example",
      approver: "jonas@harbour.example",
      colleague: "mia@harbour.example",
      team: "Research",
      offered: harbourTalent,
      hired: harbourTalent,
    },
    now,
  );
  process.stdout.write(`\nPLANTED ${JSON.stringify({ northwind, harbour } satisfies Plants)}\n`);
}

async function plantAt(cast: Cast, now: Date): Promise<Planted> {
  const { tag, hirer, approver, team } = cast;
  const company = await companyNamed(cast);
  const system: SystemActor = { kind: "system", accountId: company.accountId, userId: null, job: "plant", via: "test" };
  const tell = teller(company, cast.currency);
  const day = (offset: number) => addDays(now, offset).toISOString().slice(0, 10);
  const terms = {
    contractType: "hourly" as const,
    rate: "71.00",
    weeklyHours: "17",
    startDate: day(5),
    endDate: day(40),
  };
  const upload = (name: string) => kept(company.member(hirer), name, now);
  const ask = (word: string, to: Talent, files: string[] = []) =>
    tell.request(now, hirer, {
      title: `Survey ${word}`,
      reason: `Because of ${word}.`,
      team,
      talent: to,
      offerKind: "direct",
      ...terms,
      "files[]": files,
    });
  const send = (word: string, requestId: string, to: Talent, plan: Partial<Parameters<typeof tell.offer>[3]> = {}) =>
    tell.offer(now, hirer, requestId, {
      kind: "direct",
      team,
      talent: to,
      title: `Work ${word}`,
      description: `Do ${word}.`,
      message: `Hello ${word}`,
      ...terms,
      ...plan,
    });

  const [fileId, looseId] = [await upload(`${tag}file.txt`), await upload(`${tag}loose.txt`)];
  const pendingId = await ask(`${tag}pending`, cast.offered, [fileId]);
  const pending = await readAs(company.member(hirer), (ctx) => findRequest(ctx, pendingId));
  const usedId = await ask(`${tag}used`, cast.offered);
  await tell.approve(now, approver, usedId);
  const freeId = await ask(`${tag}free`, cast.offered);
  await tell.approve(now, approver, freeId);
  const offerId = await send(`${tag}offer`, usedId, cast.offered);
  const hiredFor = await ask(`${tag}contract`, cast.hired);
  await tell.approve(now, approver, hiredFor);
  const acceptedId = await send(`${tag}contract`, hiredFor, cast.hired);
  await tell.accept(now, cast.hired, acceptedId);
  const contract = await readAs(system, (ctx) => findContractOfOffer(ctx, acceptedId));
  const offer = await readAs(system, (ctx) => findOffer(ctx, offerId));
  if (!contract || !offer) throw new Error("What was planted is not there.");
  const agreedFor = await ask(`${tag}waiting`, cast.hired);
  await tell.approve(now, approver, agreedFor);
  const agreedId = await send(`${tag}waiting`, agreedFor, cast.hired, {
    "taskTitle[]": [`Sign ${tag}waiting`, `Open ${tag}waiting`],
    "taskOwner[]": [talentOwns, company.member(hirer).userId],
  });
  await tell.accept(now, cast.hired, agreedId);
  const waiting = await readAs(system, (ctx) => findContractOfOffer(ctx, agreedId));
  if (waiting?.state !== "pending") throw new Error("The pending contract was not planted.");
  /** Fixed-price work of two milestones, the first of them funded. */
  const build = async (word: string) => {
    const builtFor = await tell.request(now, hirer, {
      title: `Survey ${word}`,
      reason: `Because of ${word}.`,
      team,
      talent: cast.hired,
      offerKind: "direct",
      contractType: "fixed_price",
      budget: "150.00",
      startDate: day(5),
    });
    await tell.approve(now, approver, builtFor);
    const builtId = await tell.offer(now, hirer, builtFor, {
      kind: "direct",
      team,
      talent: cast.hired,
      title: `Work ${word}`,
      description: `Do ${word}.`,
      contractType: "fixed_price",
      startDate: day(5),
      "milestoneTitle[]": [`First ${word}`, `Second ${word}`],
      "milestoneAmount[]": ["71.00", "79.00"],
      "milestoneDue[]": ["", ""],
    });
    await tell.accept(now, cast.hired, builtId);
    const built = await readAs(system, async (ctx) => {
      const found = await findContractOfOffer(ctx, builtId);
      return found && { ...found, milestones: await listMilestones(ctx, found.id) };
    });
    const [first, second] = built?.milestones ?? [];
    if (!built || !first || !second) throw new Error("The milestones were not planted.");
    return { id: built.id, number: built.number, word, first: first.id, second: second.id };
  };
  const work = await build(`${tag}work`);
  const disputed = await plantCase(company, cast, await build(`${tag}case`), now);
  const draftId = newId();
  const word = `${tag}draft`;
  await writeAs(
    company.member(hirer),
    (ctx) => saveDraft(ctx, { draftId, title: `Draft ${word}`, description: word, kind: "direct" }),
    { now },
  );
  const order = { id: newId(), word: `${tag}order` };
  await writeAs(system, async (ctx) => {
    const { token, ...switches } = await getOrderSettings(ctx);
    return changeOrderSettings(ctx, { ...switches, token, ordersOn: true });
  });
  const created = await writeAs(
    system,
    (ctx) =>
      createOrder(ctx, {
        id: order.id,
        // A number is given once in a company, and every harness plants anew.
        number: `${order.word}-${order.id.slice(-12)}`,
        amountMinor: 71_000_00n,
        description: `Funds ${order.word}`,
        validThrough: null,
        thresholds: [50],
        permission: "teams",
        teamIds: [company.team(team)],
        userIds: [],
      }),
    { now },
  );
  if (!created.ok) throw new Error("The purchase order was not planted.");
  const post = { id: newId(), word: `${tag}post` };
  await writeAs(
    company.member(hirer),
    (ctx) =>
      openPost(
        ctx,
        postInput(cast.currency).parse({
          id: post.id,
          version: 0,
          title: `Wanted ${post.word}`,
          description: `Somebody for ${post.word}.`,
          teamId: company.team(team),
          contractType: "hourly",
          orderChoice: "placeholder",
        }),
      ),
    { now },
  );
  const charge = { id: newId(), word: `${tag}charge` };
  // No member of the other company may charge, so its own books write it.
  await writeAs(
    { ...company.member(hirer), roles: ["finance_admin"] },
    (ctx) =>
      recordCharge(ctx, {
        id: charge.id,
        contractId: contract.id,
        amountMinor: 71_00n,
        chargedOn: day(-1),
        note: `Invoice ${charge.word}`,
      }),
    { now },
  );
  const money = await plantMoney(company, cast, contract.id, now);
  const { token: settingsToken } = await readAs(system, getOrderSettings);
  const { version: alertVersion } = await readAs(system, getAlertSettings);
  const [planted, colleague] = await readAs(system, async (ctx) => [
    await findTeam(ctx, company.team(team)),
    await findMember(ctx, company.member(cast.colleague).userId),
  ]);
  const told = await readAs(company.member(approver), (ctx) => listNotices(ctx));
  const notice = told.rows.find(({ href }) => href.endsWith(pendingId));
  if (!pending || !notice || !planted || !colleague) throw new Error("What was planted is not there.");
  return {
    accountId: company.accountId,
    teamId: company.team(team),
    hirerId: company.member(hirer).userId,
    approverId: company.member(approver).userId,
    colleagueId: company.member(cast.colleague).userId,
    pending: { id: pendingId, word: `${tag}pending`, fingerprint: pending.fingerprint },
    notice: { id: notice.id },
    file: { id: fileId, word: `${tag}file` },
    loose: { id: looseId },
    used: { id: usedId, word: `${tag}used` },
    free: { id: freeId, word: `${tag}free` },
    offer: { id: offerId, word: `${tag}offer`, version: offer.version },
    contract: {
      id: contract.id,
      number: contract.number,
      word: `${tag}contract`,
      offerId: acceptedId,
      requestId: hiredFor,
    },
    waiting: { id: waiting.id, number: waiting.number, word: `${tag}waiting` },
    work: { id: work.id, number: work.number, word: work.word, funded: work.first, agreed: work.second },
    case: disputed,
    draft: { id: draftId, word },
    post,
    charge,
    money,
    order,
    settingsToken,
    alertVersion,
    teamToken: planted.token,
    colleagueToken: colleague.token,
  };
}

/** A file for everybody who may take one in. */
async function kept(actor: MemberActor | TalentActor, name: string, now: Date): Promise<string> {
  const bytes = Buffer.from(`Kept for ${name}`);
  const result = await uploadFile(actor, { name, sizeBytes: bytes.length, body: new Blob([bytes]).stream() }, { now });
  if (!result.ok) throw new Error(`${name} was not taken: ${result.reason}`);
  return result.file.id;
}

/** The first milestone is delivered with a file and disputed through support, the second funded and delivered. */
async function plantCase(
  company: Company,
  { tag, hirer, hired }: Cast,
  { id, number, word, first, second }: { id: string; number: number; word: string; first: string; second: string },
  now: Date,
): Promise<Planted["case"]> {
  const { accountId } = company;
  const [sam] = await plumbing()
    .select({ userId: users.id, name: users.name, email: users.email })
    .from(users)
    .where(eq(users.staffRole, "support_agent"))
    .orderBy(users.id)
    .limit(1);
  if (!sam) throw new Error("There is no mediator.");
  const mediator: StaffActor = { kind: "staff", role: "support_agent", accountId, via: "test", ...sam };
  const talent: TalentActor = { kind: "talent", accountId, via: "test", ...hired };
  const fileId = await kept(talent, `${tag}delivery.txt`, now);
  const disputeId = newId();
  const done = async (actor: Actor, verb: (ctx: Ctx) => Promise<{ ok: boolean }>) => {
    const result = await writeAs(actor, verb, { now });
    if (!result.ok) throw new Error(`The case was not planted: ${JSON.stringify(result)}`);
  };
  const deliver = (milestoneId: string, fileIds: string[]) =>
    done(talent, (ctx) => submitWork(ctx, { milestoneId, key: newId(), message: `Sent ${word}`, links: [], fileIds }));
  await deliver(first, [fileId]);
  await done(mediator, (ctx) =>
    openDispute(ctx, { milestoneId: first, key: disputeId, description: `Dispute of ${word}` }),
  );
  await done(company.member(hirer), (ctx) => fundMilestone(ctx, { milestoneId: second, key: newId() }));
  await deliver(second, []);
  return { id, number, word, disputeId, submitted: second, fileId };
}

/** The company's latest invoice. Where no month has passed yet, one is written for its bonus, as the clock would have done. */
async function plantInvoice(system: SystemActor, receiptId: string, currency: string, now: Date): Promise<string> {
  const [latest] = await readAs(system, ({ db, accountId }) =>
    db
      .select({ id: invoices.id })
      .from(invoices)
      .where(eq(invoices.accountId, accountId))
      .orderBy(desc(invoices.issuedOn))
      .limit(1),
  );
  if (latest) return latest.id;
  const id = newId();
  await writeAs(
    system,
    async (ctx) => {
      const { accountId, auditId } = ctx;
      const { name } = await getAccountSettings(ctx);
      const month = monthBefore(now);
      const issuedOn = addDays(monthBounds(month).to, -1).toISOString().slice(0, 10);
      const year = Number(issuedOn.slice(0, 4));
      const number = await nextNumber(ctx, `invoice ${year}`, 1);
      await ctx.db.insert(invoices).values({
        accountId,
        id,
        year,
        number,
        previous: number > 1 ? number - 1 : null,
        kind: "monthly",
        month,
        companyName: name,
        currency,
        totalMinor: 71_00n,
        issuedOn,
        dueOn: addDays(new Date(issuedOn), 30).toISOString().slice(0, 10),
        issuedAt: now,
        auditId,
      });
      await ctx.db
        .insert(invoiceLines)
        .values({ accountId, invoiceId: id, position: 1, receiptId, amountMinor: 71_00n, auditId });
      recordEvent(ctx, "invoice.issued", "account", accountId, { number: `${year}-${number}` });
    },
    { now },
  );
  return id;
}

/** No member of the other company may record a payment, so its own books write it. */
async function plantMoney(
  company: Company,
  { tag, hirer, currency }: Cast,
  contractId: string,
  now: Date,
): Promise<Planted["money"]> {
  const wire = { id: newId(), word: `${tag}wire` };
  const bonus = newId();
  const done = async (verb: (ctx: Ctx) => Promise<{ ok: boolean }>, roles: readonly Role[] = []) => {
    const result = await writeAs({ ...company.member(hirer), ...(roles.length > 0 && { roles }) }, verb, { now });
    if (!result.ok) throw new Error(`The money was not planted: ${JSON.stringify(result)}`);
  };
  const fileId = await kept(company.member(hirer), `${wire.word}.txt`, now);
  await done(
    (ctx) =>
      recordWire(ctx, {
        key: wire.id,
        amountMinor: 71_00n,
        currency,
        // A reference counts once in a company, and every harness plants anew.
        reference: `${wire.word}-${wire.id.slice(-12)}`,
        receivedOn: localDateOf(addDays(now, -1), "UTC"), // past in every zone
        fileName: null,
        fileId,
        note: `Seen for ${wire.word}`,
      }),
    ["finance_admin"],
  );
  await done((ctx) => giveBonus(ctx, { contractId, key: bonus, amountMinor: 71_00n, note: null }));
  const system: SystemActor = {
    kind: "system",
    accountId: company.accountId,
    userId: null,
    job: "plant",
    via: "test",
  };
  const [row] = await readAs(system, ({ db, accountId }) =>
    db
      .select({ receiptId: receipts.id, earningId: earnings.id })
      .from(receipts)
      .innerJoin(earnings, and(eq(earnings.accountId, accountId), eq(earnings.contractId, receipts.contractId)))
      .where(and(eq(receipts.accountId, accountId), eq(receipts.contractId, contractId), eq(receipts.kind, "bonus"))),
  );
  if (!row) throw new Error("The bonus was not planted.");
  const payouts = await readAs(system, ({ db, accountId }) =>
    db
      .select({ id: payoutRequests.id, state: payoutRequests.state, moveId: payoutRequests.moveId })
      .from(payoutRequests)
      .where(eq(payoutRequests.accountId, accountId)),
  );
  const payoutId = payouts.find(({ state }) => state === "open")?.id ?? null;
  const paidOutId = payouts.find(({ state }) => state === "paid")?.moveId ?? null;
  const invoiceId = await plantInvoice(system, row.receiptId, currency, now);
  return { wire, invoiceId, ...row, payoutId, paidOutId };
}

/** The company as the seed opened it, found by its slug. */
async function companyNamed({ slug, name, hirer, approver, colleague, team }: Cast): Promise<Company> {
  const [account] = await plumbing().select({ id: accounts.id }).from(accounts).where(eq(accounts.slug, slug));
  if (!account) throw new Error(`There is no company ${slug}.`);
  const system: SystemActor = { kind: "system", accountId: account.id, userId: null, job: "plant", via: "test" };
  const ids = async (ctx: ReadCtx) => ({ teams: await listTeams(ctx), members: await listMembers(ctx) });
  const found = await readAs(system, ids);
  const users = new Map(found.members.map((member) => [member.email, member.userId]));
  const teams = new Map(found.teams.map((each) => [each.name, each.id]));
  const members = [
    { name: hirer, email: hirer, hiresFor: [team] },
    { name: approver, email: approver },
    { name: colleague, email: colleague },
  ];
  return companyOf({ slug, name, accountId: account.id, timeZone: "UTC", members }, { teams, users }, "test");
}

await plant();
process.exit(0);
