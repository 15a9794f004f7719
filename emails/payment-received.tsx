import type { MailCategory } from "./_components/category";
import { stepMail } from "./_components/step";

/** To finance: a payment was confirmed (part two, §12.4). */
const mail = stepMail({
  category: {
    name: "billing",
    locked: false,
    because: "You get this mail because you look after your company's money here.",
  },
  subject: ({ title, amount }) => `Payment received: ${amount ?? title}`,
  lead: ({ title, amount }) => [`${amount ?? ""} arrived: `, { title }, "."],
  lines: () => ["It pays what is owed, the oldest first; the rest is ready to be spent."],
  button: () => "Open billing",
  preview: {
    to: "client",
    title: "Wire 4711-0093",
    contractNumber: null,
    talentName: null,
    milestone: null,
    amount: "$12,400.00",
    pageUrl: "https://countersign.example/ab/billing",
  },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
