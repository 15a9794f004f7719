import type { CompanyMail, MailCategory } from "./_components/category";
import { Facts } from "./_components/facts";
import { Footer } from "./_components/footer";
import { Layout } from "./_components/layout";
import { plainFacts, plainFooter, plainLink, plainText } from "./_components/plain";
import { previewCompany } from "./_components/preview-company";
import { briefFacts, previewBrief, type RequestBrief } from "./_components/request-brief";
import { totalLabel } from "./_components/request-case";
import { Button, Lead, Line, Theirs, Title } from "./_components/words";

/** To the requester, when the offer that used the approval ended unaccepted (approvals guide). */
export interface RequestFreedProps extends CompanyMail, RequestBrief {
  /** What became of the offer. */
  offerWas: "withdrawn" | "declined" | "expired";
  /** The person the offer went to. */
  offeredTo: string;
  /** The remainder of its life, at least 7 days: "2 April 2026". */
  usableUntil: string;
  /** The new-offer page with this request selected. */
  offerUrl: string;
}

export const category: MailCategory = {
  name: "approval_reminders",
  locked: false,
  because: "You get this mail because you asked for this approval.",
};

export const subject = ({ estimatedTotal, title }: RequestFreedProps) =>
  `Approval available again, ${estimatedTotal}: ${title}`;

export default function RequestFreed(props: RequestFreedProps) {
  return (
    <Layout preview={`You can use it until ${props.usableUntil}.`} footer={<Footer category={category} mail={props} />}>
      <Lead>
        The approval of {props.estimatedTotal} for <Title>{props.title}</Title> is available again.
      </Lead>
      <Line>
        The offer to <Theirs>{props.offeredTo}</Theirs> {ended[props.offerWas]} You can send another offer with the
        approval until {props.usableUntil}.
      </Line>
      <Facts rows={briefFacts(props)} strong={totalLabel} />
      <Button href={props.offerUrl}>Write another offer</Button>
    </Layout>
  );
}

export const text = (props: RequestFreedProps) =>
  plainText(
    `The approval of ${props.estimatedTotal} for “${props.title}” is available again.`,
    `The offer to ${props.offeredTo} ${ended[props.offerWas]} You can send another offer with the approval until ${props.usableUntil}.`,
    plainFacts(briefFacts(props)),
    plainLink("Write another offer", props.offerUrl),
    plainFooter(category, props),
  );

const ended = {
  withdrawn: "was withdrawn.",
  declined: "was declined.",
  expired: "expired without an answer.",
} as const;

RequestFreed.PreviewProps = {
  ...previewCompany,
  ...previewBrief,
  offerWas: "declined",
  offeredTo: "Teodor Marsh",
  usableUntil: "2 April 2026",
  offerUrl: "https://countersign.example/ab/jobs/offers/new?request=0198f2c1-7d1e-7a40-9c1b-5a0f2f6f7a11",
} satisfies RequestFreedProps;
