import type { MemberSpec } from "@/db/seed/company";
import type { PersonSpec } from "@/db/seed/people";

export type MemberRole = keyof ReturnType<typeof membersOf>;
export type TalentRole = keyof ReturnType<typeof talentOf>;

/** Everybody with a seat, by the part they play. `tag` keeps addresses apart from other worlds'. */
export function membersOf(tag: string) {
  const at = (local: string) => `${local}@${tag}.example`;
  return {
    hiringManager: { name: "Hana Okafor", email: at("hana"), hiresFor: ["", "Finance operations"] },
    secondHiringManager: { name: "Marek Novak", email: at("marek"), hiresFor: ["Product design"] },
    approver: { name: "Bo Lindqvist", email: at("bo") },
    secondApprover: { name: "Priya Raman", email: at("priya") },
    thirdApprover: { name: "Noor Haddad", email: at("noor") },
    fourthApprover: { name: "Elio Conti", email: at("elio") },
    admin: { name: "Dana Whitfield", email: at("dana"), roles: ["admin"] },
    programOwner: { name: "Olu Adeyemi", email: at("olu"), roles: ["program_owner"] },
    financeAdmin: { name: "Fiona Castell", email: at("fiona"), roles: ["finance_admin"] },
  } as const satisfies Record<string, MemberSpec>;
}

/** Freelancers who have signed in before. */
export function talentOf(tag: string) {
  return {
    freelancer: { name: "Teodor Marsh", email: `teodor@${tag}-marsh.example` },
    secondFreelancer: { name: "Ines Duarte", email: `ines@${tag}-duarte.example` },
  } as const satisfies Record<string, PersonSpec>;
}
