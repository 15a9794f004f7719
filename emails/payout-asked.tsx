import type { MailCategory } from "./_components/category";
import { stepMail } from "./_components/step";

/** To the freelancer: a payout was asked for in their name (part two, §11.4). */
const mail = stepMail({
  category: {
    name: "contracts",
    locked: true,
    because: "You get this mail because a payout of your earnings was asked for.",
  },
  subject: ({ amount }) => `Payout asked for: ${amount ?? ""}`,
  lead: ({ amount, companyName }) => [
    `You asked for ${amount ?? ""} of your earnings from `,
    { theirs: companyName },
    ".",
  ],
  lines: () => [
    "Payment operations record the transfer, and a second person confirms it. You hear from us when it is paid out.",
    "If it was not you, withdraw it on the page of your earnings.",
  ],
  button: () => "Open your earnings",
  preview: {
    title: "Payout",
    contractNumber: null,
    talentName: null,
    milestone: null,
    by: "Payment operations",
    pageUrl: "https://countersign.example/talent/earnings",
  },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
