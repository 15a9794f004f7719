import type { CompanyMail, MailCategory } from "./_components/category";
import { type Fact, Facts } from "./_components/facts";
import { Footer } from "./_components/footer";
import { Layout } from "./_components/layout";
import { plainFacts, plainFooter, plainLink, plainText } from "./_components/plain";
import { previewCompany } from "./_components/preview-company";
import { Button, Lead, Line, Theirs } from "./_components/words";

/** To all members, once, when approvals are switched on for the company (product section 3.1). */
export interface ApprovalsEnabledProps extends CompanyMail {
  /** Who switched them on. */
  changedBy: string;
  /** "All offers", "Direct offers" or "BYO and payroll offers". */
  scope: string;
  /** One line a step: "Step 1: Bo Lindqvist". */
  steps: string[];
  /** "30 days". */
  expiry: string;
  /** The approvals dashboard. */
  approvalsUrl: string;
}

export const category: MailCategory = {
  name: "approvals",
  locked: true,
  because: "You get this mail because you are a member of the company.",
};

export const subject = ({ companyName }: ApprovalsEnabledProps) => `Offers now need an approval at ${companyName}`;

export default function ApprovalsEnabled(props: ApprovalsEnabledProps) {
  return (
    <Layout preview={`${props.scope} need an approved request.`} footer={<Footer category={category} mail={props} />}>
      <Lead>
        From now on, offers at <Theirs>{props.companyName}</Theirs> need an approved request before they are sent.
      </Lead>
      <Line>
        <Theirs>{props.changedBy}</Theirs> switched approvals on. Offers already sent are not affected. Before your next
        offer, open Approvals, select Create Request, and choose the approved request in the offer.
      </Line>
      <Facts rows={facts(props)} />
      <Button href={props.approvalsUrl}>Open Approvals</Button>
    </Layout>
  );
}

export const text = (props: ApprovalsEnabledProps) =>
  plainText(
    `From now on, offers at ${props.companyName} need an approved request before they are sent.`,
    `${props.changedBy} switched approvals on. Offers already sent are not affected. Before your next offer, open Approvals, select Create Request, and choose the approved request in the offer.`,
    plainFacts(facts(props)),
    plainLink("Open Approvals", props.approvalsUrl),
    plainFooter(category, props),
  );

const facts = ({ scope, steps, expiry }: ApprovalsEnabledProps): Fact[] => [
  ["Applies to", scope],
  ["Approvers", steps.join("\n")],
  ["Requests expire after", expiry],
];

ApprovalsEnabled.PreviewProps = {
  ...previewCompany,
  changedBy: "Dana Whitfield",
  scope: "All offers",
  steps: ["Step 1: Bo Lindqvist", "Step 2: Priya Raman and Jules Ferrand"],
  expiry: "30 days",
  approvalsUrl: "https://countersign.example/ab/jobs/approvals",
} satisfies ApprovalsEnabledProps;
