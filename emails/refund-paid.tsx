import type { MailCategory } from "./_components/category";
import { stepMail } from "./_components/step";

/** To both: the freelancer refunded a payment; `is`: asked or unasked (part two, §12.5). */
const mail = stepMail({
  category: {
    name: "contracts",
    locked: true,
    because: "You get this mail because you are a party to this contract or its contact person.",
  },
  subject: ({ amount, title }) => `Payment refunded: ${amount ?? ""} of ${title}`,
  lead: ({ to, by, amount, title }) => [
    to === "talent" ? "You" : { theirs: by },
    ` refunded ${amount ?? "a payment"} that the contract `,
    { title },
    " had paid.",
  ],
  lines: ({ is, to, companyName, asked }) => [
    ...(is === "asked" ? [`It answers the company's request${asked ? ` for ${asked}` : ""}.`] : []),
    to === "talent"
      ? `It went back to ${companyName}. A refund is final.`
      : "It is the company's again: what it owes on terms falls first, the rest is on its balance. A refund is final.",
  ],
  button: () => "Open the contract",
  preview: {
    by: "Teodor Marsh",
    milestone: null,
    is: "asked",
    asked: "$2,000.00",
    reason: "The third scene was left out.",
  },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
