import type { MailCategory } from "./_components/category";
import { stepMail } from "./_components/step";

/** To staff: a money move waits for its second person; `is`: asked, for a payout that nobody has recorded yet (part two, §11.4, §13.7). */
const mail = stepMail({
  category: {
    name: "billing",
    locked: true,
    because: "You get this mail because you look after money moves of this installation.",
  },
  subject: ({ is, title, by, amount, companyName }) =>
    is === "asked"
      ? `Payout of ${amount ?? ""} to ${by} (${companyName}) waits to be recorded`
      : `Waits for a second person: ${title}${amount ? ` of ${amount}` : ""} (${companyName})`,
  lead: ({ is, title, by, amount, companyName }) => [
    ...(is === "asked"
      ? [`A payout of ${amount ?? ""} to `, { theirs: by }]
      : [{ title }, amount ? ` of ${amount}` : ""]),
    " (",
    { theirs: companyName },
    is === "asked" ? ") waits to be recorded." : ") waits for a second person.",
  ],
  lines: ({ is, by }) => [
    is === "asked"
      ? "Nobody has recorded the transfer yet. Record it, and somebody else confirms it; or decline it and say why. This mail comes again each business day until then."
      : `${by} proposed it; somebody else confirms or refuses. It lapses after five business days, and nothing moves.`,
  ],
  button: ({ is }) => (is === "asked" ? "Open the payout" : "Open the money move"),
  preview: {
    to: "staff",
    title: "Wire 4711-0093",
    contractNumber: null,
    talentName: null,
    milestone: null,
    amount: "$12,400.00",
    by: "Fiona Castell",
    next: ["Lapses", "11 May 2026, 14:03 GMT+2"],
    pageUrl: "https://countersign.example/staff/companies/northwind/moves/018f3b4e-8c1a-7c2d-9c53-0f6d2a5b7e10",
  },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
