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
  /**
   * What became of that contract: runs, is pending until its onboarding plan is done, waits while the company is suspended,
   * or stands, where time is kept elsewhere.
   */
  contract?: "runs" | "pending" | "waits" | "stands";
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
      <Line>{outcome(props)}</Line>
      <Facts rows={[["Talent", props.talentName], ...termFacts(props)]} strong="Terms" />
      <Button href={props.contractUrl}>Open the contract</Button>
    </Layout>
  );
}

export const text = (props: OfferAcceptedProps) =>
  plainText(
    `${props.talentName} accepted your offer “${props.title}”.`,
    outcome(props),
    plainFacts([["Talent", props.talentName], ...termFacts(props)]),
    plainLink("Open the contract", props.contractUrl),
    plainFooter(category, props),
  );

function outcome({ contract, contractNumber }: OfferAcceptedProps): string {
  if (contract === "runs") return `Contract ${contractNumber} has started with these terms.`;
  if (contract === "pending")
    return `Contract ${contractNumber} is pending. It starts when every task of its onboarding plan is done.`;
  if (contract === "waits") return `Contract ${contractNumber} stands with these terms and is paused by the platform.`;
  return `Contract ${contractNumber} now stands with these terms.`;
}

OfferAccepted.PreviewProps = {
  ...previewCompany,
  ...previewTerms,
  talentName: "Teodor Marsh",
  contractNumber: "1042",
  contract: "runs",
  contractUrl: "https://countersign.example/ab/jobs/contracts/1042",
} satisfies OfferAcceptedProps;
