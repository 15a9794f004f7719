import type { CompanyMail, MailCategory } from "./_components/category";
import { Facts } from "./_components/facts";
import { Footer } from "./_components/footer";
import { Layout } from "./_components/layout";
import { plainFacts, plainFooter, plainLink, plainText } from "./_components/plain";
import { previewCompany } from "./_components/preview-company";
import { briefFacts, previewBrief, type RequestBrief } from "./_components/request-brief";
import { totalLabel } from "./_components/request-case";
import { Button, Lead, Line, Theirs, Title } from "./_components/words";

/**
 * Three days before a request expires: to the requester and the open approvers while it is pending,
 * to the requester alone once it is approved and unused (product section 3.6).
 */
export interface RequestExpiringProps extends CompanyMail, RequestBrief {
  to: "requester" | "approver";
  is: "pending" | "approved";
  requesterName: string;
  /** Who has not answered yet: "Bo Lindqvist and Priya Raman". */
  waitingFor: string;
  /** "23 March 2026, 14:00 CET". */
  expiresAt: string;
  /** An approver's `/d/<token>`, else the request's page or the new-offer page. */
  actionUrl: string;
}

export const category: MailCategory = {
  name: "approval_reminders",
  locked: false,
  because: "You get this mail because you asked for this approval or are named as its approver.",
};

export const subject = ({ expiresAt, title, is }: RequestExpiringProps) =>
  `${is === "pending" ? "Request" : "Approval"} expires on ${expiresAt}: ${title}`;

export default function RequestExpiring(props: RequestExpiringProps) {
  return (
    <Layout preview={`${props.estimatedTotal} · ${props.talent}`} footer={<Footer category={category} mail={props} />}>
      <Lead>
        {props.is === "pending" ? "The request" : "The approval"} for <Title>{props.title}</Title>,{" "}
        {props.estimatedTotal}, expires on {props.expiresAt}.
      </Lead>
      <Line>
        {props.to === "approver" ? (
          <>
            <Theirs>{props.requesterName}</Theirs> is waiting for your decision.
          </>
        ) : (
          forRequester(props)
        )}
      </Line>
      <Facts rows={briefFacts(props)} strong={totalLabel} />
      <Button href={props.actionUrl}>{deed(props)}</Button>
    </Layout>
  );
}

export const text = (props: RequestExpiringProps) =>
  plainText(
    `${props.is === "pending" ? "The request" : "The approval"} for “${props.title}”, ${props.estimatedTotal}, expires on ${props.expiresAt}.`,
    props.to === "approver" ? `${props.requesterName} is waiting for your decision.` : forRequester(props),
    plainFacts(briefFacts(props)),
    plainLink(deed(props), props.actionUrl),
    plainFooter(category, props),
  );

const forRequester = ({ is, waitingFor }: RequestExpiringProps) =>
  is === "pending" ? `It still waits for ${waitingFor}.` : "No offer has been sent with it yet.";

const deed = ({ to, is }: RequestExpiringProps) =>
  to === "approver" ? "Review and decide" : is === "pending" ? "Open the request" : "Write the offer";

RequestExpiring.PreviewProps = {
  ...previewCompany,
  ...previewBrief,
  to: "approver",
  is: "pending",
  requesterName: "Hana Okafor",
  waitingFor: "Bo Lindqvist",
  expiresAt: "23 March 2026, 14:00 CET",
  actionUrl: "https://countersign.example/d/v1.Tm9ydGh3aW5k.k3Yb9rQ2xWm4",
} satisfies RequestExpiringProps;
