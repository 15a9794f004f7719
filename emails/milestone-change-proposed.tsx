import type { MailCategory } from "./_components/category";
import { stepMail } from "./_components/step";

/** To the other side: how the milestones shall change (part two, §11.2). */
const mail = stepMail({
  category: {
    name: "contracts",
    locked: false,
    because: "You get this mail because you are a party to this contract or its contact person.",
  },
  subject: ({ title }) => `Change proposed: ${title}`,
  lead: ({ by, title }) => [{ theirs: by }, " proposes to change the milestones of ", { title }, "."],
  lines: () => ["Nothing changes before you accept."],
  button: () => "See the change",
  preview: {
    milestone: null,
    amount: null,
    next: ["Open until", "18 May 2026, 14:03 GMT+2"],
    reason: "One more round of sound.",
  },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
