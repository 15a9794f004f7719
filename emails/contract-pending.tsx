import type { CompanyMail, MailCategory } from "./_components/category";
import { type ContractFacts, contractFacts, previewContract } from "./_components/contract-facts";
import { Facts } from "./_components/facts";
import { Footer } from "./_components/footer";
import { Layout } from "./_components/layout";
import { plainFacts, plainFooter, plainLink, plainText } from "./_components/plain";
import { previewCompany } from "./_components/preview-company";
import { Button, Lead, Line, Title } from "./_components/words";

/**
 * Of a contract that waits for its onboarding plan: to everybody with a task of it, and to the freelancer. Again after three
 * and seven days to those whose task is still open (product section 9).
 */
export interface ContractPendingProps extends CompanyMail, ContractFacts {
  /** The side that reads. */
  to: "client" | "talent";
  /** How many days after the acceptance this reminds; null for the first mail. */
  day: number | null;
  /** Titles of the open tasks that wait for the reader. */
  own: string[];
  /** The other open ones with who does them: "Sign the agreement (Teodor Marsh)". */
  others: string[];
}

export const category: MailCategory = {
  name: "contracts",
  locked: false,
  because:
    "You get this mail because this contract waits for its onboarding plan, and you are a party to it or do a task.",
};

export const subject = ({ title, own, day }: ContractPendingProps) => {
  if (own.length === 0) return `Contract pending: ${title}`;
  const tasks = `${own.length} ${own.length === 1 ? "task waits" : "tasks wait"} for you`;
  return day === null ? `${tasks}: ${title}` : `Still open, ${tasks}: ${title}`;
};

export default function ContractPending(props: ContractPendingProps) {
  return (
    <Layout preview={hint(props)} footer={<Footer category={category} mail={props} />}>
      <Lead>
        The contract <Title>{props.title}</Title>
        {standing(props)}
      </Lead>
      <Line>{hint(props)}</Line>
      <Facts rows={facts(props)} strong="Waits for you" />
      <Button href={props.contractUrl}>Open the contract</Button>
    </Layout>
  );
}

export const text = (props: ContractPendingProps) =>
  plainText(
    `The contract “${props.title}”${standing(props)}`,
    hint(props),
    plainFacts(facts(props)),
    plainLink("Open the contract", props.contractUrl),
    plainFooter(category, props),
  );

const standing = ({ day }: ContractPendingProps) =>
  day === null ? " is agreed and pending." : ` has been pending for ${day} days.`;

const hint = ({ own }: ContractPendingProps) =>
  own.length === 0
    ? "It starts when every task of its onboarding plan is done. None of them waits for you."
    : "It starts when every task of its onboarding plan is done. Mark yours as done on its page.";

const facts = (props: ContractPendingProps) => [
  ["Waits for you", props.own.join("\n") || null] as const,
  ["Waits for others", props.others.join("\n") || null] as const,
  ...contractFacts(props, props.companyName),
];

ContractPending.PreviewProps = {
  ...previewCompany,
  ...previewContract,
  to: "talent",
  day: null,
  own: ["Sign the confidentiality agreement", "Name the account your pay goes to"],
  others: ["Open an account for the payroll archive (Hana Okafor)"],
} satisfies ContractPendingProps;

export const variants: Readonly<Record<string, ContractPendingProps>> = {
  reminder: { ...ContractPending.PreviewProps, day: 3, others: [] },
  "nothing of mine": { ...ContractPending.PreviewProps, own: [] },
};
