import type { MailCategory } from "./_components/category";
import { Code } from "./_components/code";
import { Layout } from "./_components/layout";
import { plainLink, plainText } from "./_components/plain";
import { SecurityFooter, securityFooter } from "./_components/security-footer";
import { Aside, Button, Lead, Line } from "./_components/words";

/** To whoever asked to sign in with this address; known and unknown addresses get the same mail. */
export interface SignInLinkProps {
  /** The normalised address that was typed. */
  address: string;
  /** "418 902": typed where the link cannot be opened. */
  code: string;
  /** "10 minutes". */
  validFor: string;
  /** The page that asks for one press; opening it signs nobody in. */
  signInUrl: string;
}

export const category: MailCategory = {
  name: "security",
  locked: true,
  because: "You get this mail because somebody asked to sign in with this address.",
};

/** Without the code: a subject is shown on locked screens. */
export const subject = (_: SignInLinkProps) => "Sign in to Countersign";

export default function SignInLink(props: SignInLinkProps) {
  return (
    <Layout preview={`Valid for ${props.validFor}.`} footer={<SecurityFooter category={category} />}>
      <Lead>Sign in to Countersign as {props.address}.</Lead>
      <Line>
        Open the link in the browser that asked, then press Sign in there. It works once, for {props.validFor}.
      </Line>
      <Button href={props.signInUrl}>Open the sign-in page</Button>
      <Line>On another device? Type this code into the page where you asked:</Line>
      <Code>{props.code}</Code>
      <Aside>
        Nobody at Countersign will ask you for this code. If you did not ask to sign in, ignore this mail: nothing
        happens.
      </Aside>
    </Layout>
  );
}

export const text = (props: SignInLinkProps) =>
  plainText(
    `Sign in to Countersign as ${props.address}.`,
    `Open the link in the browser that asked, then press Sign in there. It works once, for ${props.validFor}.`,
    plainLink("Open the sign-in page", props.signInUrl),
    `On another device? Type this code into the page where you asked:\n\n    ${props.code}`,
    "Nobody at Countersign will ask you for this code. If you did not ask to sign in, ignore this mail: nothing happens.",
    securityFooter(category),
  );

SignInLink.PreviewProps = {
  address: "hana.okafor@northwind.example",
  code: "418 902",
  validFor: "10 minutes",
  signInUrl: "https://countersign.example/verify?token=9Qm2vXk7",
} satisfies SignInLinkProps;
