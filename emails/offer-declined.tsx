import type { CompanyMail, MailCategory } from "./_components/category";
import { Facts } from "./_components/facts";
import { Footer } from "./_components/footer";
import { Layout } from "./_components/layout";
import { type OfferTerms, previewTerms, termFacts } from "./_components/offer-terms";
import { plainFacts, plainFooter, plainLink, plainQuote, plainText } from "./_components/plain";
import { previewCompany } from "./_components/preview-company";
import { Button, Lead, Line, Quote, Theirs, Title } from "./_components/words";

/** To the sender and the contact person, when the talent declines (product section 8). */
export interface OfferDeclinedProps extends CompanyMail, OfferTerms {
  talentName: string;
  /** The talent's own words; may have line breaks. */
  reason: string;
  /** `true` where the offer used an approval, which is now available again. */
  approvalFreed: boolean;
  /** The offer's page, which offers "Copy to new offer". */
  offerUrl: string;
}

export const category: MailCategory = {
  name: "offers",
  locked: false,
  because: "You get this mail because you sent the offer or are its contact person.",
};

export const subject = ({ talentName, title }: OfferDeclinedProps) => `${talentName} declined: ${title}`;

export default function OfferDeclined(props: OfferDeclinedProps) {
  return (
    <Layout preview={props.reason} footer={<Footer category={category} mail={props} />}>
      <Lead>
        <Theirs>{props.talentName}</Theirs> declined your offer <Title>{props.title}</Title>.
      </Lead>
      <Quote by={props.talentName}>{props.reason}</Quote>
      {props.approvalFreed ? <Line>{freed}</Line> : null}
      <Facts rows={[["Talent", props.talentName], ...termFacts(props)]} strong="Terms" />
      <Button href={props.offerUrl}>Open the offer</Button>
    </Layout>
  );
}

export const text = (props: OfferDeclinedProps) =>
  plainText(
    `${props.talentName} declined your offer “${props.title}”.`,
    plainQuote(props.talentName, props.reason),
    props.approvalFreed ? freed : null,
    plainFacts([["Talent", props.talentName], ...termFacts(props)]),
    plainLink("Open the offer", props.offerUrl),
    plainFooter(category, props),
  );

const freed = "The approval it used is available again for another offer.";

OfferDeclined.PreviewProps = {
  ...previewCompany,
  ...previewTerms,
  talentName: "Teodor Marsh",
  reason: "I am booked until the middle of April.\nIf the audit can wait, ask me again.",
  approvalFreed: true,
  offerUrl: "https://countersign.example/ab/jobs/offers/1042",
} satisfies OfferDeclinedProps;
