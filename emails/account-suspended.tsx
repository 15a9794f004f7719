import type { MailCategory } from "./_components/category";
import { stepMail } from "./_components/step";

/** To finance and hiring managers: the company is blocked for debt; `is`: finance, who read the amount, or hirer (part two, §13.3). */
const mail = stepMail({
  category: {
    name: "account_standing",
    locked: true,
    because: "You get this mail because you look after the money of your company here or hire for it.",
  },
  subject: ({ companyName }) => `The account of ${companyName} is suspended`,
  lead: ({ companyName, amount }) => [
    "The account of ",
    { theirs: companyName },
    amount ? ` is suspended until the balance of ${amount} is paid.` : " is suspended until its balance is paid.",
  ],
  lines: ({ is }) => [
    "Blocked: job posts, offers, funding, bonuses, raises of rates and weekly limits. Contracts are paused; no time is logged.",
    "Still possible: releasing what is funded, asking for changes, ending contracts, withdrawing offers, disputes, deciding requests, paying.",
    is === "finance"
      ? "It is lifted by itself when nothing is owed any more."
      : "It is lifted by itself when nothing is owed any more. Whoever looks after billing at your company has the figures.",
  ],
  button: ({ is }) => (is === "finance" ? "Open billing" : "Open your contracts"),
  preview: {
    to: "client",
    is: "finance",
    title: "Your account",
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
