import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Page } from "@/components/layout/page";
import { PageHeader } from "@/components/layout/page-header";
import { MailDesk } from "@/components/mail/mail-desk";
import { MailFrame, MailText } from "@/components/mail/mail-frame";
import { MailShell } from "@/components/mail/mail-shell";
import { TextLink } from "@/components/ui/text-link";
import { isDemo } from "@/lib/env";
import { findMailPreview, listMailKinds } from "@/lib/mail/previews";

export const metadata: Metadata = { title: "Mail previews" };

/** Every mail of the product with its preview props: light, dark and text. Exists in the demo only. */
export default async function MailPreviewsPage({ searchParams }: PageProps<"/dev/emails">) {
  if (!isDemo()) notFound();
  const kinds = listMailKinds();
  const { mail, variant } = await searchParams;
  const preview = await findMailPreview(String(mail ?? kinds[0]?.kind), [variant].flat()[0]);
  if (!preview) notFound();
  const { kind, subject, category, light, dark, text, variants } = preview;
  return (
    <MailShell>
      <Page width="table">
        <PageHeader title="Mail previews" sentence="Every mail with real-sounding content. Nothing here is sent." />
        <MailDesk
          label="Mails"
          chosen={mail !== undefined}
          entries={kinds.map((each) => ({
            href: `/dev/emails?mail=${each.kind}`,
            title: each.kind,
            second: `${each.category.name}, ${each.category.locked ? "always sent" : "can be switched off"}`,
            current: each.kind === kind,
          }))}
        >
          <h2 className="text-xl font-semibold wrap-anywhere">{subject}</h2>
          <p className="text-ink-soft">{category.because}</p>
          {variants.length > 0 && (
            <p className="flex flex-wrap gap-x-4">
              <TextLink href={`/dev/emails?mail=${kind}`}>Usual</TextLink>
              {variants.map((name) => (
                <TextLink key={name} href={`/dev/emails?mail=${kind}&variant=${encodeURIComponent(name)}`}>
                  {name}
                </TextLink>
              ))}
            </p>
          )}
          <div className="grid grid-cols-[minmax(0,1fr)] gap-6 xl:grid-cols-2">
            <MailFrame title={`${subject}, light`} html={light} />
            <MailFrame title={`${subject}, dark`} html={dark} />
          </div>
          <MailText>{text}</MailText>
        </MailDesk>
      </Page>
    </MailShell>
  );
}
