import type { CompanyMail, MailCategory } from "./_components/category";
import { type Fact, Facts } from "./_components/facts";
import { Footer } from "./_components/footer";
import { Layout } from "./_components/layout";
import { plainFacts, plainFooter, plainLink, plainText } from "./_components/plain";
import { previewCompany } from "./_components/preview-company";
import { Button, Lead, Line, Theirs } from "./_components/words";

/** To somebody who is asked to become a member of the company (product section 2.3). */
export interface MemberInvitedProps extends CompanyMail {
  invitedBy: string;
  /** The normalised address; joining works when signed in with this one alone. */
  invitedAddress: string;
  /** One line a role: "Hiring manager in Finance operations". */
  roles: string[];
  /** "6 December 2026, 14:00 CET". */
  validUntil: string;
  /** The page that asks for one press; opening it joins nobody. */
  joinUrl: string;
}

export const category: MailCategory = {
  name: "security",
  locked: true,
  because: "You get this mail because an admin of the company invited this address.",
};

export const subject = ({ invitedBy, companyName }: MemberInvitedProps) =>
  `${invitedBy} invites you to ${companyName} on Countersign`;

export default function MemberInvited(props: MemberInvitedProps) {
  return (
    <Layout preview={`Valid until ${props.validUntil}.`} footer={<Footer category={category} mail={props} />}>
      <Lead>
        <Theirs>{props.invitedBy}</Theirs> invites you to work with <Theirs>{props.companyName}</Theirs> on Countersign.
      </Lead>
      <Line>
        Open the page, sign in with {props.invitedAddress}, and press Join. There is no password: the sign-in comes by
        mail.
      </Line>
      <Facts rows={facts(props)} />
      <Button href={props.joinUrl}>Open the invitation</Button>
    </Layout>
  );
}

export const text = (props: MemberInvitedProps) =>
  plainText(
    `${props.invitedBy} invites you to work with ${props.companyName} on Countersign.`,
    `Open the page, sign in with ${props.invitedAddress}, and press Join. There is no password: the sign-in comes by mail.`,
    plainFacts(facts(props)),
    plainLink("Open the invitation", props.joinUrl),
    plainFooter(category, props),
  );

const facts = ({ roles, validUntil }: MemberInvitedProps): Fact[] => [
  ["Your roles", roles.join("\n")],
  ["Valid until", validUntil],
];

MemberInvited.PreviewProps = {
  ...previewCompany,
  invitedBy: "Dana Whitfield",
  invitedAddress: "ana.silva@northwind.example",
  roles: ["Finance admin", "Hiring manager in Finance operations"],
  validUntil: "6 December 2026, 14:00 CET",
  joinUrl: "https://countersign.example/join/0198f2c1-7d1e-7a40-9c1b-5a0f2f6f7a11",
} satisfies MemberInvitedProps;
