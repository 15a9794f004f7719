import type { MailCategory } from "./_components/category";
import { stepMail, thing } from "./_components/step";

/** To both sides and mediators: a milestone is frozen (part two, §11.6). */
const mail = stepMail({
  category: {
    name: "contracts",
    locked: true,
    because: "You get this mail because you are a party to this contract, its contact person or a mediator.",
  },
  subject: ({ milestone, title }) => `Dispute: ${milestone ?? title}`,
  lead: (props) => [{ theirs: props.by }, " opened a dispute about ", thing(props), "."],
  lines: ({ is }) => [
    "The milestone is frozen; everything else on the contract goes on.",
    is === "mediation"
      ? "A mediator makes a proposal within two days."
      : "The company has five business days to answer; silence releases the money.",
  ],
  button: ({ to }) => (to === "staff" ? "Open the dispute" : "Open the contract"),
  preview: {
    is: "awaiting_client",
    by: "Teodor Marsh",
    reason: "The cut was delivered as agreed.",
    next: ["Answer by", "11 May 2026, 14:03 GMT+2"],
  },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
