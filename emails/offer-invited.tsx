import type { CompanyMail, MailCategory } from "./_components/category";
import { Facts } from "./_components/facts";
import { Footer } from "./_components/footer";
import { Layout } from "./_components/layout";
import { type OfferTerms, previewTerms, termFacts } from "./_components/offer-terms";
import { plainFacts, plainFooter, plainLink, plainQuote, plainText } from "./_components/plain";
import { previewCompany } from "./_components/preview-company";
import { Aside, Button, Lead, Line, Quote, Theirs, Title } from "./_components/words";

/**
 * To an invited address (BYO, payroll), which may have no account yet: the talent signs in with that
 * very address and finds the offer (product section 8).
 */
export interface OfferInvitedProps extends CompanyMail, OfferTerms {
  senderName: string;
  /** The invited person's first name, as the sender wrote it. */
  firstName: string;
  /** The invited address; no other can open the offer. */
  invitedAddress: string;
  /** Payroll only: who employs. */
  employerOfRecord: string | null;
  /** The sender's own words; may have line breaks. */
  message: string | null;
  /** "1 April 2026, 09:30 CEST". */
  validUntil: string;
  /** `/talent/offers/<id>`, absolute; sign-in returns to it. */
  offerUrl: string;
}

export const category: MailCategory = {
  name: "offers",
  locked: true,
  because: "You get this mail because the company gave this address for you.",
};

export const subject = ({ senderName, companyName, title }: OfferInvitedProps) =>
  `${senderName} invites you to work with ${companyName}: ${title}`;

export default function OfferInvited(props: OfferInvitedProps) {
  return (
    <Layout
      preview={`${props.terms} · valid until ${props.validUntil}`}
      footer={<Footer category={category} mail={props} />}
    >
      <Lead>
        <Theirs>{props.firstName}</Theirs>, <Theirs>{props.companyName}</Theirs> offers you <Title>{props.title}</Title>
        .
      </Lead>
      <Line>
        <Theirs>{props.senderName}</Theirs> invites you to Countersign, where <Theirs>{props.companyName}</Theirs>{" "}
        agrees work with freelancers. Sign in with <Theirs>{props.invitedAddress}</Theirs>; you need no password and no
        account beforehand.
      </Line>
      <Facts
        rows={[...termFacts(props), ["Employed through", props.employerOfRecord], ["Valid until", props.validUntil]]}
        strong="Terms"
      />
      {props.message ? <Quote by={props.senderName}>{props.message}</Quote> : null}
      <Button href={props.offerUrl}>Sign in and review</Button>
      <Aside>
        Opening it accepts nothing. If you do not know <Theirs>{props.companyName}</Theirs>, ignore this mail: no
        account is made for you.
      </Aside>
    </Layout>
  );
}

export const text = (props: OfferInvitedProps) =>
  plainText(
    `${props.firstName}, ${props.companyName} offers you “${props.title}”.`,
    `${props.senderName} invites you to Countersign, where ${props.companyName} agrees work with freelancers. Sign in with ${props.invitedAddress}; you need no password and no account beforehand.`,
    plainFacts([...termFacts(props), ["Employed through", props.employerOfRecord], ["Valid until", props.validUntil]]),
    props.message ? plainQuote(props.senderName, props.message) : null,
    plainLink("Sign in and review", props.offerUrl),
    `Opening it accepts nothing. If you do not know ${props.companyName}, ignore this mail: no account is made for you.`,
    plainFooter(category, props),
  );

OfferInvited.PreviewProps = {
  ...previewCompany,
  ...previewTerms,
  kind: "Payroll",
  terms: "$62.00 an hour, up to 40 hours a week",
  milestones: [],
  senderName: "Hana Okafor",
  firstName: "Ines",
  invitedAddress: "ines.caldeira@posteo.example",
  employerOfRecord: "Meridian Employment GmbH",
  message: "As we discussed on the phone, starting with the calibration records.",
  validUntil: "1 April 2026, 09:30 CEST",
  offerUrl: "https://countersign.example/talent/offers/0198f2c4-11aa-7b02-8a77-0c3c1f0f9e52",
} satisfies OfferInvitedProps;
