import type { CompanyMail, MailCategory } from "./_components/category";
import { type Change, Changes } from "./_components/changes";
import { Facts } from "./_components/facts";
import { Footer } from "./_components/footer";
import { Layout } from "./_components/layout";
import { type OfferTerms, previewTerms, termFacts } from "./_components/offer-terms";
import { plainChanges, plainFacts, plainFooter, plainLink, plainText } from "./_components/plain";
import { previewCompany } from "./_components/preview-company";
import { Aside, Button, Lead, Line, Theirs, Title } from "./_components/words";

/** To the talent, when a pending offer gets a next version (product section 8). */
export interface OfferModifiedProps extends CompanyMail, OfferTerms {
  senderName: string;
  /** The version now valid, from 2. */
  version: number;
  /** Every term that differs from the version before. */
  changes: Change[];
  /** "1 April 2026, 09:30 CEST": counted anew. */
  validUntil: string;
  /** `/talent/offers/<id>`, absolute. */
  offerUrl: string;
}

export const category: MailCategory = {
  name: "offers",
  locked: true,
  because: "You get this mail because the offer is made to you.",
};

export const subject = ({ companyName, title }: OfferModifiedProps) => `Changed offer from ${companyName}: ${title}`;

export default function OfferModified(props: OfferModifiedProps) {
  return (
    <Layout preview={plainChanges(props.changes)} footer={<Footer category={category} mail={props} />}>
      <Lead>
        <Theirs>{props.companyName}</Theirs> changed its offer <Title>{props.title}</Title>.
      </Lead>
      <Line>
        <Theirs>{props.senderName}</Theirs> sent version {`${props.version}`}. It replaces the one before and is valid
        until {props.validUntil}.
      </Line>
      <Changes rows={props.changes} />
      <Aside>The terms as they stand now:</Aside>
      <Facts rows={termFacts(props)} strong="Terms" />
      <Button href={props.offerUrl}>Review the changes</Button>
    </Layout>
  );
}

export const text = (props: OfferModifiedProps) =>
  plainText(
    `${props.companyName} changed its offer “${props.title}”.`,
    `${props.senderName} sent version ${props.version}. It replaces the one before and is valid until ${props.validUntil}.`,
    plainChanges(props.changes),
    "The terms as they stand now:",
    plainFacts(termFacts(props)),
    plainLink("Review the changes", props.offerUrl),
    plainFooter(category, props),
  );

OfferModified.PreviewProps = {
  ...previewCompany,
  ...previewTerms,
  senderName: "Hana Okafor",
  version: 2,
  changes: [
    { label: "Budget", before: "$10,500.00", after: "$12,400.00", note: "+18 %" },
    { label: "End", before: "20 March 2026", after: "27 March 2026", note: "7 days later" },
  ],
  validUntil: "1 April 2026, 09:30 CEST",
  offerUrl: "https://countersign.example/talent/offers/0198f2c4-11aa-7b02-8a77-0c3c1f0f9e52",
} satisfies OfferModifiedProps;
