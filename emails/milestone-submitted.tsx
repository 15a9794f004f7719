import type { MailCategory } from "./_components/category";
import { stepMail, thing } from "./_components/step";

/** To the contact person: work was delivered; silence releases it (part two, §11.3). */
const mail = stepMail({
  category: {
    name: "contracts",
    locked: true,
    because: "You get this mail because you are the contact person of this contract or an admin of the company.",
  },
  subject: ({ milestone, title }) => `To review: ${milestone ?? title}`,
  lead: (props) => [{ theirs: props.by }, " submitted ", thing(props), "."],
  lines: () => ["Approve and pay, or request changes. Without an answer the money is released automatically."],
  button: () => "Review the work",
  preview: {
    to: "client",
    by: "Teodor Marsh",
    reason: "The rough cut with sound.\nColours are not graded yet.",
    next: ["Released automatically", "18 May 2026, 09:00 GMT-4"],
  },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
