/** What a mail is about and whether its reader may switch it off (product, part two, section 16). */
export interface MailCategory {
  name: keyof typeof categoryTitles;
  /** `true`: always sent; the switch at the notification settings is locked on. */
  locked: boolean;
  /** Why this reader gets it, a whole sentence for the footer. */
  because: string;
}

/** The rows of the notification settings by name, as the settings page and every footer call them (product.md §6). */
export const categoryTitles = {
  approvals: "Approvals",
  approval_reminders: "Approval reminders",
  offers: "Jobs and offers",
  contracts: "Contracts and Work Diary",
  contract_stops: "Contracts paused or ended",
  orders: "Purchase orders",
  spend_alerts: "Spend alerts",
  messages: "Messages",
  billing: "Billing",
  account_standing: "Suspension and collections",
  security: "Account and security",
} as const;

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
  const kind = `Kind of mail: ${categoryTitles[name]}.`;
  return locked ? `${kind} It is always sent; others can be switched off.` : `${kind} You can switch it off.`;
}
