import type { CompanyMail, MailCategory } from "./_components/category";
import { Facts } from "./_components/facts";
import { Footer } from "./_components/footer";
import { Layout } from "./_components/layout";
import { type OfferTerms, previewTerms, termFacts } from "./_components/offer-terms";
import { plainFacts, plainFooter, plainLink, plainText } from "./_components/plain";
import { previewCompany } from "./_components/preview-company";
import { Button, Lead, Line, Theirs, Title } from "./_components/words";

/** Three days before an offer ends: to the sender, the contact person and the talent (product section 8). */
export interface OfferExpiringProps extends CompanyMail, OfferTerms {
  /** Which side reads. */
  to: "sender" | "talent";
  talentName: string;
  /** "1 April 2026, 09:30 CEST". */
  validUntil: string;
  /** The offer's page on the reader's side. */
  offerUrl: string;
}

export const category: MailCategory = {
  name: "offers",
  locked: false,
  because: "You get this mail because you are a party to the offer or its contact person.",
};

export const subject = ({ to, companyName, talentName, title, validUntil }: OfferExpiringProps) =>
  `Offer ${to === "sender" ? `to ${talentName}` : `from ${companyName}`} ends on ${validUntil}: ${title}`;

export default function OfferExpiring(props: OfferExpiringProps) {
  return (
    <Layout preview={props.terms} footer={<Footer category={category} mail={props} />}>
      <Lead>
        The offer <Title>{props.title}</Title> ends on {props.validUntil}.
      </Lead>
      <Line>
        {props.to === "sender" ? (
          <>
            <Theirs>{props.talentName}</Theirs> has not answered yet.
          </>
        ) : (
          <>
            <Theirs>{props.companyName}</Theirs> is waiting for your answer.
          </>
        )}
      </Line>
      <Facts rows={termFacts(props)} strong="Terms" />
      <Button href={props.offerUrl}>{props.to === "sender" ? "Open the offer" : "Review the offer"}</Button>
    </Layout>
  );
}

export const text = (props: OfferExpiringProps) =>
  plainText(
    `The offer “${props.title}” ends on ${props.validUntil}.`,
    props.to === "sender"
      ? `${props.talentName} has not answered yet.`
      : `${props.companyName} is waiting for your answer.`,
    plainFacts(termFacts(props)),
    plainLink(props.to === "sender" ? "Open the offer" : "Review the offer", props.offerUrl),
    plainFooter(category, props),
  );

OfferExpiring.PreviewProps = {
  ...previewCompany,
  ...previewTerms,
  to: "talent",
  talentName: "Teodor Marsh",
  validUntil: "1 April 2026, 09:30 CEST",
  offerUrl: "https://countersign.example/talent/offers/0198f2c4-11aa-7b02-8a77-0c3c1f0f9e52",
} satisfies OfferExpiringProps;
