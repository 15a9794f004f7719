import type { MailCategory } from "./_components/category";
import { type StepMail, stepMail, thing } from "./_components/step";

const ofProposal = ({ is }: StepMail) => is.startsWith("proposal") || is.startsWith("decision");

/**
 * How the company answered, to both sides and mediators; `is`: accepted, declined or silent. And to the mediator whose
 * proposal came to nothing: proposal-declined, proposal-lapsed, decision-refused, decision-lapsed (part two, §11.6).
 */
const mail = stepMail({
  category: {
    name: "contracts",
    locked: true,
    because: "You get this mail because you are a party to this contract, its contact person or a mediator.",
  },
  subject: (props) =>
    `${ofProposal(props) ? "Proposal not carried out" : "Dispute answered"}: ${props.milestone ?? props.title}`,
  lead: (props) =>
    ofProposal(props)
      ? ["Your proposal about ", thing(props), " came to nothing."]
      : ["The dispute about ", thing(props), props.is === "declined" ? " goes to mediation." : " is over."],
  lines: ({ is, by }) => {
    if (is === "declined") return ["The company declined. A mediator makes a proposal within two days."];
    if (is === "proposal-declined") return [`${by} declined it.`, goesOn];
    if (is === "proposal-lapsed") return ["Not both sides accepted it in two days.", goesOn];
    if (is === "decision-refused") return ["The second person of staff refused to confirm it.", goesOn];
    if (is === "decision-lapsed") return ["No second person of staff confirmed it in five business days.", goesOn];
    return is === "accepted"
      ? ["The company accepted; the money is released."]
      : ["Nobody answered in five business days; the money is released."];
  },
  button: ({ to }) => (to === "staff" ? "Open the dispute" : "Open the contract"),
  preview: { is: "declined", by: "Hana Okafor", reason: "Two scenes of the script are missing." },
});

const goesOn = "Nothing moved, and what is held stays frozen. The next proposal is yours to make.";

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
