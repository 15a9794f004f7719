import type { MailCategory } from "./_components/category";
import { stepMail } from "./_components/step";

/** To both: the work goes on; `is`: fixed for fixed-price work, whose time nobody takes (product section 9). */
const mail = stepMail({
  category: {
    name: "contracts",
    locked: false,
    because: "You get this mail because you are a party to this contract or its contact person.",
  },
  subject: ({ title }) => `Contract goes on: ${title}`,
  lead: ({ title }) => ["The contract ", { title }, " goes on."],
  lines: ({ is }) => [
    is === "fixed" ? "Milestones can be funded again from now on." : "Time is taken again from now on.",
  ],
  button: () => "Open the contract",
  preview: { milestone: null, amount: null },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
