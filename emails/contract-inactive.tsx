import type { MailCategory } from "./_components/category";
import { stepMail } from "./_components/step";

/** To the contact person: nothing was recorded on an hourly contract for 30 days, told every 30 days (product section 9). */
const mail = stepMail({
  category: {
    name: "contracts",
    locked: false,
    because: "You get this mail because you are the contact person of this contract.",
  },
  subject: ({ is, title }) => `No time for ${is} days: ${title}`,
  lead: ({ is, title }) => ["Nothing was recorded on the contract ", { title }, ` for ${is} days.`],
  lines: () => [
    "Pause it while the work rests: then no new time is taken, and you restart it when the work goes on.",
    "If the work is done, end the contract. It is neither paused nor ended by itself.",
  ],
  button: () => "Open the contract",
  preview: {
    to: "client",
    is: "30",
    milestone: null,
    amount: null,
    next: ["Quiet since", "4 May 2026, 14:03 GMT+2"],
    pageUrl: "https://countersign.example/ab/jobs/contracts/1042",
  },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
