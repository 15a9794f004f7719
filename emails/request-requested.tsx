import type { CompanyMail, MailCategory } from "./_components/category";
import { Facts } from "./_components/facts";
import { Footer } from "./_components/footer";
import { Layout } from "./_components/layout";
import { plainFacts, plainFooter, plainLink, plainQuote, plainText } from "./_components/plain";
import { previewCompany } from "./_components/preview-company";
import { caseFacts, previewCase, type RequestCase, totalLabel } from "./_components/request-case";
import { Aside, Button, Lead, Line, Quote, Theirs, Title } from "./_components/words";

/**
 * To each approver of the step that opens: on submission, when step 1 is complete, and when an
 * approver is replaced. Carries the whole case, so that reading needs no sign-in (approvals guide;
 * product section 3.7).
 */
export interface RequestRequestedProps extends CompanyMail, RequestCase {
  /** The step that opens for this reader, from 1. */
  step: number;
  /** "23 March 2026, 14:00 CET". */
  expiresAt: string;
  /** `/d/<token>`, absolute: bound to this approver, request and content. */
  decideUrl: string;
}

export const category: MailCategory = {
  name: "approvals",
  locked: true,
  because: "You get this mail because you are named as an approver of this request.",
};

export const subject = ({ step, estimatedTotal, title }: RequestRequestedProps) =>
  step > 1
    ? `Step ${step} is ready for you, ${estimatedTotal}: ${title}`
    : `Approval requested, ${estimatedTotal}: ${title}`;

export default function RequestRequested(props: RequestRequestedProps) {
  return (
    <Layout preview={preview(props)} footer={<Footer category={category} mail={props} />}>
      <Lead>
        You are asked to approve {props.estimatedTotal} for <Title>{props.title}</Title>.
      </Lead>
      <Line>
        {props.step > 1 ? (
          <>Step {props.step} is ready for you: everyone before you approved this request.</>
        ) : (
          <>
            <Theirs>{props.requesterName}</Theirs> needs your decision before an offer can be sent.
          </>
        )}
      </Line>
      <Facts rows={caseFacts(props)} strong={totalLabel} />
      <Quote by={props.requesterName}>{props.reason}</Quote>
      <Button href={props.decideUrl}>Review and decide</Button>
      <Aside>
        Nothing is decided by opening this link: you sign in and choose. It works for you alone, so forwarding this mail
        is harmless. Without a decision the request expires on {props.expiresAt}.
      </Aside>
    </Layout>
  );
}

export const text = (props: RequestRequestedProps) =>
  plainText(
    `You are asked to approve ${props.estimatedTotal} for “${props.title}”.`,
    props.step > 1
      ? `Step ${props.step} is ready for you: everyone before you approved this request.`
      : `${props.requesterName} needs your decision before an offer can be sent.`,
    plainFacts(caseFacts(props)),
    plainQuote(props.requesterName, props.reason),
    plainLink("Review and decide", props.decideUrl),
    `Nothing is decided by opening this link: you sign in and choose. It works for you alone, so forwarding this mail is harmless. Without a decision the request expires on ${props.expiresAt}.`,
    plainFooter(category, props),
  );

const preview = ({ requesterName, talent, terms }: RequestRequestedProps) => `${requesterName} · ${talent} · ${terms}`;

RequestRequested.PreviewProps = {
  ...previewCompany,
  ...previewCase,
  step: 1,
  expiresAt: "23 March 2026, 14:00 CET",
  decideUrl: "https://countersign.example/d/v1.Tm9ydGh3aW5k.k3Yb9rQ2xWm4",
} satisfies RequestRequestedProps;
