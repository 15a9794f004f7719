import { AppShell } from "@/components/layout/app-shell";
import { personMenuItemStyle } from "@/components/layout/person-menu";
import { AppLink } from "@/components/ui/app-link";
import { signOutAction } from "@/lib/auth/actions";
import { ownSeats, requireTalent } from "@/lib/auth/actor";
import { DemoStrip } from "../demo-strip";

/** The freelancer's side: no company of their own, so the frame names the person's role. It decides nothing. */
export default async function TalentLayout({ children }: LayoutProps<"/talent">) {
  const talent = await requireTalent();
  const seats = await ownSeats();
  return (
    <AppShell
      account="Your work"
      accountLabel=""
      person={{ name: talent.name, roles: ["Freelancer"] }}
      nav={[
        { href: "/talent/offers", label: "Offers", icon: "offers" },
        { href: "/talent/contracts", label: "Contracts", icon: "contracts" },
        { href: "/talent/earnings", label: "Earnings", icon: "earnings" },
      ]}
      home="/talent/offers"
      personMenu={
        <>
          {seats.length > 0 && (
            <AppLink href="/ab" className={personMenuItemStyle}>
              Go to your company
            </AppLink>
          )}
          <AppLink href="/talent/notification-settings" className={personMenuItemStyle}>
            Notification settings
          </AppLink>
          <form action={signOutAction}>
            <button type="submit" className={personMenuItemStyle}>
              Sign out
            </button>
          </form>
        </>
      }
      banner={<DemoStrip />}
    >
      {children}
    </AppShell>
  );
}
