/** What a mail is about and whether its reader may switch it off (product, part two, section 16). */
export interface MailCategory {
  name: "approvals" | "offers" | "security";
  /** `true`: always sent; the switch at the notification settings is locked on. */
  locked: boolean;
  /** Why this reader gets it, a whole sentence for the footer. */
  because: string;
}

/** What every mail of a company carries; all values are ready to be shown. */
export interface CompanyMail {
  /** The company in whose name the mail speaks. */
  companyName: string;
  /** Whom to ask about it, as a name with an address or a role: "Dana Whitfield (dana@northwind.example)". */
  askWhom: string;
  /** Absolute address of the reader's notification settings. */
  settingsUrl: string;
}

/** The sentence about switching a mail off, the same in both twins. */
export function settingsSentence({ locked, name }: MailCategory): string {
  if (name === "security") return "Security mail is always sent.";
  return locked
    ? "This kind of mail is always sent; the others can be switched off."
    : "You can switch this kind of mail off.";
}
