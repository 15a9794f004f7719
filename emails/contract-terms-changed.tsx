import type { CompanyMail, MailCategory } from "./_components/category";
import { type Change, Changes } from "./_components/changes";
import { type ContractFacts, contractFacts, previewContract } from "./_components/contract-facts";
import { Facts } from "./_components/facts";
import { Footer } from "./_components/footer";
import { Layout } from "./_components/layout";
import { plainChanges, plainFacts, plainFooter, plainLink, plainText } from "./_components/plain";
import { previewCompany } from "./_components/preview-company";
import { Button, Lead, Line, Theirs, Title } from "./_components/words";

/** To the talent, when the client moves the end date or names another contact person (product section 9). */
export interface ContractTermsChangedProps extends CompanyMail, ContractFacts {
  changedBy: string;
  changes: Change[];
}

export const category: MailCategory = {
  name: "contracts",
  locked: true,
  because: "You get this mail because you are a party to this contract.",
};

export const subject = ({ companyName, title }: ContractTermsChangedProps) =>
  `Contract with ${companyName} changed: ${title}`;

export default function ContractTermsChanged(props: ContractTermsChangedProps) {
  return (
    <Layout preview={plainChanges(props.changes)} footer={<Footer category={category} mail={props} />}>
      <Lead>
        <Theirs>{props.companyName}</Theirs> changed the contract <Title>{props.title}</Title>.
      </Lead>
      <Line>
        <Theirs>{props.changedBy}</Theirs> changed it; it counts at once.
      </Line>
      <Changes rows={props.changes} />
      <Facts rows={contractFacts(props, props.companyName)} />
      <Button href={props.contractUrl}>Open the contract</Button>
    </Layout>
  );
}

export const text = (props: ContractTermsChangedProps) =>
  plainText(
    `${props.companyName} changed the contract “${props.title}”.`,
    `${props.changedBy} changed it; it counts at once.`,
    plainChanges(props.changes),
    plainFacts(contractFacts(props, props.companyName)),
    plainLink("Open the contract", props.contractUrl),
    plainFooter(category, props),
  );

ContractTermsChanged.PreviewProps = {
  ...previewCompany,
  ...previewContract,
  changedBy: "Hana Okafor",
  changes: [{ label: "End date", before: "27 Mar 2026", after: "17 Apr 2026", note: null }],
} satisfies ContractTermsChangedProps;
