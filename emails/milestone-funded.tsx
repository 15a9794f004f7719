import type { MailCategory } from "./_components/category";
import { stepMail, thing } from "./_components/step";

/**
 * To the freelancer: money is set aside, the work can begin (part two, §11.3). `is` is empty, or says what became of the
 * contract whose acceptance funded it: started, pending until its onboarding plan is done, or waits while the platform
 * pauses it.
 */
const mail = stepMail({
  category: {
    name: "contracts",
    locked: true,
    because: "You get this mail because you are a party to this contract.",
  },
  subject: ({ is, milestone, title }) =>
    is === "started" ? `Contract started: ${title}` : `Funded: ${milestone ?? title}`,
  lead: (props) =>
    props.is === "started"
      ? ["The contract ", { title: props.title }, " has started, and ", thing(props), " is funded."]
      : [thing(props), " is funded."],
  lines: ({ is, amount }) => [`${amount ?? "The amount"} is held in escrow. ${next[is] ?? "You can start the work."}`],
  button: () => "Open the contract",
  preview: {},
});

const next: Record<string, string> = {
  pending: "The contract starts when every task of its onboarding plan is done; its page says what waits for you.",
  waits: "The contract is paused by the platform; you are told when it starts.",
};

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
