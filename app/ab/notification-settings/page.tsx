import type { Metadata } from "next";
import { Field } from "@/components/layout/field";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { DigestPreview } from "@/components/notifications/digest-preview";
import { ScheduleForm } from "@/components/notifications/schedule-form";
import { SettingsList } from "@/components/notifications/settings-list";
import { SuppressedNotice } from "@/components/notifications/suppressed-notice";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { Sheet } from "@/components/ui/sheet";
import { listMembers } from "@/lib/accounts/queries";
import { isAdmin } from "@/lib/approvals/rules";
import { readAs } from "@/lib/ctx";
import { formatInstant } from "@/lib/dates";
import { previewDigest } from "@/lib/digest/preview";
import { nextDigestAt } from "@/lib/digest/schedule";
import { showMail } from "@/lib/mail/previews";
import {
  findPersonalSchedule,
  findSuppression,
  getAlertSettings,
  listNotificationChoices,
} from "@/lib/notifications/queries";
import { type AlertSettings, categoriesFor, digestTimeOf, getsSpendAlerts } from "@/lib/notifications/rules";
import { loadWorkspace } from "../workspace";

export const metadata: Metadata = { title: "Notification settings" };

/** What reaches the reader, by what way, and why some of it cannot be switched off. Every mail links here. */
export default async function NotificationSettingsPage({ searchParams }: PageProps<"/ab/notification-settings">) {
  const { actor, accountZone, timeZone, now } = await loadWorkspace();
  const asked = [(await searchParams).preview].flat()[0];
  const spends = getsSpendAlerts(actor);
  const { choices, company, own, suppression, preview, people } = await readAs(actor, async (ctx) => {
    const people = isAdmin(actor) ? await listMembers(ctx) : [];
    // An id that is not one's to ask about shows oneself.
    const whom = people.find(({ userId }) => userId === asked)?.userId ?? actor.userId;
    return {
      people,
      choices: await listNotificationChoices(ctx, actor.userId),
      suppression: await findSuppression(ctx, actor.email),
      company: await getAlertSettings(ctx),
      own: spends ? await findPersonalSchedule(ctx, actor.userId) : null,
      preview: spends && asked !== undefined ? await previewDigest(ctx, whom) : null,
    };
  });
  const mail = preview?.mail ? await showMail("spend-alerts", preview.mail) : null;
  const mailOn = !choices.some(
    ({ category, channel, value }) => category === "spend_alerts" && channel === "mail" && value === "off",
  );
  const next = nextDigestAt(digestTimeOf(company, accountZone, own), accountZone, now).dueAt;
  return (
    <Page width="form">
      <PageHeader
        title="Notification settings"
        sentence={`Mails go to ${actor.email}. A change counts at once, also for mails that have not left yet.`}
      />
      {suppression && (
        <SuppressedNotice
          address={actor.email}
          reason={suppression.reason}
          since={formatInstant(suppression.since, timeZone)}
          ask="Ask an admin about another address."
        />
      )}
      <SettingsList side="member" categories={categoriesFor(actor)} choices={choices} />
      {spends && (
        <>
          <Sheet>
            <h2 className="text-base font-semibold">When your spend alerts come</h2>
            <p className="mt-1 mb-4 text-ink-soft">{whenText(company, mailOn, formatInstant(next, timeZone))}</p>
            {company.enabled &&
              (company.personalSchedule ? (
                <ScheduleForm own={own} company={digestTimeOf(company, accountZone, null)} zones={zones} />
              ) : (
                <p>Your company sends them to everybody at the same time.</p>
              ))}
          </Sheet>
          <Sheet>
            <h2 id="preview" className="text-base font-semibold">
              What would I get now
            </h2>
            <p className="mt-1 text-ink-soft">
              The mail as it would go out at this moment, why each line is in it, and what was left out. Nothing is
              sent.
            </p>
            <form action="/ab/notification-settings#preview" className="mt-4 mb-6 flex flex-wrap items-end gap-3">
              {people.length > 0 ? (
                <Field label="For whom" name="preview" className="flex-1 basis-60">
                  {(control) => (
                    <Select
                      {...control}
                      defaultValue={preview?.userId ?? actor.userId}
                      options={people.map(({ userId, name, email }) => ({
                        value: userId,
                        label: `${name} (${email})`,
                      }))}
                    />
                  )}
                </Field>
              ) : (
                <input type="hidden" name="preview" value="me" />
              )}
              <Button type="submit">Show it</Button>
            </form>
            {preview && <DigestPreview preview={preview} mail={mail} asOf={formatInstant(preview.asOf, timeZone)} />}
          </Sheet>
        </>
      )}
    </Page>
  );
}

function whenText(company: AlertSettings, mailOn: boolean, next: string): string {
  if (!company.enabled) return "Your company has switched them off for everybody.";
  return mailOn
    ? `The next ones: ${next}, if there is something to report.`
    : "Their mail is switched off for you above.";
}

const zones = ["UTC", ...Intl.supportedValuesOf("timeZone")];
