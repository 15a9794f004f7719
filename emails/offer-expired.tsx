import type { CompanyMail, MailCategory } from "./_components/category";
import { Facts } from "./_components/facts";
import { Footer } from "./_components/footer";
import { Layout } from "./_components/layout";
import { type OfferTerms, previewTerms, termFacts } from "./_components/offer-terms";
import { plainFacts, plainFooter, plainLink, plainText } from "./_components/plain";
import { previewCompany } from "./_components/preview-company";
import { Button, Lead, Line, Theirs, Title } from "./_components/words";

/** To the sender, the contact person and the talent, when an offer ends unanswered (product section 8). */
export interface OfferExpiredProps extends CompanyMail, OfferTerms {
  /** Which side reads; the talent never learns of an approval. */
  to: "sender" | "talent";
  talentName: string;
  /** `true` where the offer used an approval, which is now available again; said to the sender only. */
  approvalFreed: boolean;
  /** The offer's page on the reader's side. */
  offerUrl: string;
}

export const category: MailCategory = {
  name: "offers",
  locked: false,
  because: "You get this mail because you are a party to the offer or its contact person.",
};

export const subject = ({ to, companyName, talentName, title }: OfferExpiredProps) =>
  to === "sender"
    ? `No answer from ${talentName}, offer expired: ${title}`
    : `Offer from ${companyName} expired: ${title}`;

export default function OfferExpired(props: OfferExpiredProps) {
  return (
    <Layout preview="It can no longer be accepted." footer={<Footer category={category} mail={props} />}>
      <Lead>
        {props.to === "sender" ? (
          <>
            Your offer <Title>{props.title}</Title> to <Theirs>{props.talentName}</Theirs> expired without an answer.
          </>
        ) : (
          <>
            The offer <Title>{props.title}</Title> from <Theirs>{props.companyName}</Theirs> has expired.
          </>
        )}
      </Lead>
      <Line>{consequence(props)}</Line>
      <Facts rows={termFacts(props)} strong="Terms" />
      <Button href={props.offerUrl}>Open the offer</Button>
    </Layout>
  );
}

export const text = (props: OfferExpiredProps) =>
  plainText(
    props.to === "sender"
      ? `Your offer “${props.title}” to ${props.talentName} expired without an answer.`
      : `The offer “${props.title}” from ${props.companyName} has expired.`,
    consequence(props),
    plainFacts(termFacts(props)),
    plainLink("Open the offer", props.offerUrl),
    plainFooter(category, props),
  );

function consequence({ to, approvalFreed }: OfferExpiredProps): string {
  if (to === "talent") return "It can no longer be accepted. If you are still interested, write to the company.";
  return approvalFreed
    ? "It can no longer be accepted. The approval it used is available again for another offer."
    : "It can no longer be accepted. You can copy it to a new offer.";
}

OfferExpired.PreviewProps = {
  ...previewCompany,
  ...previewTerms,
  to: "sender",
  talentName: "Teodor Marsh",
  approvalFreed: true,
  offerUrl: "https://countersign.example/ab/jobs/offers/1042",
} satisfies OfferExpiredProps;
