import type { CompanyMail, MailCategory } from "./_components/category";
import { Facts } from "./_components/facts";
import { Footer } from "./_components/footer";
import { Layout } from "./_components/layout";
import { plainFacts, plainFooter, plainLink, plainQuote, plainText } from "./_components/plain";
import { previewCompany } from "./_components/preview-company";
import { briefFacts, previewBrief, type RequestBrief } from "./_components/request-brief";
import { totalLabel } from "./_components/request-case";
import { Button, Lead, Line, Quote, Theirs, Title } from "./_components/words";

/** To the requester, when the last approver of the last step approved (approvals guide: always mailed). */
export interface RequestApprovedProps extends CompanyMail, RequestBrief {
  /** Who decided last; the others stand on the page. */
  approverName: string;
  /** The approver's remark, if any. */
  comment: string | null;
  /** Until when an offer can be sent with it: "23 April 2026". */
  usableUntil: string;
  /** The new-offer page with this request selected. */
  offerUrl: string;
}

export const category: MailCategory = {
  name: "approvals",
  locked: true,
  because: "You get this mail because you asked for this approval.",
};

export const subject = ({ estimatedTotal, title }: RequestApprovedProps) => `Approved, ${estimatedTotal}: ${title}`;

export default function RequestApproved(props: RequestApprovedProps) {
  return (
    <Layout
      preview={`You can send the offer until ${props.usableUntil}.`}
      footer={<Footer category={category} mail={props} />}
    >
      <Lead>
        <Theirs>{props.approverName}</Theirs> approved {props.estimatedTotal} for <Title>{props.title}</Title>.
      </Lead>
      <Line>You can send one offer with this approval until {props.usableUntil}.</Line>
      {props.comment ? <Quote by={props.approverName}>{props.comment}</Quote> : null}
      <Facts rows={briefFacts(props)} strong={totalLabel} />
      <Button href={props.offerUrl}>Write the offer</Button>
    </Layout>
  );
}

export const text = (props: RequestApprovedProps) =>
  plainText(
    `${props.approverName} approved ${props.estimatedTotal} for “${props.title}”.`,
    `You can send one offer with this approval until ${props.usableUntil}.`,
    props.comment ? plainQuote(props.approverName, props.comment) : null,
    plainFacts(briefFacts(props)),
    plainLink("Write the offer", props.offerUrl),
    plainFooter(category, props),
  );

RequestApproved.PreviewProps = {
  ...previewCompany,
  ...previewBrief,
  approverName: "Bo Lindqvist",
  comment: "Please send me the findings before they go to the works council.",
  usableUntil: "23 April 2026",
  offerUrl: "https://countersign.example/ab/jobs/offers/new?request=0198f2c1-7d1e-7a40-9c1b-5a0f2f6f7a11",
} satisfies RequestApprovedProps;
