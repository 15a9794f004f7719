import type { CompanyMail, MailCategory } from "./_components/category";
import { type Fact, Facts } from "./_components/facts";
import { Footer } from "./_components/footer";
import { Layout } from "./_components/layout";
import { plainFacts, plainFooter, plainLink, plainQuote, plainText } from "./_components/plain";
import { previewCompany } from "./_components/preview-company";
import { Button, Lead, Line, Quote, Theirs, Title } from "./_components/words";

/** To finance admins, or admins where there are none: somebody who may not change a purchase order needs it changed (product section 5). */
export interface FinanceAskedProps extends CompanyMail {
  askedBy: string;
  askedByEmail: string;
  /** As the company numbers it: "PO-4711". */
  number: string;
  description: string | null;
  archived: boolean;
  /** "Expired on 30 Apr 2026, $0.00 left"; null where nothing is wrong with it. */
  wrong: string | null;
  /** "$50,000.00", as the next. */
  left: string;
  funds: string;
  /** "31 December 2026"; `null` when it never expires. */
  validThrough: string | null;
  /** What they say about it. */
  note: string | null;
  /** The page of the purchase order, at the deed that mends it. */
  orderUrl: string;
}

export const category: MailCategory = {
  name: "orders",
  locked: false,
  because: "You get this mail because you look after the purchase orders of the company.",
};

export const subject = ({ askedBy, number, wrong }: FinanceAskedProps) =>
  `${askedBy} asks about PO ${number}${wrong ? `: ${wrong}` : ""}`;

export default function FinanceAsked(props: FinanceAskedProps) {
  return (
    <Layout preview={props.wrong ?? props.note ?? ""} footer={<Footer category={category} mail={props} />}>
      <Lead>
        <Theirs>{props.askedBy}</Theirs> asks you to look at purchase order <Title>{props.number}</Title>.
      </Lead>
      <Line>{next(props)}</Line>
      {props.note && <Quote by={props.askedBy}>{props.note}</Quote>}
      <Facts rows={facts(props)} strong={wrongLabel} />
      <Button href={props.orderUrl}>Open the purchase order</Button>
    </Layout>
  );
}

export const text = (props: FinanceAskedProps) =>
  plainText(
    `${props.askedBy} asks you to look at purchase order “${props.number}”.`,
    next(props),
    props.note ? plainQuote(props.askedBy, props.note) : null,
    plainFacts(facts(props)),
    plainLink("Open the purchase order", props.orderUrl),
    plainFooter(category, props),
  );

const wrongLabel = "What is wrong";

const next = ({ askedByEmail }: FinanceAskedProps) =>
  `They see it and cannot change it. Extend it, add funds, or answer them: ${askedByEmail}.`;

function facts({ wrong, left, funds, validThrough, description, archived }: FinanceAskedProps): Fact[] {
  return [
    [wrongLabel, wrong],
    ["Left", left],
    ["Funds", funds],
    ["Valid through", validThrough ?? "Never expires"],
    ["Description", description],
    ["Status", archived ? "Archived" : null],
  ];
}

FinanceAsked.PreviewProps = {
  ...previewCompany,
  askWhom: "Hana Okafor (hana.okafor@northwind.example)",
  askedBy: "Hana Okafor",
  askedByEmail: "hana.okafor@northwind.example",
  number: "NW-2026-0417",
  description: "Payroll and audit support, 2026",
  archived: false,
  wrong: "Expired on 30 Apr 2026, 92 % of funds spent, threshold 90 %",
  left: "$4,000.00",
  funds: "$50,000.00",
  validThrough: "30 Apr 2026",
  note: "The audit runs until the end of June. Can it be extended?",
  orderUrl: "https://countersign.example/ab/reports/purchase-orders/0198f2c1-7d1e-7a40-9c1b-5a0f2f6f7a11#extend",
} satisfies FinanceAskedProps;

/** Further cases worth looking at, by name: nothing is wrong with it yet, and it is archived. */
export const variants: Record<string, FinanceAskedProps> = {
  "a wish": {
    ...FinanceAsked.PreviewProps,
    wrong: null,
    archived: true,
    left: "$38,000.00",
    validThrough: null,
    note: "We need about $60,000.00 for the second phase.",
  },
};
