import type { CompanyMail, MailCategory } from "./_components/category";
import { Facts } from "./_components/facts";
import { Footer } from "./_components/footer";
import { Layout } from "./_components/layout";
import { plainFacts, plainFooter, plainLink, plainQuote, plainText } from "./_components/plain";
import { previewCompany } from "./_components/preview-company";
import { briefFacts, previewBrief, type RequestBrief } from "./_components/request-brief";
import { totalLabel } from "./_components/request-case";
import { Aside, Button, Lead, Quote, Theirs, Title } from "./_components/words";

/** To the requester, when an approver declined (approvals guide: always mailed, with the reason). */
export interface RequestDeclinedProps extends CompanyMail, RequestBrief {
  approverName: string;
  /** Absent only where the company does not require one. */
  reason: string | null;
  /** The request's page, which offers "Copy to new request". */
  requestUrl: string;
}

export const category: MailCategory = {
  name: "approvals",
  locked: true,
  because: "You get this mail because you asked for this approval.",
};

export const subject = ({ estimatedTotal, title }: RequestDeclinedProps) => `Declined, ${estimatedTotal}: ${title}`;

export default function RequestDeclined(props: RequestDeclinedProps) {
  return (
    <Layout preview={props.reason ?? "No reason was given."} footer={<Footer category={category} mail={props} />}>
      <Lead>
        <Theirs>{props.approverName}</Theirs> declined {props.estimatedTotal} for <Title>{props.title}</Title>.
      </Lead>
      {props.reason ? <Quote by={props.approverName}>{props.reason}</Quote> : null}
      <Facts rows={briefFacts(props)} strong={totalLabel} />
      <Button href={props.requestUrl}>Read the decision</Button>
      <Aside>The decision is final for this request. Once you know what has to change, copy it to a new one.</Aside>
    </Layout>
  );
}

export const text = (props: RequestDeclinedProps) =>
  plainText(
    `${props.approverName} declined ${props.estimatedTotal} for “${props.title}”.`,
    props.reason ? plainQuote(props.approverName, props.reason) : null,
    plainFacts(briefFacts(props)),
    plainLink("Read the decision", props.requestUrl),
    "The decision is final for this request. Once you know what has to change, copy it to a new one.",
    plainFooter(category, props),
  );

RequestDeclined.PreviewProps = {
  ...previewCompany,
  ...previewBrief,
  approverName: "Bo Lindqvist",
  reason: "We already pay Halden & Partners for the annual audit.\nAsk them first whether overtime is in their scope.",
  requestUrl: "https://countersign.example/ab/jobs/approvals/0198f2c1-7d1e-7a40-9c1b-5a0f2f6f7a11",
} satisfies RequestDeclinedProps;
