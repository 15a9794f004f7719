import { and, eq } from "drizzle-orm";
import { plumbing } from "@/db/plumbing";
import { accounts, ledgerTransfers, users } from "@/db/schema";
import { type Company, companyOf, type MemberSpec, openCompany } from "@/db/seed/company";
import { addMember, addTeam } from "@/lib/accounts/open-account";
import { listMembers, listTeams } from "@/lib/accounts/queries";
import type { SystemActor } from "@/lib/actor";
import { recordEvent } from "@/lib/audit/record-event";
import { wireRail } from "@/lib/billing/payment-rail";
import { readAs, writeAs } from "@/lib/ctx";
import { personas } from "@/lib/demo/personas";
import { transfer } from "@/lib/ledger/transfer";
import { approvalLifeDays, idOf, replayCompany, slugOf } from "./plan-row";

export const accountId = idOf("account");
export const system: SystemActor = { kind: "system", accountId, userId: null, job: "replay", via: "replay" };

const approver: MemberSpec = { name: "Chief Procurement Officer", email: "approver@chicago-replay.example" };
/** Rows without a department belong to the city itself, which is the parent team. */
const requesterEmail = (department: string) => `${department ? slugOf(department) : "city"}@chicago-replay.example`;

/** Who asks for what a department wants: its hiring manager. */
export const requesterOf = (company: Company, department: string) => company.member(requesterEmail(department));
export const approverOf = (company: Company) => company.member(approver.email);

/**
 * Opens the company of the replay, or finds it again and adds the departments it does not have yet. The demo's admin
 * and program owner, where there are any, get a seat, so that they can look at it.
 */
export async function openReplayCompany(departments: readonly string[], opened: Date): Promise<Company> {
  const lookers = await demoLookers();
  const members: MemberSpec[] = [
    approver,
    { name: "Hiring manager, City of Chicago", email: requesterEmail(""), hiresFor: [""] },
    ...departments.map((department) => ({
      name: `Hiring manager, ${department}`,
      email: requesterEmail(department),
      hiresFor: [department],
    })),
    ...lookers,
  ];
  const spec = { ...replayCompany, accountId, teams: departments, members };
  const [known] = await plumbing()
    .select({ id: accounts.id })
    .from(accounts)
    .where(eq(accounts.slug, replayCompany.slug));
  if (!known)
    return openCompany(
      { ...spec, policy: { steps: [[approver.email]], expiryDays: approvalLifeDays } },
      { now: opened, via: "replay" },
    );
  const {
    teams,
    users: seats,
    parent,
  } = await readAs(system, async (ctx) => {
    const listed = await listTeams(ctx);
    const byName = new Map(listed.map((team) => [team.parent ? "" : team.name, team.id]));
    return {
      teams: byName,
      users: new Map((await listMembers(ctx)).map((member) => [member.email, member.userId])),
      parent: byName.get("") ?? "",
    };
  });
  await writeAs(
    system,
    async (ctx) => {
      for (const department of departments)
        if (!teams.has(department)) teams.set(department, await addTeam(ctx, department));
      for (const { hiresFor = [], roles = [], ...member } of members) {
        if (seats.has(member.email)) continue;
        const held = [
          ...roles.map((role) => ({ role, teamId: parent })),
          ...hiresFor.map((team) => ({ role: "hiring_manager" as const, teamId: teams.get(team) ?? "" })),
        ];
        seats.set(member.email, await addMember(ctx, { ...member, timeZone: replayCompany.timeZone, roles: held }));
      }
    },
    { now: opened },
  );
  return companyOf(spec, { teams, users: seats }, "replay");
}

/**
 * What the list spends stands on the company's balance before it begins, as an opening balance: a list of contracts knows of
 * no payments, and a company that never pays is suspended. Once for each list, however often it is taken up again.
 * @param amountMinor of all rows, minor units of the company's currency
 */
export async function openWithBalance(amountMinor: bigint, opened: Date): Promise<void> {
  if (amountMinor === 0n) return;
  const { currency } = replayCompany;
  const subject = { kind: "account" as const, id: accountId };
  const opening = wireRail.bringIn(accountId, {
    key: `opening/${amountMinor}`,
    amount: amountMinor,
    currency,
    subject,
  });
  await writeAs(
    system,
    async (ctx) => {
      const posted = await ctx.db.$count(
        ledgerTransfers,
        and(eq(ledgerTransfers.accountId, accountId), eq(ledgerTransfers.idemKey, opening.key)),
      );
      if (posted > 0) return;
      await transfer(ctx, [opening]);
      recordEvent(ctx, "billing.opened-with-balance", "account", accountId, {
        amount: amountMinor.toString(),
        currency,
      });
    },
    { now: opened },
  );
}

async function demoLookers(): Promise<MemberSpec[]> {
  const lookers: MemberSpec[] = [];
  for (const { key, name, email } of personas) {
    if (key !== "admin" && key !== "program-owner") continue;
    const [known] = await plumbing().select({ id: users.id }).from(users).where(eq(users.email, email));
    if (known) lookers.push({ name, email, roles: [key === "admin" ? "admin" : "program_owner"] });
  }
  return lookers;
}

/**
 * While the replay runs, the company is internal: nobody sees it, and the app's own timer, whose clock stands decades
 * later, neither expires its approvals nor sends its mail. An interrupted replay leaves it so until it is finished.
 */
export async function setVisible(visible: boolean): Promise<void> {
  await plumbing()
    .update(accounts)
    .set({ state: visible ? "active" : "internal" })
    .where(eq(accounts.id, accountId));
}
