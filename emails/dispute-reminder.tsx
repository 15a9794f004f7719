import type { MailCategory } from "./_components/category";
import { stepMail, thing } from "./_components/step";

/** A dispute waits for somebody; `is`: remind-client, proposal-overdue, arbitrate or award-due (part two, §11.6). */
const mail = stepMail({
  category: {
    name: "contracts",
    locked: true,
    because: "You get this mail because you are a party to this contract, its contact person or a mediator.",
  },
  subject: ({ milestone, title }) => `A dispute waits: ${milestone ?? title}`,
  lead: (props) => ["The dispute about ", thing(props), " waits."],
  lines: ({ is }) => {
    if (is === "remind-client")
      return ["Accept it, which releases the money, or decline it with evidence. Silence releases it."];
    if (is === "proposal-overdue") return ["The mediator's first proposal is due."];
    return is === "arbitrate"
      ? ["There was no agreement in 30 days. It goes to arbitration: each side has 14 days to show that it filed."]
      : ["Two staff people record how arbitration ended."];
  },
  button: () => "Open the dispute",
  preview: { to: "client", is: "remind-client", next: ["Answer by", "11 May 2026, 09:00 GMT-4"] },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
