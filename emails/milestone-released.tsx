import type { MailCategory } from "./_components/category";
import { stepMail, thing } from "./_components/step";

/** To both: paid in full, in part or by the clock; `is`: full, rolled, asked or automatic (part two, §11.3). */
const mail = stepMail({
  category: {
    name: "contracts",
    locked: true,
    because: "You get this mail because you are a party to this contract or its contact person.",
  },
  subject: ({ amount, milestone, title }) => `Released: ${amount ?? ""} for ${milestone ?? title}`,
  lead: (props) => [`${props.amount ?? "The money"} was released for `, thing(props), "."],
  lines: (props) => {
    const how =
      props.is === "automatic" ? ["Nobody answered for 14 days, so the work was released automatically."] : [];
    const rest =
      props.is === "rolled"
        ? ["The rest moved on to the next milestone."]
        : props.is === "asked"
          ? ["A refund of the rest is asked for."]
          : [];
    const pay = props.to === "talent" ? ["It is pending for five days and available after that."] : [];
    return [...how, ...rest, ...pay];
  },
  button: () => "Open the contract",
  preview: { is: "full", next: ["Available", "9 May 2026, 14:03 GMT+2"] },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
