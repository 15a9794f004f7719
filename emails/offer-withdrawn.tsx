import type { CompanyMail, MailCategory } from "./_components/category";
import { Facts } from "./_components/facts";
import { Footer } from "./_components/footer";
import { Layout } from "./_components/layout";
import { type OfferTerms, previewTerms, termFacts } from "./_components/offer-terms";
import { plainFacts, plainFooter, plainLink, plainQuote, plainText } from "./_components/plain";
import { previewCompany } from "./_components/preview-company";
import { Button, Lead, Line, Quote, Theirs, Title } from "./_components/words";

/** To the talent, when the company takes a pending offer back (product section 8). */
export interface OfferWithdrawnProps extends CompanyMail, OfferTerms {
  senderName: string;
  /** Optional for the sender. */
  reason: string | null;
  /** `/talent/offers/<id>`, absolute. */
  offerUrl: string;
}

export const category: MailCategory = {
  name: "offers",
  locked: true,
  because: "You get this mail because the offer was made to you.",
};

export const subject = ({ companyName, title }: OfferWithdrawnProps) => `Offer withdrawn by ${companyName}: ${title}`;

export default function OfferWithdrawn(props: OfferWithdrawnProps) {
  return (
    <Layout preview="It can no longer be accepted." footer={<Footer category={category} mail={props} />}>
      <Lead>
        <Theirs>{props.companyName}</Theirs> withdrew its offer <Title>{props.title}</Title>.
      </Lead>
      <Line>It can no longer be accepted. You need not do anything.</Line>
      {props.reason ? <Quote by={props.senderName}>{props.reason}</Quote> : null}
      <Facts rows={termFacts(props)} strong="Terms" />
      <Button href={props.offerUrl}>Open the offer</Button>
    </Layout>
  );
}

export const text = (props: OfferWithdrawnProps) =>
  plainText(
    `${props.companyName} withdrew its offer “${props.title}”.`,
    "It can no longer be accepted. You need not do anything.",
    props.reason ? plainQuote(props.senderName, props.reason) : null,
    plainFacts(termFacts(props)),
    plainLink("Open the offer", props.offerUrl),
    plainFooter(category, props),
  );

OfferWithdrawn.PreviewProps = {
  ...previewCompany,
  ...previewTerms,
  senderName: "Hana Okafor",
  reason: "The audit moved to the second quarter. I will write to you again in April.",
  offerUrl: "https://countersign.example/talent/offers/0198f2c4-11aa-7b02-8a77-0c3c1f0f9e52",
} satisfies OfferWithdrawnProps;
