import type { CompanyMail, MailCategory } from "./_components/category";
import { Facts } from "./_components/facts";
import { Footer } from "./_components/footer";
import { Layout } from "./_components/layout";
import { plainFacts, plainFooter, plainLink, plainText } from "./_components/plain";
import { previewCompany } from "./_components/preview-company";
import { briefFacts, previewBrief, type RequestBrief } from "./_components/request-brief";
import { totalLabel } from "./_components/request-case";
import { Button, Lead, Line, Title } from "./_components/words";

/** To the requester, when the clock ended a pending or an approved, unused request (product section 3.4). */
export interface RequestExpiredProps extends CompanyMail, RequestBrief {
  /** What it was before: waiting for a decision, or approved and not used. */
  was: "pending" | "approved";
  /** "30 days". */
  life: string;
  /** The request's page, which offers "Copy to new request". */
  requestUrl: string;
}

export const category: MailCategory = {
  name: "approval_reminders",
  locked: false,
  because: "You get this mail because you asked for this approval.",
};

export const subject = ({ was, estimatedTotal, title }: RequestExpiredProps) =>
  `${was === "pending" ? "Expired without a decision" : "Approval expired unused"}, ${estimatedTotal}: ${title}`;

export default function RequestExpired(props: RequestExpiredProps) {
  return (
    <Layout preview={happened(props)} footer={<Footer category={category} mail={props} />}>
      <Lead>
        Your request for {props.estimatedTotal}, <Title>{props.title}</Title>, has expired.
      </Lead>
      <Line>{happened(props)} It can no longer be decided or used; copy it to a new request if you still need it.</Line>
      <Facts rows={briefFacts(props)} strong={totalLabel} />
      <Button href={props.requestUrl}>Copy to new request</Button>
    </Layout>
  );
}

export const text = (props: RequestExpiredProps) =>
  plainText(
    `Your request for ${props.estimatedTotal}, “${props.title}”, has expired.`,
    `${happened(props)} It can no longer be decided or used; copy it to a new request if you still need it.`,
    plainFacts(briefFacts(props)),
    plainLink("Copy to new request", props.requestUrl),
    plainFooter(category, props),
  );

const happened = ({ was, life }: RequestExpiredProps) =>
  was === "pending" ? `Nobody decided it within ${life}.` : `It was approved, but no offer was sent within ${life}.`;

RequestExpired.PreviewProps = {
  ...previewCompany,
  ...previewBrief,
  was: "pending",
  life: "30 days",
  requestUrl: "https://countersign.example/ab/jobs/approvals/0198f2c1-7d1e-7a40-9c1b-5a0f2f6f7a11",
} satisfies RequestExpiredProps;
