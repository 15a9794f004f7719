import type { Metadata } from "next";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { SettingsList } from "@/components/notifications/settings-list";
import { SuppressedNotice } from "@/components/notifications/suppressed-notice";
import { formatInstant } from "@/lib/dates";
import { findSuppression, listTalentChoices } from "@/lib/notifications/queries";
import { talentCategories } from "@/lib/notifications/rules";
import { readAsTalent, readerOf } from "../reader";

export const metadata: Metadata = { title: "Notification settings" };

/** Which mails a freelancer gets, from whatever company, and why some cannot be switched off. Their mails link here. */
export default async function TalentNotificationSettingsPage() {
  const { email, choices, suppression, reader } = await readAsTalent(async (ctx) => ({
    email: ctx.actor.email,
    choices: await listTalentChoices(ctx),
    suppression: await findSuppression(ctx, ctx.actor.email),
    reader: await readerOf(ctx),
  }));
  return (
    <Page width="form">
      <PageHeader
        title="Notification settings"
        sentence={`For the work you do, with every company. Mails go to ${email}. A change counts at once, also for mails that have not left yet.`}
      />
      {suppression && (
        <SuppressedNotice
          address={email}
          reason={suppression.reason}
          since={formatInstant(suppression.since, reader.zone)}
          ask="Ask your contact person about another address."
        />
      )}
      <SettingsList side="talent" categories={talentCategories} choices={choices} />
    </Page>
  );
}
