import type { MailCategory } from "./_components/category";
import { stepMail } from "./_components/step";

/** To finance: a payment that one of them recorded was not credited; `is`: refused or lapsed (part two, §12.4, §13.7). */
const mail = stepMail({
  category: {
    name: "billing",
    locked: true,
    because: "You get this mail because you look after your company's money here.",
  },
  subject: ({ title, amount }) => `Payment not credited: ${amount ?? title}`,
  lead: ({ is, title, amount }) => [
    `${amount ?? ""} was not credited: `,
    { title },
    is === "refused" ? " was refused by payment operations." : " was not confirmed within five business days.",
  ],
  lines: ({ is }) => [
    "Nothing moved, and what is owed stays owed.",
    is === "refused"
      ? "Record it anew when what stands below is settled; its reference can be used again."
      : "If the money left your bank, record it anew with its reference and the receipt of the transfer.",
  ],
  button: () => "Open payments",
  preview: {
    to: "client",
    is: "refused",
    title: "Wire 4711-0093",
    contractNumber: null,
    talentName: null,
    milestone: null,
    by: "Payment operations",
    amount: "$12,400.00",
    reason: "The bank statement shows no transfer with this reference.",
    pageUrl: "https://countersign.example/ab/billing/payments",
  },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
