import type { Role, StaffRole } from "@/db/enums";

/** How a deed reached us; stands in the audit event. */
export type Via = "web" | "link" | "cron" | "demo" | "seed" | "import" | "replay" | "test";

/** A member of a client company, in the seat the session names. */
export type MemberActor = {
  kind: "member";
  userId: string;
  accountId: string;
  name: string;
  email: string;
  roles: readonly Role[];
  /** Teams in which this person is hiring manager. */
  hiringTeams: readonly string[];
  via: Via;
};

/** A freelancer. `accountId` is null until a thing of one company is opened. */
export type TalentActor = {
  kind: "talent";
  userId: string;
  accountId: string | null;
  name: string;
  email: string;
  via: Via;
};

/** Support staff of the installation. `accountId` is null until a thing of one company is worked on. */
export type StaffActor = {
  kind: "staff";
  userId: string;
  accountId: string | null;
  name: string;
  email: string;
  role: StaffRole;
  via: Via;
};

/** The tick, a sweep or a script, working for one company. */
export type SystemActor = { kind: "system"; accountId: string; userId: null; job: string; via: Via };

/** The planner of the tick: lists what is due in all accounts and changes nothing. */
export type PlanActor = { kind: "plan"; accountId: null; userId: null; via: Via };

export type Actor = MemberActor | TalentActor | StaffActor | SystemActor | PlanActor;

/** Somebody with a session. */
export type PersonActor = MemberActor | TalentActor | StaffActor;

/** Whoever is signed in, on the freelancer's side and in no company: everybody may have been offered work. */
export const asTalent = ({ userId, name, email, via }: PersonActor): TalentActor => ({
  kind: "talent",
  userId,
  accountId: null,
  name,
  email,
  via,
});

export const platformAccountId = "00000000-0000-7000-8000-000000000001";
