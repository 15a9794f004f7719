import type { CompanyMail, MailCategory } from "./_components/category";
import { type ContractFacts, contractFacts, previewContract } from "./_components/contract-facts";
import { Facts } from "./_components/facts";
import { Footer } from "./_components/footer";
import { Layout } from "./_components/layout";
import { plainFacts, plainFooter, plainLink, plainText } from "./_components/plain";
import { previewCompany } from "./_components/preview-company";
import { Button, Lead, Line, Title } from "./_components/words";

/** Ten days before a contract's end date: to its contact person and to the freelancer (product section 9). */
export interface ContractEndNearProps extends CompanyMail, ContractFacts {
  /** The side that reads. */
  to: "client" | "talent";
  /** "14 May 2026". */
  endDate: string;
}

export const category: MailCategory = {
  name: "contracts",
  locked: false,
  because: "You get this mail because you are a party to this contract or its contact person.",
};

export const subject = ({ title, endDate }: ContractEndNearProps) => `Contract ends on ${endDate}: ${title}`;

export default function ContractEndNear(props: ContractEndNearProps) {
  return (
    <Layout preview={hint(props)} footer={<Footer category={category} mail={props} />}>
      <Lead>
        The contract <Title>{props.title}</Title> ends on {props.endDate}.
      </Lead>
      <Line>{hint(props)}</Line>
      <Facts rows={contractFacts(props, props.companyName)} />
      <Button href={props.contractUrl}>Open the contract</Button>
    </Layout>
  );
}

export const text = (props: ContractEndNearProps) =>
  plainText(
    `The contract “${props.title}” ends on ${props.endDate}.`,
    hint(props),
    plainFacts(contractFacts(props, props.companyName)),
    plainLink("Open the contract", props.contractUrl),
    plainFooter(category, props),
  );

const hint = ({ to }: ContractEndNearProps) =>
  to === "client"
    ? "The date alone doesn't close the contract. Move it if the work goes on, or end the contract when it is done."
    : "The date alone doesn't close the contract. If the work takes longer, ask your contact person to move it.";

ContractEndNear.PreviewProps = {
  ...previewCompany,
  ...previewContract,
  to: "client",
  endDate: "14 May 2026",
  contractUrl: "https://countersign.example/ab/jobs/contracts/1042",
} satisfies ContractEndNearProps;
