import type { CompanyMail, MailCategory } from "./_components/category";
import { type ContractFacts, contractFacts, previewContract } from "./_components/contract-facts";
import { Facts } from "./_components/facts";
import { Footer } from "./_components/footer";
import { Layout } from "./_components/layout";
import { plainFacts, plainFooter, plainLink, plainQuote, plainText } from "./_components/plain";
import { previewCompany } from "./_components/preview-company";
import { Button, Lead, Quote, Theirs, Title } from "./_components/words";

/** To both sides: a contract is over (product section 9). */
export interface ContractEndedProps extends CompanyMail, ContractFacts {
  /** The side that reads. */
  to: "client" | "talent";
  /** The side that ended it: the company's or the freelancer's name. */
  endedBy: string;
  reason: string;
}

export const category: MailCategory = {
  name: "contract_stops",
  locked: true,
  because: "You get this mail because you are a party to this contract or its contact person.",
};

export const subject = ({ title }: ContractEndedProps) => `Contract ended: ${title}`;

export default function ContractEnded(props: ContractEndedProps) {
  return (
    <Layout preview={props.reason} footer={<Footer category={category} mail={props} />}>
      <Lead>
        <Theirs>{props.endedBy}</Theirs> ended the contract <Title>{props.title}</Title>.
      </Lead>
      <Quote by={props.endedBy}>{props.reason}</Quote>
      <Facts rows={contractFacts(props, props.companyName)} />
      <Button href={props.contractUrl}>Open the contract</Button>
    </Layout>
  );
}

export const text = (props: ContractEndedProps) =>
  plainText(
    `${props.endedBy} ended the contract “${props.title}”.`,
    plainQuote(props.endedBy, props.reason),
    plainFacts(contractFacts(props, props.companyName)),
    plainLink("Open the contract", props.contractUrl),
    plainFooter(category, props),
  );

ContractEnded.PreviewProps = {
  ...previewCompany,
  ...previewContract,
  to: "talent",
  endedBy: "Northwind Grid",
  reason: "Work completed: the audit is signed off.",
} satisfies ContractEndedProps;
