import type { MailCategory } from "./_components/category";
import { stepMail, thing } from "./_components/step";

/** To both sides: how a mediator would share what is held (part two, §11.6). */
const mail = stepMail({
  category: {
    name: "contracts",
    locked: true,
    because: "You get this mail because you are a party to this contract or its contact person.",
  },
  subject: ({ milestone, title }) => `A mediator proposes: ${milestone ?? title}`,
  lead: (props) => ["A mediator proposes how to end the dispute about ", thing(props), "."],
  lines: () => ["It counts when both sides accept. Without an answer it is declined."],
  button: () => "Read and answer",
  preview: {
    amount: "$1,200.00 to the freelancer, $600.00 back",
    by: "Sam Ferrer",
    reason: "Two of three scenes were delivered.",
    next: ["Answer by", "6 May 2026, 14:03 GMT+2"],
  },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
