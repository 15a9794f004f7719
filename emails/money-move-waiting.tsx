import type { MailCategory } from "./_components/category";
import { stepMail } from "./_components/step";

/** To staff: a money move waits for its second person (part two, §13.7). */
const mail = stepMail({
  category: {
    name: "billing",
    locked: true,
    because: "You get this mail because you look after money moves of this installation.",
  },
  subject: ({ title }) => `Waits for a second person: ${title}`,
  lead: ({ title }) => [{ title }, " waits for a second person."],
  lines: ({ by }) => [
    `${by} proposed it; somebody else confirms or refuses. It lapses after five business days, and nothing moves.`,
  ],
  button: () => "Open billing",
  preview: {
    to: "staff",
    title: "Wire 4711-0093",
    contractNumber: null,
    talentName: null,
    milestone: null,
    amount: "$12,400.00",
    by: "Fiona Castell",
    next: ["Lapses", "11 May 2026, 14:03 GMT+2"],
    pageUrl: "https://countersign.example/ab/support",
  },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
