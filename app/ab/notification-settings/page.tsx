import type { Metadata } from "next";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { mailKindWords } from "@/components/settings/mail-words";
import { Sheet } from "@/components/ui/sheet";
import { listMailKinds } from "@/lib/mail/previews";
import { loadWorkspace } from "../workspace";

export const metadata: Metadata = { title: "Notification settings" };

/** Which mails arrive, and why they cannot be switched off. Every mail links here. */
export default async function NotificationSettingsPage() {
  const { actor } = await loadWorkspace();
  const kinds = listMailKinds();
  return (
    <Page width="form">
      <PageHeader
        title="Notification settings"
        sentence={`Mails go to ${actor.email}. There are no switches yet, so all of them arrive.`}
      />
      {(["approvals", "offers", "security"] as const).map((name) => (
        <Sheet key={name}>
          <h2 className="mb-3 text-base font-semibold">{categoryWords[name]}</h2>
          <ul className="divide-y divide-line">
            {kinds
              .filter(({ kind, category }) => category.name === name && mailKindWords[kind] !== null)
              .map(({ kind, category }) => (
                <li key={kind} className="py-2.5 first:pt-0 last:pb-0">
                  <p className="font-medium">{mailKindWords[kind]}</p>
                  <p className="text-ink-soft">
                    {category.because} {category.locked ? whyLocked[name] : "It will get a switch here."}
                  </p>
                </li>
              ))}
          </ul>
        </Sheet>
      ))}
    </Page>
  );
}

/** Why a mail has no switch: it always arrives (source: approvals guide), or it is for the reader's own sake. */
const whyLocked = {
  approvals: "Always sent, so that no request and no decision goes unseen.",
  offers: "Always sent, so that no offer made to you goes unseen.",
  security: "Always sent.",
};

const categoryWords = { approvals: "Approvals", offers: "Jobs and offers", security: "Account and security" };
