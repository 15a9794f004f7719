import type { MailCategory } from "./_components/category";
import { stepMail } from "./_components/step";

/** To finance: the month's invoice on terms, or its credit note (part two, §12.1). */
const mail = stepMail({
  category: {
    name: "billing",
    locked: true,
    because: "You get this mail because you look after your company's money here.",
  },
  subject: ({ title, amount }) => `${title}: ${amount ?? ""}`,
  lead: ({ title, amount }) => [{ title }, ` is ready: ${amount ?? ""}.`],
  lines: () => ["It lists every funding, bonus and refund of the month with its purchase order."],
  button: () => "Open the invoice",
  preview: {
    to: "client",
    is: "monthly",
    title: "Invoice 2026-4 for April 2026",
    contractNumber: null,
    talentName: null,
    milestone: null,
    amount: "$12,400.00",
    next: ["Due", "30 May 2026"],
    pageUrl: "https://countersign.example/ab/billing",
  },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
