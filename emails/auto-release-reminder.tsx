import type { MailCategory } from "./_components/category";
import { stepMail, thing } from "./_components/step";

/** To the contact person, on the last day to admins too: nobody has answered yet (part two, §11.3). */
const mail = stepMail({
  category: {
    name: "contracts",
    locked: true,
    because: "You get this mail because you are the contact person of this contract or an admin of the company.",
  },
  subject: ({ milestone, title }) => `Still to review: ${milestone ?? title}`,
  lead: (props) => [thing(props), " still waits for your review."],
  lines: ({ is }) => [
    is === "last"
      ? "This is the last day before the money is released automatically."
      : "Without an answer the money is released automatically.",
  ],
  button: () => "Review the work",
  preview: { to: "client", is: "last", next: ["Released automatically", "18 May 2026, 09:00 GMT-4"] },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
