import type { MailCategory } from "./_components/category";
import { stepMail } from "./_components/step";

/** A request for a refund ended without one. `is`: declined or lapsed, to the client; withdrawn, to the freelancer (part two, §12.5). */
const mail = stepMail({
  category: {
    name: "contracts",
    locked: true,
    because: "You get this mail because you are a party to this contract or its contact person.",
  },
  subject: ({ is, amount, title }) => `Request for a refund ${is}: ${amount ?? ""} of ${title}`,
  lead: ({ is, by, amount, title }) => [
    ...(is === "lapsed" ? [`The request for a refund`] : [{ theirs: by }, ` ${is} the request for a refund`]),
    ` of ${amount ?? "a payment"} on the contract `,
    { title },
    is === "lapsed" ? " was not answered within 14 days and has lapsed." : ".",
  ],
  lines: ({ is }) => [
    is === "withdrawn"
      ? "Nothing was moved, and you need not answer any more."
      : "Nothing was moved: a refund of what was paid is voluntary. You can ask again.",
  ],
  button: () => "Open the contract",
  preview: {
    to: "client",
    by: "Teodor Marsh",
    milestone: null,
    is: "declined",
    reason: "All three scenes are in the cut of 4 May.",
  },
});

export const category: MailCategory = mail.category;
export const { subject, text } = mail;
export default mail.component;
