import type { MailCategory } from "./_components/category";
import { stepMail } from "./_components/step";

/** To whoever proposed; `is`: accepted or declined (part two, §11.2). */
const mail = stepMail({
  category: {
    name: "contracts",
    locked: false,
    because: "You get this mail because you are a party to this contract or its contact person.",
  },
  subject: ({ is, title }) => `Change ${is}: ${title}`,
  lead: ({ by, is, title }) => [
    { theirs: by },
    is === "accepted" ? " accepted" : " declined",
    " the change of the milestones of ",
    { title },
    ".",
  ],
  lines: ({ is }) => [is === "accepted" ? "The milestones stand as proposed." : "The milestones stay as they were."],
  button: () => "Open the contract",
  preview: { milestone: null, amount: null, is: "accepted" },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
