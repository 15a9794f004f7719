import type { MailCategory } from "./_components/category";
import { stepMail, thing } from "./_components/step";

/** To the freelancer: money is set aside, the work can begin (part two, §11.3). */
const mail = stepMail({
  category: {
    name: "contracts",
    locked: true,
    because: "You get this mail because you are a party to this contract.",
  },
  subject: ({ milestone, title }) => `Funded: ${milestone ?? title}`,
  lead: (props) => [thing(props), " is funded."],
  lines: ({ amount }) => [`${amount ?? "The amount"} is held in escrow. You can start the work.`],
  button: () => "Open the contract",
  preview: {},
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
