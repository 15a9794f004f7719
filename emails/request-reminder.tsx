import type { CompanyMail, MailCategory } from "./_components/category";
import { Facts } from "./_components/facts";
import { Footer } from "./_components/footer";
import { Layout } from "./_components/layout";
import { plainFacts, plainFooter, plainLink, plainQuote, plainText } from "./_components/plain";
import { previewCompany } from "./_components/preview-company";
import { briefFacts, previewBrief, type RequestBrief } from "./_components/request-brief";
import { totalLabel } from "./_components/request-case";
import { Button, Lead, Line, Quote, Theirs, Title } from "./_components/words";

/** To the holder of an open slot: on the days the company set, or when the requester pressed "Remind". */
export interface RequestReminderProps extends CompanyMail, RequestBrief {
  requesterName: string;
  /** The requester's own words; may have line breaks. */
  reason: string;
  /** "7 days". */
  waitingFor: string;
  neededBy: string | null;
  /** "23 March 2026, 14:00 CET". */
  expiresAt: string;
  /** `/d/<token>`, absolute. */
  decideUrl: string;
}

export const category: MailCategory = {
  name: "approval_reminders",
  locked: false,
  because: "You get this mail because you are named as an approver of this request.",
};

export const subject = ({ waitingFor, estimatedTotal, title }: RequestReminderProps) =>
  `Waiting ${waitingFor} for you, ${estimatedTotal}: ${title}`;

export default function RequestReminder(props: RequestReminderProps) {
  return (
    <Layout
      preview={`${props.requesterName} · ${props.talent} · ${props.terms}`}
      footer={<Footer category={category} mail={props} />}
    >
      <Lead>
        {props.estimatedTotal} for <Title>{props.title}</Title> has been waiting for your decision for{" "}
        {props.waitingFor}.
      </Lead>
      <Line>
        <Theirs>{props.requesterName}</Theirs> cannot send an offer before you answer. Without a decision the request
        expires on {props.expiresAt}.
      </Line>
      <Facts rows={[...briefFacts(props), ["Needed by", props.neededBy]]} strong={totalLabel} />
      <Quote by={props.requesterName}>{props.reason}</Quote>
      <Button href={props.decideUrl}>Review and decide</Button>
    </Layout>
  );
}

export const text = (props: RequestReminderProps) =>
  plainText(
    `${props.estimatedTotal} for “${props.title}” has been waiting for your decision for ${props.waitingFor}.`,
    `${props.requesterName} cannot send an offer before you answer. Without a decision the request expires on ${props.expiresAt}.`,
    plainFacts([...briefFacts(props), ["Needed by", props.neededBy]]),
    plainQuote(props.requesterName, props.reason),
    plainLink("Review and decide", props.decideUrl),
    plainFooter(category, props),
  );

RequestReminder.PreviewProps = {
  ...previewCompany,
  ...previewBrief,
  requesterName: "Hana Okafor",
  reason: "The March payroll closes on the 27th and internal audit asked for an outside check of the overtime rules.",
  waitingFor: "7 days",
  neededBy: "24 February 2026",
  expiresAt: "23 March 2026, 14:00 CET",
  decideUrl: "https://countersign.example/d/v1.Tm9ydGh3aW5k.k3Yb9rQ2xWm4",
} satisfies RequestReminderProps;
