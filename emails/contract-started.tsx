import type { MailCategory } from "./_components/category";
import { stepMail } from "./_components/step";

/**
 * To the freelancer when a contract becomes active, and to both where that is later than the acceptance, of which the client
 * has a mail of its own; `is`: hourly, later for one whose first day is yet to come, or fixed (product section 9).
 */
const mail = stepMail({
  category: {
    name: "contracts",
    locked: false,
    because: "You get this mail because you are a party to this contract or its contact person.",
  },
  subject: ({ title }) => `Contract started: ${title}`,
  lead: ({ title }) => ["The contract ", { title }, " has started."],
  lines: ({ is, to }) => [
    is === "fixed"
      ? to === "talent"
        ? "You can work on what is funded. Submit it on the contract’s page when it is done."
        : "Milestones can be funded from now on."
      : is === "later"
        ? "No time is taken before its first day."
        : "Time is taken from now on.",
  ],
  button: () => "Open the contract",
  preview: { is: "hourly", milestone: null, amount: null, next: ["Started", "4 May 2026, 14:03 GMT+2"] },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
