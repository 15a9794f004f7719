import type { MailCategory } from "./_components/category";
import { stepMail } from "./_components/step";

/** To staff: a money move waits for its second person; `is`: asked, for a payout that nobody has recorded yet (part two, §11.4, §13.7). */
const mail = stepMail({
  category: {
    name: "billing",
    locked: true,
    because: "You get this mail because you look after money moves of this installation.",
  },
  subject: ({ is, title }) =>
    is === "asked" ? `Waits to be recorded: ${title}` : `Waits for a second person: ${title}`,
  lead: ({ is, title, by }) =>
    is === "asked" ? [{ theirs: by }, " still waits for ", { title }, "."] : [{ title }, " waits for a second person."],
  lines: ({ is, by }) => [
    is === "asked"
      ? "Nobody has recorded the transfer yet. Record it, and somebody else confirms it; or decline it and say why. This mail comes again each business day until then."
      : `${by} proposed it; somebody else confirms or refuses. It lapses after five business days, and nothing moves.`,
  ],
  button: () => "Open money moves",
  preview: {
    to: "staff",
    title: "Wire 4711-0093",
    contractNumber: null,
    talentName: null,
    milestone: null,
    amount: "$12,400.00",
    by: "Fiona Castell",
    next: ["Lapses", "11 May 2026, 14:03 GMT+2"],
    pageUrl: "https://countersign.example/staff/moves",
  },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
