import type { CompanyMail, MailCategory } from "./_components/category";
import { Facts } from "./_components/facts";
import { Footer } from "./_components/footer";
import { Layout } from "./_components/layout";
import { plainFacts, plainFooter, plainLink, plainText } from "./_components/plain";
import { previewCompany } from "./_components/preview-company";
import { briefFacts, previewBrief, type RequestBrief } from "./_components/request-brief";
import { totalLabel } from "./_components/request-case";
import { Button, Lead, Line, Theirs, Title } from "./_components/words";

/** To the admins, when an open slot has nobody who can decide (product section 3.6). */
export interface ApproverMissingProps extends CompanyMail, RequestBrief {
  requesterName: string;
  /** Who left or lost the designation. */
  formerApprover: string;
  /** The step that is stuck, from 1. */
  step: number;
  /** "23 March 2026, 14:00 CET": the clock runs on. */
  expiresAt: string;
  /** The request's page, which offers "Replace approver". */
  requestUrl: string;
}

export const category: MailCategory = {
  name: "approvals",
  locked: true,
  because: "You get this mail because you are an admin of the company.",
};

export const subject = ({ estimatedTotal, title }: ApproverMissingProps) =>
  `No approver left, ${estimatedTotal}: ${title}`;

export default function ApproverMissing(props: ApproverMissingProps) {
  return (
    <Layout preview={`Step ${props.step} waits for nobody.`} footer={<Footer category={category} mail={props} />}>
      <Lead>
        Nobody can decide step {props.step} of <Title>{props.title}</Title>, {props.estimatedTotal}.
      </Lead>
      <Line>
        <Theirs>{props.formerApprover}</Theirs> can no longer approve, and nothing is approved by absence. Name somebody
        else before the request of <Theirs>{props.requesterName}</Theirs> expires on {props.expiresAt}.
      </Line>
      <Facts rows={briefFacts(props)} strong={totalLabel} />
      <Button href={props.requestUrl}>Replace approver</Button>
    </Layout>
  );
}

export const text = (props: ApproverMissingProps) =>
  plainText(
    `Nobody can decide step ${props.step} of “${props.title}”, ${props.estimatedTotal}.`,
    `${props.formerApprover} can no longer approve, and nothing is approved by absence. Name somebody else before the request of ${props.requesterName} expires on ${props.expiresAt}.`,
    plainFacts(briefFacts(props)),
    plainLink("Replace approver", props.requestUrl),
    plainFooter(category, props),
  );

ApproverMissing.PreviewProps = {
  ...previewCompany,
  ...previewBrief,
  requesterName: "Hana Okafor",
  formerApprover: "Bo Lindqvist",
  step: 1,
  expiresAt: "23 March 2026, 14:00 CET",
  requestUrl: "https://countersign.example/ab/jobs/approvals/0198f2c1-7d1e-7a40-9c1b-5a0f2f6f7a11",
} satisfies ApproverMissingProps;
