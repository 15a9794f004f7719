import type { ReactElement } from "react";
import type { CompanyMail, MailCategory } from "./category";
import { type Fact, Facts } from "./facts";
import { Footer } from "./footer";
import { Layout } from "./layout";
import { plainFacts, plainFooter, plainLink, plainQuote, plainText } from "./plain";
import { previewCompany } from "./preview-company";
import { Button, Lead, Line, Quote, Theirs, Title } from "./words";

/** One step of work or money on a contract: what happened, what comes next and by when. All values are ready to be shown. */
export interface StepMail extends CompanyMail {
  /** The side that reads. */
  to: "client" | "talent" | "staff";
  /** Which case of the mail this is; each template names its own. */
  is: string;
  title: string;
  /** null where the mail is about no contract, and `title` names the thing itself. */
  contractNumber: string | null;
  talentName: string | null;
  /** Who did it: a name, or the company's. */
  by: string;
  /** "2 · Rough cut"; null where the whole contract is meant. */
  milestone: string | null;
  /** Formatted, with its currency. */
  amount: string | null;
  /** How much was asked for, formatted, where `amount` answers it. */
  asked?: string | null;
  /** What of the amount is the client fee, formatted; absent where there is none. */
  fee?: string | null;
  /** What happens next, and when in the reader's zone: ["Released automatically", "4 May 2026, 14:03 GMT+2"]. */
  next: [label: string, at: string] | null;
  /** Somebody's own words, line breaks kept. */
  reason: string | null;
  pageUrl: string;
}

/** A piece of a lead: our words, somebody's name, or a title. */
export type Part = string | { theirs: string } | { title: string };

export interface StepWords {
  category: MailCategory;
  subject: (props: StepMail) => string;
  lead: (props: StepMail) => Part[];
  /** What it means for the reader, one sentence each. */
  lines: (props: StepMail) => string[];
  button: (props: StepMail) => string;
  preview: Partial<StepMail>;
}

interface StepTemplate {
  category: MailCategory;
  component: ((props: StepMail) => ReactElement) & { PreviewProps: StepMail };
  subject: (props: StepMail) => string;
  text: (props: StepMail) => string;
}

/**
 * Makes a mail of the steps of work and money: all of them are laid out alike, so that a reader knows where the amount,
 * the day and the button are. HTML and text twin say the same.
 */
export function stepMail({ category, subject, lead, lines, button, preview }: StepWords): StepTemplate {
  const facts = (props: StepMail): Fact[] => [
    ["Amount", props.amount],
    ["Client fee in it", props.fee ?? null],
    ["Milestone", props.milestone],
    ["Contract", props.contractNumber && `${props.contractNumber} · ${props.title}`],
    props.to === "talent" ? ["Company", props.companyName] : ["Talent", props.talentName],
    [props.next?.[0] ?? "Next", props.next?.[1] ?? null],
  ];
  const component = (props: StepMail) => (
    <Layout
      preview={[props.amount, props.milestone, props.title].filter(Boolean).join(" · ")}
      footer={<Footer category={category} mail={props} />}
    >
      <Lead>
        {lead(props).map((part, index) => (
          <PartOf key={String(index)} part={part} />
        ))}
      </Lead>
      {lines(props).map((line) => (
        <Line key={line}>{line}</Line>
      ))}
      {props.reason && <Quote by={props.by}>{props.reason}</Quote>}
      <Facts rows={facts(props)} strong="Amount" />
      <Button href={props.pageUrl}>{button(props)}</Button>
    </Layout>
  );
  component.PreviewProps = { ...previewStep, ...preview };
  const text = (props: StepMail) =>
    plainText(
      lead(props).map(plainPart).join(""),
      ...lines(props),
      props.reason ? plainQuote(props.by, props.reason) : null,
      plainFacts(facts(props)),
      plainLink(button(props), props.pageUrl),
      plainFooter(category, props),
    );
  return { category, component, subject, text };
}

function PartOf({ part }: { part: Part }) {
  if (typeof part === "string") return part;
  return "theirs" in part ? <Theirs>{part.theirs}</Theirs> : <Title>{part.title}</Title>;
}

function plainPart(part: Part): string {
  if (typeof part === "string") return part;
  return "theirs" in part ? part.theirs : `“${part.title}”`;
}

/** The milestone where there is one, else the contract. */
export const thing = ({ milestone, title }: StepMail): Part => ({ title: milestone ?? title });

const previewStep: StepMail = {
  ...previewCompany,
  to: "talent",
  is: "",
  title: "Brand film for the spring launch",
  contractNumber: "1042",
  talentName: "Teodor Marsh",
  by: "Hana Okafor",
  milestone: "2 · Rough cut",
  amount: "$1,800.00",
  next: null,
  reason: null,
  pageUrl: "https://countersign.example/talent/contracts/018f3b4e-8c1a-7c2d-9c53-0f6d2a5b7e10",
};
