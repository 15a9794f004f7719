import type { ApprovalScope, EnvelopeMode, Role } from "@/db/enums";
import { changeApprovalPolicy } from "@/lib/accounts/change-approval-policy";
import { addMembers, addTeams, openAccount } from "@/lib/accounts/open-account";
import type { MemberActor, SystemActor, Via } from "@/lib/actor";
import { type Ctx, writeAs } from "@/lib/ctx";
import { newId } from "@/lib/ids";

/** A person to be given a seat. `hiresFor`: names of teams, `""` for the parent team; makes a hiring manager. */
export type MemberSpec = {
  name: string;
  email: string;
  timeZone?: string;
  roles?: readonly Role[];
  hiresFor?: readonly string[];
};

/** `steps`: addresses of the approvers, step by step. Left-out values are the product's defaults. */
export type PolicySpec = {
  enabled?: boolean;
  scope?: ApprovalScope;
  expiryDays?: number;
  declineReasonRequired?: boolean;
  envelope?: EnvelopeMode;
  envelopePercent?: number;
  steps: readonly (readonly string[])[];
};

/** A company as a seed, a replay or a test wants it. Teams stand below the parent team. */
export type CompanySpec = {
  accountId?: string;
  slug: string;
  name: string;
  timeZone: string;
  currency?: string;
  teams?: readonly string[];
  members: readonly MemberSpec[];
  policy?: PolicySpec;
};

/** An opened company: its ids by name, and who its members are when they act. */
export type Company = {
  accountId: string;
  slug: string;
  name: string;
  /** Id of the team with this name; of the parent team without one. */
  team(name?: string): string;
  /** The member with this address, with the roles of the spec. */
  member(email: string): MemberActor;
};

type Made = { teams: Map<string, string>; users: Map<string, string> };

/**
 * Opens a company with its teams, members and approval policy at the instant `now`, by the verbs that any operator
 * would use: two transactions, two audit events.
 * @throws when the slug is taken, or the policy names somebody without a seat.
 */
export async function openCompany(spec: CompanySpec, at: { now: Date; via: Via }): Promise<Company> {
  const accountId = spec.accountId ?? newId();
  const operator: SystemActor = { kind: "system", accountId, userId: null, job: "open-company", via: at.via };
  const made = await writeAs(operator, (ctx) => found(ctx, spec), { now: at.now });
  const company = companyOf({ ...spec, accountId }, made, at.via);
  const { policy } = spec;
  if (policy) {
    const result = await writeAs(operator, (ctx) => changeApprovalPolicy(ctx, policyInput(policy, company)), {
      now: at.now,
    });
    if (!result.ok) throw new Error(`The approval policy of ${spec.name} was refused: ${JSON.stringify(result)}`);
  }
  return company;
}

async function found(ctx: Ctx, spec: CompanySpec): Promise<Made> {
  const { slug, name, timeZone, currency = "USD" } = spec;
  const { teamId: parent } = await openAccount(ctx, { slug, name, timeZone, currency });
  const teams = new Map([["", parent]]);
  const names = spec.teams ?? [];
  const teamIds = await addTeams(ctx, names);
  for (const [index, team] of names.entries()) teams.set(team, teamIds[index] ?? "");
  const members = spec.members.map((member) => ({
    name: member.name,
    email: member.email,
    timeZone: member.timeZone ?? timeZone,
    roles: [
      ...(member.roles ?? []).map((role) => ({ role, teamId: parent })),
      ...(member.hiresFor ?? []).map((team) => ({ role: "hiring_manager" as const, teamId: known(teams, team) })),
    ],
  }));
  const userIds = await addMembers(ctx, members);
  const users = new Map(members.map(({ email }, index) => [email, userIds[index] ?? ""]));
  return { teams, users };
}

/** The same company seen again: `made` holds the ids that it was opened with. */
export function companyOf(spec: CompanySpec & { accountId: string }, made: Made, via: Via): Company {
  return {
    accountId: spec.accountId,
    slug: spec.slug,
    name: spec.name,
    team: (name = "") => known(made.teams, name),
    member(email) {
      const member = spec.members.find((each) => each.email === email);
      if (!member) throw new Error(`${email} has no seat in ${spec.name}.`);
      const hires = member.hiresFor ?? [];
      const roles: Role[] = [...(member.roles ?? []), ...(hires.length > 0 ? (["hiring_manager"] as const) : [])];
      return {
        kind: "member",
        userId: known(made.users, email),
        accountId: spec.accountId,
        name: member.name,
        email,
        roles,
        hiringTeams: hires.map((team) => known(made.teams, team)),
        via,
      };
    },
  };
}

function policyInput({ steps, ...policy }: PolicySpec, company: Company) {
  return {
    version: 0,
    enabled: true,
    scope: "all" as const,
    expiryDays: 30,
    declineReasonRequired: true,
    envelope: "carry_over_always" as const,
    envelopePercent: 10,
    ...policy,
    approvers: steps.flatMap((step, index) =>
      step.map((email, at) => ({ step: index + 1, position: at + 1, userId: company.member(email).userId })),
    ),
  };
}

function known(ids: Map<string, string>, name: string): string {
  const id = ids.get(name);
  if (!id) throw new Error(`“${name}” is not part of this company.`);
  return id;
}
