import { PastDueNote } from "@/components/billing/past-due-note";
import { SuspendedNote } from "@/components/billing/suspended-note";
import { AppShell } from "@/components/layout/app-shell";
import type { NavItem } from "@/components/layout/nav";
import { personMenuItemStyle } from "@/components/layout/person-menu";
import { Bell } from "@/components/notifications/bell";
import { AppLink } from "@/components/ui/app-link";
import type { Role } from "@/db/enums";
import { canInitiateSpend, isAdmin } from "@/lib/approvals/rules";
import { signOutAction, switchAccountAction } from "@/lib/auth/actions";
import { requirePerson } from "@/lib/auth/actor";
import { canSeeBilling } from "@/lib/billing/rules";
import { formatMoney } from "@/lib/money";
import { cappedCount, roleWords } from "@/lib/words";
import { DemoStrip } from "../demo-strip";
import { StaffShell } from "../staff-shell";
import { loadWorkspace, lookElsewhere } from "./workspace";

/** The frame of the signed-in workspace. It decides nothing: every page asks for itself who is there. */
export default async function WorkspaceLayout({ children }: LayoutProps<"/ab">) {
  const person = await requirePerson();
  if (person.kind === "staff") return <StaffShell person={person}>{children}</StaffShell>;
  const [
    { actor, now, companyName, currency, approvalsOn, ordersOn, waiting, unread, suspendedOwing, askToPay, pastDue },
    elsewhere,
  ] = await Promise.all([loadWorkspace(), lookElsewhere()]);
  const nav: NavItem[] = [
    { label: "My Jobs", icon: "jobs", children: jobs(approvalsOn, waiting) },
    ...reports(ordersOn, canInitiateSpend(actor)),
    ...(canSeeBilling(actor) ? [billing] : []),
    ...(isAdmin(actor) ? [settings] : []),
  ];
  return (
    <AppShell
      account={companyName}
      person={{ name: actor.name, roles: rolesOf(actor.roles) }}
      nav={nav}
      home="/ab"
      personMenu={<OwnMenu {...elsewhere} />}
      bell={<Bell unread={unread} asOf={now.toISOString()} />}
      banner={<DemoStrip now={now} />}
    >
      {suspendedOwing !== null && (
        <SuspendedNote owed={canSeeBilling(actor) ? owedText(suspendedOwing, currency) : null} ask={askToPay} />
      )}
      {pastDue && <PastDueNote owed={owedText(pastDue.owing, currency)} since={pastDue.since} now={now} />}
      {children}
    </AppShell>
  );
}

const billing: NavItem = { href: "/ab/billing", label: "Billing", icon: "billing" };
const settings: NavItem = { href: "/ab/settings", label: "Settings", icon: "settings" };

const jobs = (approvalsOn: boolean, waiting: number): NavItem[] => [
  ...(approvalsOn
    ? [
        {
          href: "/ab/jobs/approvals",
          label: "Approvals",
          waiting: waiting > 0,
          ...(waiting > 0 && { count: cappedCount(waiting) }),
        },
      ]
    : []),
  { href: "/ab/jobs/posts", label: "Job posts" },
  { href: "/ab/jobs/offers", label: "Offers" },
  { href: "/ab/jobs/contracts", label: "Contracts" },
];

/** Purchase orders where the company has them, spend alerts for whoever gets them; nothing for anybody else. */
function reports(ordersOn: boolean, spends: boolean): NavItem[] {
  const children = [
    ...(ordersOn ? [{ href: "/ab/reports/purchase-orders", label: "Purchase orders" }] : []),
    ...(spends ? [{ href: "/ab/reports/spend-alerts", label: "Spend alerts" }] : []),
  ];
  return children.length > 0 ? [{ label: "Reports", icon: "reports", children }] : [];
}

const rolesOf = (roles: readonly Role[]) => (roles.length > 0 ? roles.map((role) => roleWords[role]) : ["Member"]);

function OwnMenu({ freelancer, seats }: Awaited<ReturnType<typeof lookElsewhere>>) {
  return (
    <>
      {freelancer && (
        <AppLink href="/talent/offers" className={personMenuItemStyle}>
          Offers made to you
        </AppLink>
      )}
      <AppLink href="/ab/notification-settings" className={personMenuItemStyle}>
        Notification settings
      </AppLink>
      {seats.map(({ accountId, name }) => (
        <form key={accountId} action={switchAccountAction}>
          <input type="hidden" name="accountId" value={accountId} />
          <button type="submit" className={personMenuItemStyle}>
            Switch to {name}
          </button>
        </form>
      ))}
      <SignOut />
    </>
  );
}

function SignOut() {
  return (
    <form action={signOutAction}>
      <button type="submit" className={personMenuItemStyle}>
        Sign out
      </button>
    </form>
  );
}

const owedText = (minor: string, currency: string) =>
  minor === "0" ? "nothing" : formatMoney({ minor: BigInt(minor), currency });
