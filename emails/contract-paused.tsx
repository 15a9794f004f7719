import type { MailCategory } from "./_components/category";
import { stepMail } from "./_components/step";

/** To both: no new time is taken; the platform's cause is left out; `is`: client, platform, or platform-fixed for fixed-price work (product section 9). */
const mail = stepMail({
  category: {
    name: "contract_stops",
    locked: true,
    because: "You get this mail because you are a party to this contract or its contact person.",
  },
  subject: ({ title }) => `Contract paused: ${title}`,
  lead: ({ title }) => ["The contract ", { title }, " is paused."],
  lines: ({ is, to, companyName }) => [
    is === "client" ? `${companyName} paused it.` : "It is paused by the platform.",
    is === "platform-fixed"
      ? "Nothing new is funded. What is held in escrow stays there and can still be released or returned."
      : to === "talent"
        ? "Messages stay open; do not log time."
        : "No new time is taken; what was recorded before is invoiced as usual.",
  ],
  button: () => "Open the contract",
  preview: { milestone: null, amount: null, is: "client" },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
