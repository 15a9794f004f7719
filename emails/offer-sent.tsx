import type { CompanyMail, MailCategory } from "./_components/category";
import { Facts } from "./_components/facts";
import { Footer } from "./_components/footer";
import { Layout } from "./_components/layout";
import { type OfferTerms, previewTerms, termFacts } from "./_components/offer-terms";
import { plainFacts, plainFooter, plainLink, plainQuote, plainText } from "./_components/plain";
import { previewCompany } from "./_components/preview-company";
import { Aside, Button, Lead, Line, Quote, Theirs, Title } from "./_components/words";

/** To talent known to the platform, when a direct offer is sent (product section 8). */
export interface OfferSentProps extends CompanyMail, OfferTerms {
  senderName: string;
  /** The sender's own words; may have line breaks. */
  message: string | null;
  /** "1 April 2026, 09:30 CEST". */
  validUntil: string;
  /** `/talent/offers/<id>`, absolute. */
  offerUrl: string;
}

export const category: MailCategory = {
  name: "offers",
  locked: true,
  because: "You get this mail because the offer is made to you.",
};

export const subject = ({ companyName, title }: OfferSentProps) => `Offer from ${companyName}: ${title}`;

export default function OfferSent(props: OfferSentProps) {
  return (
    <Layout
      preview={`${props.terms} · valid until ${props.validUntil}`}
      footer={<Footer category={category} mail={props} />}
    >
      <Lead>
        <Theirs>{props.companyName}</Theirs> offers you <Title>{props.title}</Title>.
      </Lead>
      <Line>
        <Theirs>{props.senderName}</Theirs> sent you this offer. It is valid until {props.validUntil}.
      </Line>
      <Facts rows={termFacts(props)} strong="Terms" />
      {props.message ? <Quote by={props.senderName}>{props.message}</Quote> : null}
      <Button href={props.offerUrl}>Review the offer</Button>
      <Aside>Opening it accepts nothing: you sign in, read the terms and answer.</Aside>
    </Layout>
  );
}

export const text = (props: OfferSentProps) =>
  plainText(
    `${props.companyName} offers you “${props.title}”.`,
    `${props.senderName} sent you this offer. It is valid until ${props.validUntil}.`,
    plainFacts(termFacts(props)),
    props.message ? plainQuote(props.senderName, props.message) : null,
    plainLink("Review the offer", props.offerUrl),
    "Opening it accepts nothing: you sign in, read the terms and answer.",
    plainFooter(category, props),
  );

OfferSent.PreviewProps = {
  ...previewCompany,
  ...previewTerms,
  senderName: "Hana Okafor",
  message: "Good to work with you again.\nThe files are where they were last year; I will open the folder on the 2nd.",
  validUntil: "1 April 2026, 09:30 CEST",
  offerUrl: "https://countersign.example/talent/offers/0198f2c4-11aa-7b02-8a77-0c3c1f0f9e52",
} satisfies OfferSentProps;
