import type { MailCategory } from "./_components/category";
import { stepMail, thing } from "./_components/step";

/** To the freelancer: the client asks for what is held (part two, §11.3). */
const mail = stepMail({
  category: {
    name: "contracts",
    locked: true,
    because: "You get this mail because you are a party to this contract.",
  },
  subject: ({ milestone, title }) => `Refund asked for: ${milestone ?? title}`,
  lead: (props) => [{ theirs: props.by }, ` asks for ${props.amount ?? "the money"} of `, thing(props), " back."],
  lines: () => ["Approve the refund or dispute it. Without an answer the money goes back."],
  button: () => "Answer the request",
  preview: { reason: "The work was not delivered.", next: ["Refunded automatically", "11 May 2026, 14:03 GMT+2"] },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
