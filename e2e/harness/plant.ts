import { addDays } from "date-fns";
import { eq } from "drizzle-orm";
import { plumbing } from "@/db/plumbing";
import { accounts } from "@/db/schema";
import { type Company, companyOf } from "@/db/seed/company";
import { knowPerson } from "@/db/seed/people";
import { type Talent, teller } from "@/db/seed/teller";
import { listMembers, listTeams } from "@/lib/accounts/queries";
import type { SystemActor } from "@/lib/actor";
import { findRequest } from "@/lib/approvals/queries";
import { type ReadCtx, readAs, writeAs } from "@/lib/ctx";
import { findDemoNow } from "@/lib/demo/clock";
import { newId } from "@/lib/ids";
import { findContractOfOffer, findOffer } from "@/lib/offers/queries";
import { saveDraft } from "@/lib/offers/save-draft";

/** One company's things, each with a word of its own in every text field, so that a leak names its source. */
export type Planted = {
  accountId: string;
  /** A team in which the hiring manager may hire. */
  teamId: string;
  hirerId: string;
  approverId: string;
  /** Waits for the approver. */
  pending: { id: string; word: string; fingerprint: string };
  /** Approved, and used by `offer`. */
  used: { id: string; word: string };
  /** Approved and free. */
  free: { id: string; word: string };
  /** Waits for the freelancer. */
  offer: { id: string; word: string; version: number };
  contract: { id: string; number: number; word: string; offerId: string; requestId: string };
  draft: { id: string; word: string };
};

export type Plants = { northwind: Planted; harbour: Planted };

type Cast = {
  slug: string;
  name: string;
  tag: string;
  currency: string;
  hirer: string;
  approver: string;
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
  const ask = (word: string, to: Talent) =>
    tell.request(now, hirer, {
      title: `Survey ${word}`,
      reason: `Because of ${word}.`,
      team,
      talent: to,
      offerKind: "direct",
      ...terms,
    });
  const send = (word: string, requestId: string, to: Talent) =>
    tell.offer(now, hirer, requestId, {
      kind: "direct",
      team,
      talent: to,
      title: `Work ${word}`,
      description: `Do ${word}.`,
      message: `Hello ${word}`,
      ...terms,
    });

  const pendingId = await ask(`${tag}pending`, cast.offered);
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
  const draftId = newId();
  const word = `${tag}draft`;
  await writeAs(
    company.member(hirer),
    (ctx) => saveDraft(ctx, { draftId, title: `Draft ${word}`, description: word, kind: "direct" }),
    { now },
  );
  if (!pending || !contract || !offer) throw new Error("What was planted is not there.");
  return {
    accountId: company.accountId,
    teamId: company.team(team),
    hirerId: company.member(hirer).userId,
    approverId: company.member(approver).userId,
    pending: { id: pendingId, word: `${tag}pending`, fingerprint: pending.fingerprint },
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
    draft: { id: draftId, word },
  };
}

/** The company as the seed opened it, found by its slug. */
async function companyNamed({ slug, name, hirer, approver, team }: Cast): Promise<Company> {
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
  ];
  return companyOf({ slug, name, accountId: account.id, timeZone: "UTC", members }, { teams, users }, "test");
}

await plant();
process.exit(0);
