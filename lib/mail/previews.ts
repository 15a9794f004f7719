import "server-only";
import { isMailKind, type MailCategory, type MailKind, mails, registry } from "@/emails";
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
  /** further cases of the same kind, by name */
  variants: string[];
}

/** Every kind with its category, in the order of the product's table. */
export function listMailKinds(): { kind: MailKind; category: MailCategory }[] {
  return Object.keys(mails)
    .filter(isMailKind)
    .map((kind) => ({ kind, category: mails[kind].category }));
}

/** Renders one kind with its preview props, or with those of a named variant; null for a kind that does not exist. */
export async function findMailPreview(kind: string, variant?: string): Promise<MailPreview | null> {
  if (!isMailKind(kind)) return null;
  const { category, preview, variants } = registry[kind];
  const { subject, html, text } = await renderMail(kind, (variant && variants[variant]) || preview);
  return {
    kind,
    category,
    subject,
    light: inScheme(html, "light"),
    dark: inScheme(html, "dark"),
    text,
    variants: Object.keys(variants),
  };
}

/** One mail with real props, as it would be frozen now; for pages that show what somebody would get. */
export const showMail: typeof renderMail = renderMail;
