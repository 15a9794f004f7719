import type { ReactNode } from "react";
import { AppShell } from "@/components/layout/app-shell";
import type { NavItem } from "@/components/layout/nav";
import { personMenuItemStyle } from "@/components/layout/person-menu";
import type { StaffActor } from "@/lib/actor";
import { signOutAction } from "@/lib/auth/actions";
import { canSeeCompanies } from "@/lib/staff/rules";
import { staffRoleWords } from "@/lib/words";
import { DemoStrip } from "./demo-strip";

const companies: NavItem = { href: "/staff/companies", label: "Companies", icon: "companies" };

/** Support staff belong to no company: a frame without one, with what their designation lets them work on. */
export function StaffShell({ person, children }: { person: StaffActor; children: ReactNode }) {
  return (
    <AppShell
      account="Support"
      accountLabel=""
      person={{ name: person.name, roles: [staffRoleWords[person.role]] }}
      nav={[
        { href: "/staff/moves", label: "Money moves", icon: "moves" },
        { href: "/staff/disputes", label: "Disputes", icon: "disputes" },
        ...(canSeeCompanies(person) ? [companies] : []),
      ]}
      home="/staff/moves"
      personMenu={
        <form action={signOutAction}>
          <button type="submit" className={personMenuItemStyle}>
            Sign out
          </button>
        </form>
      }
      banner={<DemoStrip />}
    >
      {children}
    </AppShell>
  );
}
