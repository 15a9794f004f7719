import type { MailCategory } from "./_components/category";
import { stepMail } from "./_components/step";

/** To finance: what was left on the company's balance is paid back to it (part two, §12.5, §13.7). */
const mail = stepMail({
  category: {
    name: "billing",
    locked: true,
    because: "You get this mail because you look after your company's money here.",
  },
  subject: ({ title, amount }) => `Balance paid back: ${amount ?? title}`,
  lead: ({ amount, companyName }) => [
    `${amount ?? ""} of the balance of `,
    { theirs: companyName },
    " is on its way back to you.",
  ],
  lines: ({ title }) => [
    "Two people of payment operations have seen to it. It is no longer there to be spent.",
    `${title} is the reference on your bank statement.`,
  ],
  button: () => "Open the receipt",
  preview: {
    to: "client",
    title: "Transfer CS-2026-204",
    contractNumber: null,
    talentName: null,
    milestone: null,
    by: "Payment operations",
    amount: "$4,000.00",
    pageUrl: "https://countersign.example/ab/billing/receipts/018f3b4e-8c1a-7c2d-9c53-0f6d2a5b7e10",
  },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
