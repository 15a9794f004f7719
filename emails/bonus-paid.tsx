import type { MailCategory } from "./_components/category";
import { stepMail } from "./_components/step";

/** To the freelancer: a bonus (part two, §12.5). */
const mail = stepMail({
  category: {
    name: "contracts",
    locked: true,
    because: "You get this mail because you are a party to this contract.",
  },
  subject: ({ amount }) => `Bonus: ${amount ?? ""}`,
  lead: ({ by, amount, title }) => [{ theirs: by }, ` gave you a bonus of ${amount ?? ""} for `, { title }, "."],
  lines: () => ["It is pending for five days and available after that."],
  button: () => "Open the contract",
  preview: { milestone: null, reason: "Thank you for the weekend.", next: ["Available", "9 May 2026, 14:03 GMT+2"] },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
