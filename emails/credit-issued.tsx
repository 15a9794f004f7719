import type { MailCategory } from "./_components/category";
import { stepMail } from "./_components/step";

/** To finance: money of a contract came back to the company (part two, §12.5); `is`: how it was used, `terms` or `balance`. */
const mail = stepMail({
  category: {
    name: "billing",
    locked: false,
    because: "You get this mail because you look after your company's money here.",
  },
  subject: ({ title, amount }) => `Credit: ${amount ?? title}`,
  lead: ({ title, amount }) => [`${amount ?? ""} came back: `, { title }, "."],
  lines: ({ is }) => [
    is === "terms"
      ? "It settles what you owe on terms first; anything left is on your balance."
      : "It is on your balance and is used first for what comes next.",
  ],
  button: () => "Open the receipt",
  preview: {
    to: "client",
    is: "balance",
    title: "Refund of “Second entity and report”",
    amount: "$1,400.00",
    pageUrl: "https://countersign.example/ab/billing/receipts/019aa0c2-7c1e-7000-8000-000000000071",
  },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
