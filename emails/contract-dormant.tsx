import type { MailCategory } from "./_components/category";
import { stepMail, thing } from "./_components/step";

/** To both: money waits and nobody does anything; `is` names the day (part two, §11.7). */
const mail = stepMail({
  category: {
    name: "contracts",
    locked: true,
    because: "You get this mail because you are a party to this contract or its contact person.",
  },
  subject: ({ milestone, title }) => `Money waits: ${milestone ?? title}`,
  lead: (props) => [`${props.amount ?? "Money"} waits in escrow for `, thing(props), "."],
  lines: ({ is, to }) => {
    if (is === "dormant-notice")
      return ["Nothing has happened for 76 days. After 90 days the contract counts as dormant."];
    if (is === "dormant-final") return ["Nothing has happened for 83 days. In a week the contract counts as dormant."];
    if (is === "dormant")
      return [
        "The contract is dormant.",
        to === "client"
          ? "You have 7 days to release the money or to ask for it back."
          : "The company has 7 days to release the money or to ask for it back.",
      ];
    if (is === "dormant-unfunded")
      return [
        "The contract is dormant, and this milestone was never funded in full.",
        to === "client"
          ? "You have 7 days to fund it, to agree a change or to ask for the money back; without it the money comes back to you."
          : "The company has 7 days to fund it, to agree a change or to ask for the money back; without it the money goes back.",
      ];
    if (is === "dormant-talent")
      return [
        to === "talent"
          ? "You have 7 days to ask for the release; without it the money goes back to the company."
          : "The freelancer has 7 days to ask for the release; without it the money comes back to you.",
      ];
    return [
      to === "client"
        ? "The freelancer asks for the release. You have 14 days to release or to dispute; silence pays the freelancer."
        : "The company has 14 days to release or to dispute; silence pays you.",
    ];
  },
  button: () => "Open the contract",
  preview: { to: "client", is: "dormant", next: ["Decide by", "18 May 2026, 09:00 GMT-4"] },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
