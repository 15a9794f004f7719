import type { MailCategory } from "./_components/category";
import { stepMail } from "./_components/step";

/** To the freelancer: what became of a payout; `is`: paid or declined (part two, §11.4). */
const mail = stepMail({
  category: {
    name: "contracts",
    locked: true,
    because: "You get this mail because it is about a payout of your earnings.",
  },
  subject: ({ is, amount }) => (is === "paid" ? `Paid out: ${amount ?? ""}` : `Not paid out: ${amount ?? ""}`),
  lead: ({ is, amount, companyName }) => [
    is === "paid" ? `${amount ?? ""} of your earnings from ` : `The payout of ${amount ?? ""} from `,
    { theirs: companyName },
    is === "paid" ? " is on its way to you." : " was declined.",
  ],
  lines: ({ is, title, asked }) =>
    is === "paid"
      ? [
          ...(asked ? [`You asked for ${asked}. What is still available can be asked for again.`] : []),
          "Two people of payment operations have seen to it.",
          ...(title === "Payout" ? [] : [`${title} is the reference on your bank statement.`]),
        ]
      : ["The amount stays available. Ask for it again when what stands below is settled."],
  button: ({ is }) => (is === "paid" ? "Open the receipt" : "Open your payouts"),
  preview: {
    is: "paid",
    title: "Transfer CS-2026-118",
    asked: "$2,000.00",
    contractNumber: null,
    talentName: null,
    milestone: null,
    by: "Payment operations",
    pageUrl: "https://countersign.example/talent/earnings/payouts/019aa0c2-7c1e-7000-8000-000000000118",
  },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
