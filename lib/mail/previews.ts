import "server-only";
import { isMailKind, type MailCategory, type MailKind, mails } from "@/emails";
import { inScheme } from "@/emails/in-scheme";
import { renderMail } from "@/emails/render";

/** A mail with its preview props, as a client in either mode shows it. */
export interface MailPreview {
  kind: MailKind;
  category: MailCategory;
  subject: string;
  light: string;
  dark: string;
  text: string;
}

/** Every kind with its category, in the order of the product's table. */
export function listMailKinds(): { kind: MailKind; category: MailCategory }[] {
  return Object.keys(mails)
    .filter(isMailKind)
    .map((kind) => ({ kind, category: mails[kind].category }));
}

/** Renders one kind with its preview props; null for a kind that does not exist. */
export async function findMailPreview(kind: string): Promise<MailPreview | null> {
  if (!isMailKind(kind)) return null;
  const { category, preview } = mails[kind];
  const { subject, html, text } = await renderMail(kind, preview);
  return { kind, category, subject, light: inScheme(html, "light"), dark: inScheme(html, "dark"), text };
}
