import type { MailCategory } from "./_components/category";
import { stepMail } from "./_components/step";

/** To the freelancer, once a day and contract: earnings can be paid out (part two, §11.4). */
const mail = stepMail({
  category: {
    name: "contracts",
    locked: false,
    because: "You get this mail because you earned money on a contract.",
  },
  subject: ({ amount }) => `Available: ${amount ?? ""}`,
  lead: ({ amount, title }) => [`${amount ?? ""} from `, { title }, " becomes available today."],
  lines: () => ["The five days of security are over."],
  button: () => "Open the contract",
  preview: { milestone: null },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
