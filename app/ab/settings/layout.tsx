import { EmptyState } from "@/components/layout/empty-state";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { SettingsTabs } from "@/components/settings/settings-tabs";
import { isAdmin } from "@/lib/approvals/rules";
import { loadWorkspace } from "../workspace";

/**
 * Company settings, for admins and program owners: header and tabs over each tab's form. It only arranges; every page
 * asks for itself who is there.
 */
export default async function SettingsLayout({ children }: LayoutProps<"/ab/settings">) {
  const { actor } = await loadWorkspace();
  return (
    <Page width="form">
      <PageHeader title="Settings" />
      {isAdmin(actor) ? (
        <>
          <SettingsTabs />
          {children}
        </>
      ) : (
        <EmptyState title="Admins and program owners change company settings.">
          Ask one of them; your own notifications are in your menu.
        </EmptyState>
      )}
    </Page>
  );
}
