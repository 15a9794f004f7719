import type { CompanyMail, MailCategory } from "./_components/category";
import { Facts } from "./_components/facts";
import { Footer } from "./_components/footer";
import { Layout } from "./_components/layout";
import { type OfferTerms, previewTerms, termFacts } from "./_components/offer-terms";
import { plainFacts, plainFooter, plainLink, plainText } from "./_components/plain";
import { previewCompany } from "./_components/preview-company";
import { Button, Lead, Line, Theirs, Title } from "./_components/words";

/** To the sender and the contact person, when the talent accepts (product section 8). */
export interface OfferAcceptedProps extends CompanyMail, OfferTerms {
  talentName: string;
  /** The number of the contract that this made, as shown: "1042". */
  contractNumber: string;
  /** The contract's page. */
  contractUrl: string;
}

export const category: MailCategory = {
  name: "offers",
  locked: false,
  because: "You get this mail because you sent the offer or are its contact person.",
};

export const subject = ({ talentName, title }: OfferAcceptedProps) => `${talentName} accepted: ${title}`;

export default function OfferAccepted(props: OfferAcceptedProps) {
  return (
    <Layout
      preview={`Contract ${props.contractNumber} · ${props.terms}`}
      footer={<Footer category={category} mail={props} />}
    >
      <Lead>
        <Theirs>{props.talentName}</Theirs> accepted your offer <Title>{props.title}</Title>.
      </Lead>
      <Line>Contract {props.contractNumber} now stands with these terms.</Line>
      <Facts rows={[["Talent", props.talentName], ...termFacts(props)]} strong="Terms" />
      <Button href={props.contractUrl}>Open the contract</Button>
    </Layout>
  );
}

export const text = (props: OfferAcceptedProps) =>
  plainText(
    `${props.talentName} accepted your offer “${props.title}”.`,
    `Contract ${props.contractNumber} now stands with these terms.`,
    plainFacts([["Talent", props.talentName], ...termFacts(props)]),
    plainLink("Open the contract", props.contractUrl),
    plainFooter(category, props),
  );

OfferAccepted.PreviewProps = {
  ...previewCompany,
  ...previewTerms,
  talentName: "Teodor Marsh",
  contractNumber: "1042",
  contractUrl: "https://countersign.example/ab/jobs/contracts/1042",
} satisfies OfferAcceptedProps;
