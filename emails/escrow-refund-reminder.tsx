import type { MailCategory } from "./_components/category";
import { stepMail, thing } from "./_components/step";

/** To the freelancer, two days before silence returns the money (part two, §11.3). */
const mail = stepMail({
  category: {
    name: "contracts",
    locked: true,
    because: "You get this mail because you are a party to this contract.",
  },
  subject: ({ milestone, title }) => `Two days left to answer: ${milestone ?? title}`,
  lead: (props) => [`The refund of ${props.amount ?? "the money"} for `, thing(props), " still waits for your answer."],
  lines: () => ["Approve the refund or dispute it. Without an answer the money goes back."],
  button: () => "Answer the request",
  preview: { next: ["Refunded automatically", "11 May 2026, 14:03 GMT+2"] },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
