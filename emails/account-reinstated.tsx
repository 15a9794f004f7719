import type { MailCategory } from "./_components/category";
import { stepMail } from "./_components/step";

/** To finance and hiring managers: nothing is owed any more, and the block is lifted (part two, §13.2). */
const mail = stepMail({
  category: {
    name: "account_standing",
    locked: true,
    because: "You get this mail because you look after the money of your company here or hire for it.",
  },
  subject: ({ companyName }) => `The account of ${companyName} is open again`,
  lead: ({ companyName }) => ["The account of ", { theirs: companyName }, " is open again."],
  lines: () => [
    "What the suspension paused goes on; a contract that is paused for another reason stays paused.",
    "Offers, job posts, funding and bonuses are possible again.",
  ],
  button: ({ is }) => (is === "finance" ? "Open billing" : "Open your contracts"),
  preview: {
    to: "client",
    is: "finance",
    title: "Your account",
    contractNumber: null,
    talentName: null,
    milestone: null,
    amount: null,
    pageUrl: "https://countersign.example/ab/billing",
  },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
