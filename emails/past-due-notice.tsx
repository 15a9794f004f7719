import type { MailCategory } from "./_components/category";
import { stepMail } from "./_components/step";

/**
 * To finance on days 1, 7 and 14 after the due day of the oldest unpaid invoice on terms; `is` is the day, `title` that due
 * day (part two, §13.2).
 */
const mail = stepMail({
  category: {
    name: "account_standing",
    locked: true,
    because: "You get this mail because you look after your company's money here.",
  },
  subject: ({ is, amount, companyName }) =>
    is === "14" ? `Last notice: ${amount} of ${companyName} is past due` : `${amount} of ${companyName} is past due`,
  lead: ({ amount, companyName, title }) => [
    `${amount} of `,
    { theirs: companyName },
    ` is past due. The oldest unpaid invoice was due on ${title}.`,
  ],
  lines: () => [
    "Pay it by wire or bank transfer with the number of the invoice, and record the payment here with its reference. It counts when a second person has confirmed it.",
    "Unpaid, the account is suspended on the day below: no job posts, offers, funding or bonuses until nothing is owed, and contracts are paused. A part payment is taken; the day stays unless it pays the oldest invoice.",
  ],
  button: () => "See the open invoices",
  preview: {
    to: "client",
    is: "7",
    title: "30 Jun 2026",
    contractNumber: null,
    talentName: null,
    milestone: null,
    amount: "$12,400.00",
    next: ["Suspended on", "15 Jul 2026, 00:00 UTC"],
    pageUrl: "https://countersign.example/ab/billing",
  },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
