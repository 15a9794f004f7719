import type { MailCategory } from "./_components/category";
import { stepMail, thing } from "./_components/step";

/** To the freelancer: what should change (part two, §11.3). */
const mail = stepMail({
  category: {
    name: "contracts",
    locked: true,
    because: "You get this mail because you are a party to this contract.",
  },
  subject: ({ milestone, title }) => `Changes requested: ${milestone ?? title}`,
  lead: (props) => [{ theirs: props.by }, " asks for changes to ", thing(props), "."],
  lines: () => ["The money stays in escrow. Submit again when the changes are made."],
  button: () => "Read and submit again",
  preview: { reason: "Please shorten the opening to ten seconds." },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
