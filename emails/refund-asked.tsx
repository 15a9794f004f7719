import type { MailCategory } from "./_components/category";
import { stepMail } from "./_components/step";

/** To the freelancer: the client asks for money that was paid (part two, §12.5). */
const mail = stepMail({
  category: {
    name: "contracts",
    locked: true,
    because: "You get this mail because you are a party to this contract.",
  },
  subject: ({ amount, title }) => `Refund asked for: ${amount ?? ""} of ${title}`,
  lead: ({ by, amount, title }) => [
    { theirs: by },
    ` asks you to refund ${amount ?? "a payment"} that the contract `,
    { title },
    " has paid.",
  ],
  lines: () => ["You decide: pay all of it, less, or decline it. Without an answer it lapses, and nothing happens."],
  button: () => "Pay or decline",
  preview: {
    by: "Hana Ito",
    milestone: null,
    reason: "The third scene was left out.",
    next: ["Open until", "23 May 2026, 14:03 GMT+2"],
  },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
