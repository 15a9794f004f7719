import type { MailCategory } from "./_components/category";
import { stepMail, thing } from "./_components/step";

/** To both sides: how it ended; `is`: decided or withdrawn (part two, §11.6). */
const mail = stepMail({
  category: {
    name: "contracts",
    locked: true,
    because: "You get this mail because you are a party to this contract, its contact person or a mediator.",
  },
  subject: ({ milestone, title }) => `Dispute closed: ${milestone ?? title}`,
  lead: (props) => ["The dispute about ", thing(props), props.is === "withdrawn" ? " was withdrawn." : " is decided."],
  lines: ({ amount }) => (amount ? ["The money moved as follows."] : ["The milestone goes on where it was."]),
  button: ({ to }) => (to === "staff" ? "Open the dispute" : "Open the contract"),
  preview: { is: "decided", amount: "$1,200.00 to the freelancer, $600.00 back" },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
