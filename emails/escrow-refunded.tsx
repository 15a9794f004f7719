import type { MailCategory } from "./_components/category";
import { stepMail, thing } from "./_components/step";

/** To both: what was held went back; `is`: approved, silent, dormant or given back (part two, §11.3). */
const mail = stepMail({
  category: {
    name: "contracts",
    locked: true,
    because: "You get this mail because you are a party to this contract or its contact person.",
  },
  subject: ({ amount, milestone, title }) => `Refunded: ${amount ?? ""} of ${milestone ?? title}`,
  lead: (props) => [`${props.amount ?? "The money"} held for `, thing(props), " went back to the company."],
  lines: ({ is, by }) => {
    if (is === "silent") return ["The request was not answered for 7 days."];
    if (is === "dormant") return ["The contract was dormant, and nobody asked for the release."];
    return is === "approved" ? [`${by} approved the refund.`] : [`${by} gave it back.`];
  },
  button: () => "Open the contract",
  preview: { is: "approved", by: "Teodor Marsh" },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
