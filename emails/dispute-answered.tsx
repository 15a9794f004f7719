import type { MailCategory } from "./_components/category";
import { stepMail, thing } from "./_components/step";

/** To both sides: how the company answered; `is`: accepted, declined or silent (part two, §11.6). */
const mail = stepMail({
  category: {
    name: "contracts",
    locked: true,
    because: "You get this mail because you are a party to this contract or its contact person.",
  },
  subject: ({ milestone, title }) => `Dispute answered: ${milestone ?? title}`,
  lead: (props) => ["The dispute about ", thing(props), props.is === "declined" ? " goes to mediation." : " is over."],
  lines: ({ is }) => {
    if (is === "declined") return ["The company declined. A mediator makes a proposal within two days."];
    return is === "accepted"
      ? ["The company accepted; the money is released."]
      : ["Nobody answered in five business days; the money is released."];
  },
  button: () => "Open the contract",
  preview: { is: "declined", by: "Hana Okafor", reason: "Two scenes of the script are missing." },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
